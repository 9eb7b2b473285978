// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import Statistics
internal import TrialExecution

// Who is ahead under one condition, and what the runs say of the others.

extension SweepAnalysis {
  /// The choices under one condition, and who is ahead by the mean.
  struct Race {
    /// The condition.
    let stratum: SweepStrata.Stratum
    /// The choices that have a value and are not excluded.
    let eligible: [Int]
    /// Those that what is required excludes.
    let refused: [Int]
    /// Whether any choice has a value.
    let isMeasured: Bool
    /// Who has the best mean; nil where nobody is eligible.
    let best: Int?

    /// Looks at the choices under one condition.
    init(
      _ stratum: SweepStrata.Stratum, _ sweep: SweepAnalysis, _ objective: String,
      _ definition: MetricDefinition
    ) {
      self.stratum = stratum
      let states = stratum.points.map { ($0, sweep.state(at: $0)) }
      let measured = states.filter { sweep.mean(objective, $0.0) != nil }
      isMeasured = !measured.isEmpty
      eligible = measured.filter { $0.1 != .violated }.map(\.0)
      let refused = states.filter { $0.1 == .violated }.map(\.0)
      best = eligible.min { sweep.isBetter($0, $1, objective, definition) }
      self.refused =
        best == nil
        ? refused.sorted { sweep.isBetter($0, $1, objective, definition) } : refused
    }
  }

  /// Who has the best mean under one condition, and how far the runs tell it from the others.
  struct Standing: Sendable {
    /// The choice with the best mean.
    let best: Int
    /// Its mean, with an interval that is corrected for the choice.
    let amount: String
    /// The other eligible choices beside it, in the order of the sweep.
    let others: [JudgedComparison]
    /// Those of them that are not told apart from it.
    let tied: [Int]
    /// The best of the others by the mean; nil where there are none.
    let next: JudgedComparison?
    /// Those that are told from the best, and not from the next.
    var tiedWithNext: [Int] = []

    /// Whether no other choice is told from it.
    var isTie: Bool { !others.isEmpty && tied.count == others.count }
    /// Those from which most runs alone tell it.
    var open: [JudgedComparison] { others.filter { $0.verdict == .worseInMostRuns } }
    /// How many more runs of each would settle that its mean is best, if all are like these; nil where it is
    /// settled, or nobody knows.
    var runsToSettle: Int? {
      let needs = open.compactMap { judged -> Int? in
        if case .about(let count) = judged.need { count } else { nil }
      }
      return needs.count == open.count ? needs.max() : nil
    }
  }

  /// Every choice with the best mean, by its place.
  ///
  /// The best and the next are picked by the runs: all pairs of choices, over all conditions, are in the
  /// family that either is compared in.
  func standings(
    in races: [Race], _ objective: String, _ definition: MetricDefinition
  ) -> [Int: Standing] {
    func judged(
      _ chosen: (Race) -> (place: Int, others: [Int])?
    ) -> [ComparisonBook.Pair: JudgedComparison] {
      let pairs = races.compactMap(chosen).flatMap { chosen in
        chosen.others.map { ComparisonBook.Pair(baseline: chosen.place, candidate: $0) }
      }
      let job = ComparisonBook.Job(
        family: .init(name: "chosen", metrics: [objective]), pairs: pairs,
        chosenFrom: races.reduce(0) { $0 + ComparisonBook.Job.pairCount(among: $1.eligible.count) })
      let judged = ComparisonBook.judge([job], results, description.settings).flatMap(\.self)
        .map(emptiness.applied)
      return Dictionary(
        judged.map { (.init(baseline: $0.baseline, candidate: $0.candidate), $0) },
        uniquingKeysWith: { first, _ in first })
    }
    let rivals = judged { race in
      race.best.map { best in (best, race.eligible.filter { $0 != best }) }
    }
    var standings: [Int: Standing] = [:]
    for race in races {
      guard let best = race.best else { continue }
      let others = race.eligible.compactMap { rivals[.init(baseline: best, candidate: $0)] }
      standings[best] = Standing(
        best: best,
        amount: summary(of: objective, at: best, amongst: race.eligible.count)?.text ?? "",
        others: others, tied: tied(with: best, others, race, objective),
        next: others.min { isBetter($0.candidate, $1.candidate, objective, definition) })
    }
    let besideNext = judged { race in
      guard let standing = race.best.flatMap({ standings[$0] }), standing.tied.isEmpty,
        let next = standing.next?.candidate
      else { return nil }
      return (next, standing.others.map(\.candidate).filter { $0 != next })
    }
    for race in races {
      guard let best = race.best, let standing = standings[best],
        let next = standing.next?.candidate
      else { continue }
      standings[best]?.tiedWithNext = standing.others.map(\.candidate).filter {
        besideNext[.init(baseline: next, candidate: $0)].map { $0.verdict.leaning == nil } ?? false
      }
    }
    return standings
  }

