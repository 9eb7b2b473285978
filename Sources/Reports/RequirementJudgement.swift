// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import ResultStore
internal import Statistics

/// Whether a choice fulfils what is required, as far as its runs can show.
struct RequirementJudgement: Sendable {
  /// What the runs show.
  enum State: String, Sendable, CaseIterable {
    /// A true share at the bound would hardly give counts as good as these; without chance, the run fulfils
    /// what is required.
    case fulfilled
    /// A true share at the bound would hardly give counts as bad as these.
    case violated
    /// The runs do not say.
    case notShown = "not shown"
  }

  /// The most runs that are planned for.
  private static let runsMax = 10_000_000

  /// How many runs of how many were counted.
  let count: Proportion
  /// In how many runs what is required never ended, which is later than any bound.
  let endlessCount: Int
  /// Clopper and Pearson's interval, at the level that is left to each choice; nil without chance and
  /// without runs.
  let interval: ConfidenceInterval?
  /// What the runs show.
  let state: State
  /// How many runs would show it, if they go on as they did; nil where they would not.
  let runsNeeded: Int?

  /// Judges the runs of a point.
  ///
  /// A duration that never came to its end, of a killer's victim for instance, is later than any bound: left
  /// out it would make a policy that kills fulfil what is required. The bounds are exact: an interval by a
  /// normal approximation, such as Wilson's, would exclude a choice for a single kill.
  ///
  /// - Parameters:
  ///   - series: the runs.
  ///   - requirement: what is required.
  ///   - level: how often all judgements together are meant to be right about each kind of error.
  ///   - choices: how many choices are judged: one of them is soon wrong by chance.
  init(
    _ series: MetricSeries, _ requirement: SweepRequirement, level: ConfidenceLevel,
    choices: Int = 1
  ) {
    let endless = series.observations.count(where: series.neverEnded)
    let values =
      series.observations.compactMap(\.value.integer)
      + Array(repeating: Int64.max, count: endless)
    endlessCount = endless
    let count = Proportion(successes: values.count(where: requirement.counts), of: values.count)
    self.count = count
    guard let share = count.share.value else {
      (interval, state, runsNeeded) = (nil, .notShown, nil)
      return
    }
    guard series.isRandom else {
      (interval, runsNeeded) = (nil, nil)
      state = requirement.isMet(by: share) ? .fulfilled : .violated
      return
    }
    let level = level.simultaneous(over: max(1, choices))
    interval = count.clopperPearsonInterval(level: level).value
    let bound = Bound(requirement, level)
    state = bound.state(of: count)
    runsNeeded =
      state == .notShown && requirement.isMet(by: share) ? bound.runs(toShow: count) : nil
  }

  /// What a requirement asks of counts.
  private struct Bound {
    private let requirement: SweepRequirement
    private let significance: Double

    init(_ requirement: SweepRequirement, _ level: ConfidenceLevel) {
      self.requirement = requirement
      significance = level.significance / 2
    }

    /// Tests the bound from both sides.
    func state(of count: Proportion) -> State {
      guard let test = BinomialTest.test(count, probability: requirement.share).value else {
        return .notShown
      }
      let (few, many) =
        (test.lessPValue <= significance, test.greaterPValue <= significance)
      let (kept, broken) = requirement.isUpperBound ? (few, many) : (many, few)
      return kept ? .fulfilled : broken ? .violated : .notShown
    }

    /// The fewest runs with the share seen that show what is required.
    func runs(toShow count: Proportion) -> Int? {
      let share = count.share.value ?? 0
      func isShown(_ runs: Int) -> Bool {
        let successes = min(runs, Int((share * Double(runs)).rounded()))
        return state(of: Proportion(successes: successes, of: runs)) == .fulfilled
      }
      guard isShown(runsMax) else { return nil }
      var few = count.count
      var many = runsMax
      while many - few > 1 {
        let middle = few + (many - few) / 2
        if isShown(middle) { many = middle } else { few = middle }
      }
      return many
    }
  }
}
