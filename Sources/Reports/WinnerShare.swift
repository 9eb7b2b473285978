// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import Statistics
internal import TrialExecution

/// In how much of the box of assumptions a choice is the best by the first objective.
struct WinnerShare: Sendable {
  /// What holds for all its samples; empty without conditions.
  let condition: String
  /// The choice; several, where their means are equal.
  let choice: String
  /// Whether the choice is all of them: then none of them is the best.
  let isOfAll: Bool
  /// The samples in which its mean is the best.
  let count: Int
  /// Those of them in which the seeds tell it from every other choice.
  let clearCount: Int
  /// All samples of the condition.
  let total: Int

  /// The share of the samples in which its mean is the best.
  var share: Double { Double(count) / Double(max(1, total)) }

  /// As the report says it.
  var text: String {
    func percent(_ count: Int) -> String {
      DecimalText.fixed(100 * Double(count) / Double(max(1, total)), decimals: 0)
    }
    let share = "\(choice) in \(percent(count)) %"
    return isOfAll ? share : share + " (told from all others in \(percent(clearCount)) %)"
  }

  private static let allAlike = "all alike"

  /// The winners, the most frequent first; none without an objective.
  static func all(_ results: SweepResults, _ strata: SweepStrata) -> [WinnerShare] {
    let description = results.description
    guard let metric = description.objectives.first,
      let definition = MetricCatalogue.definition(of: metric)
    else { return [] }
    let sign = definition.direction == .higher ? -1.0 : 1
    var order: [[String]] = []
    var counts: [[String]: (won: Int, clear: Int)] = [:]
    var totals: [String: Int] = [:]
    var winners: [(condition: String, choice: String)] = []
    var jobs: [ComparisonBook.Job] = []
    for stratum in strata.strata {
      let known = stratum.points.filter {
        description.points[$0].sample?.matrix == .first && results.series(metric, $0)?.mean != nil
      }
      func cost(_ place: Int) -> Double { sign * (results.series(metric, place)?.mean ?? 0) }
      guard known.count > 1, let best = known.min(by: { cost($0) < cost($1) }) else { continue }
      let equals = known.filter { cost($0) == cost(best) }
      let isTie = equals.count > 1
      winners.append(
        (
          strata.condition(best),
          equals.count == known.count
            ? allAlike
            : equals.map(strata.name).joined(separator: " and ") + (isTie ? " alike" : "")
        ))
      jobs.append(
        ComparisonBook.job(
          of: known.filter { cost($0) != cost(best) }, with: best, [metric], among: known.count))
    }
    let judged = ComparisonBook.judge(jobs, results, description.settings)
    for ((condition, choice), others) in zip(winners, judged) {
      let key = [condition, choice]
      if counts[key] == nil { order.append(key) }
      counts[key, default: (0, 0)].won += 1
      totals[condition, default: 0] += 1
      let isClear = choice != allAlike && others.allSatisfy { $0.verdict.leaning == .worse }
      if isClear { counts[key, default: (0, 0)].clear += 1 }
    }
    let shares = order.map { key in
      WinnerShare(
        condition: key[0], choice: key[1], isOfAll: key[1] == allAlike,
        count: counts[key]?.won ?? 0, clearCount: counts[key]?.clear ?? 0,
        total: totals[key[0]] ?? 0)
    }
    // Equal counts stay in the order of the sweep.
    return shares.enumerated().sorted {
      ($1.element.count, $0.offset) < ($0.element.count, $1.offset)
    }
    .map(\.element)
  }
}