  private func tied(
    with best: Int, _ others: [JudgedComparison], _ race: Race, _ objective: String
  ) -> [Int] {
    others.filter { other in
      // What is said of the baseline stands in the table: a family of fewer tests must not outdo it.
      let isOfBaseline = other.candidate == race.stratum.baseline
      let declared = isOfBaseline ? book.comparison(objective, best)?.verdict : nil
      return other.verdict.leaning != .worse || (declared.map { $0.leaning == nil } ?? false)
    }.map(\.candidate)
  }

  /// Who is best, and from whom it cannot be told apart; a tie where that is everybody.
  func text(of standing: Standing, _ objective: String) -> String {
    let (best, amount) = (strata.name(standing.best), standing.amount)
    if standing.isTie { return tie(of: standing.others, objective, amount, best) }
    func names(_ places: [Int]) -> String { places.map(strata.name).joined(separator: "; ") }
    guard standing.tied.isEmpty else {
      return "\(best) has the best mean: \(objective) is \(amount). Not told apart from it: "
        + "\(names(standing.tied))."
    }
    let isOpen = !standing.open.isEmpty
    let head = "\(best) is best\(isOpen ? " in most runs" : ""): \(objective) is \(amount)."
    guard let next = standing.next else { return head }
    let text = DifferenceText(next)
    let relative = text.relative.map { ", \($0)" } ?? ""
    var follower =
      "Next comes \(strata.name(next.candidate)): \(text.difference)\(relative)"
      + (next.verdict == .worse ? "." : " (\(text.verdict)).")
    if !standing.tiedWithNext.isEmpty {
      follower += " Not told apart from the next: \(names(standing.tiedWithNext))."
    }
    return "\(head) \(follower)\(openness(standing))"
  }

  /// What the runs say where they tell nobody apart.
  private func tie(
    of others: [JudgedComparison], _ objective: String, _ amount: String, _ best: String
  ) -> String {
    let verdicts = others.map(\.verdict)
    if verdicts.allSatisfy({ $0 == .neitherGotThere }) {
      return
        "\(objective) has no value in any run of any choice that counts: there is nothing to compare."
    }
    let end = "in \(objective), which is \(amount) with \(best)."
    if verdicts.allSatisfy({ $0 == .equivalent }) { return "the choices are equivalent \(end)" }
    guard verdicts.allSatisfy(\.isTie), let first = others.first else {
      return "the runs do not tell the choices apart \(end)"
    }
    let percent = DecimalText.fixed(first.unseenShare * 100, decimals: 0)
    return "no difference that matters is seen between the choices \(end) That is "
      + "\(CountText.of(first.raw.pairCount, "run")) of each: up to \(percent) % of runs can be otherwise."
  }

  /// That the mean is open where most runs are told apart, and what would settle it.
  private func openness(_ standing: Standing) -> String {
    guard let first = standing.open.first else { return "" }
    let percent = DecimalText.fixed(first.unseenShare * 100, decimals: 0)
    let need = standing.runsToSettle.map {
      "; \(CountText.of($0, "more run")) of each like these would settle it"
    }
    return
      " That its mean is best too is open: up to \(percent) % of runs can be otherwise than all that "
      + "were seen, and outweigh the difference\(need ?? "")."
  }
}
