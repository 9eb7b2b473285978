internal import HostConfiguration
internal import ResultStore
internal import Statistics

/// Whether a choice fulfils what is required, as far as its runs can show.
struct RequirementJudgement: Sendable {
  /// What the runs show.
  enum State: String, Sendable, CaseIterable {
    /// The Wilson interval lies within what is allowed; without chance, the run does.
    case fulfilled
    /// The interval lies outside.
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
  /// Wilson's interval; nil without chance and without runs.
  let interval: ConfidenceInterval?
  /// What the runs show.
  let state: State
  /// How many runs would show it, if they go on as they did; nil where they would not.
  let runsNeeded: Int?

  /// Judges the runs of a point.
  ///
  /// A duration that never came to its end, of a killer's victim for instance, is later than any bound: left
  /// out it would make a policy that kills fulfil what is required.
  init(_ series: MetricSeries, _ requirement: SweepRequirement, level: ConfidenceLevel) {
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
    interval = count.wilsonInterval(level: level).value
    state = interval.map { Self.state($0, requirement) } ?? .notShown
    runsNeeded =
      state == .notShown ? Self.runs(toShow: requirement, at: count, level: level) : nil
  }

  private static func state(
    _ interval: ConfidenceInterval, _ requirement: SweepRequirement
  ) -> State {
    switch (requirement.isMet(by: interval.lower), requirement.isMet(by: interval.upper)) {
    case (true, true): .fulfilled
    case (false, false): .violated
    default: .notShown
    }
  }

  /// The fewest runs with the share seen whose interval lies within what is allowed.
  private static func runs(
    toShow requirement: SweepRequirement, at count: Proportion, level: ConfidenceLevel
  ) -> Int? {
    guard let share = count.share.value, requirement.isMet(by: share) else { return nil }
    func isShown(_ runs: Int) -> Bool {
      let successes = min(runs, Int((share * Double(runs)).rounded()))
      return Proportion(successes: successes, of: runs).wilsonInterval(level: level).value
        .map { state($0, requirement) == .fulfilled } ?? false
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
