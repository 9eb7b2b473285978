// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import ResultStore
internal import Statistics

/// One metric in all runs of one point.
struct MetricSeries: Sendable {
  /// The concrete name.
  let name: String
  /// What it is.
  let definition: MetricDefinition
  /// Whether the runs of the point differ by their seed.
  let isRandom: Bool
  /// Every run, in the order of repetitions, failed ones included.
  let observations: [MetricObservation]
  /// When its runs are cut off, in nanoseconds from their start.
  private let until: Int64?
  /// When its clock starts; nil where that is the start of the run, or not known.
  private let clock: ClockStart?

  init(
    name: String, definition: MetricDefinition, isRandom: Bool,
    observations: [MetricObservation], until: Int64?, clock: ClockStart? = nil
  ) {
    self.name = name
    self.definition = definition
    self.isRandom = isRandom
    self.observations = observations
    self.until = until
    self.clock = clock
  }

  /// The same without the repetitions that are not kept; a trial without draws has only one.
  func keeping(_ repetitions: Set<Int>) -> MetricSeries {
    guard isRandom else { return self }
    return with(observations.filter { repetitions.contains($0.repetition) })
  }

  /// Some runs of it, numbered anew so that they can be paired with others.
  func window(_ range: Range<Int>, numberedFrom first: Int) -> MetricSeries {
    with(
      observations[range].enumerated().map { number, observation in
        MetricObservation(
          repetition: first + number, seed: observation.seed, outcome: observation.outcome,
          value: observation.value, sampleCount: observation.sampleCount)
      })
  }

  private func with(_ observations: [MetricObservation]) -> MetricSeries {
    MetricSeries(
      name: name, definition: definition, isRandom: isRandom, observations: observations,
      until: until, clock: clock)
  }

  /// Whether it measures how long something took that may never end.
  var isDurationThatMayNotEnd: Bool {
    [
      "task.*.completion", "task.*.duration", "guest.*.ready", "guest.*.time-to-free",
      "guest.*.time-to-free.p50",
      "guest.*.time-to-free.p90",
    ].contains(MetricCatalogue.generalised(name))
  }

  /// Whether it says that something happened in a run or not.
  var isProportion: Bool { MetricCatalogue.isShareOfRuns(name) }

  /// How many runs have a value.
  var definedCount: Int { observations.count { $0.value.integer != nil } }

  /// How many runs count as their limit, because what is measured never ended in them.
  var restrictedCount: Int {
    observations.count { $0.value.integer == nil && restricted($0) != nil }
  }

  /// Why there is no value, of the first run without one.
  var reason: String? {
    for observation in observations {
      if case .undefined(let reason) = observation.value { return reason }
    }
    return nil
  }

  /// The value of a run, or its limit where that is the honest stand-in.
  func value(_ observation: MetricObservation) -> Double? {
    (observation.value.integer ?? restricted(observation)).map { Double($0) }
  }

  /// The values of all runs that have one.
  var values: [Double] { observations.compactMap(value) }

  /// How many runs of how many had it happen.
  var proportion: Proportion {
    let defined = observations.compactMap(\.value.integer)
    return Proportion(successes: defined.count { $0 > 0 }, of: defined.count)
  }

  /// The mean, as a restricted one where runs never ended.
  var mean: Double? {
    if isProportion { return proportion.share.value }
    return Sample(values).mean.value
  }

  /// A duration that a run never finished counts as the run's limit, never as nothing: leaving it out
  /// would make a policy that kills look fast.
  private func restricted(_ observation: MetricObservation) -> Int64? {
    neverEnded(observation) ? limit(of: observation) : nil
  }

  /// For how long a run watches the metric: from the start of the metric's clock to the end of the run.
  private func limit(of observation: MetricObservation) -> Int64? {
    until.map { max(0, $0 - (clock?.instant(seed: observation.seed) ?? 0)) }
  }

  /// The largest value that any of its runs can have, the least being 0; nil where nothing bounds it.
  var largestPossible: Double? {
    switch definition.unit {
    case .partsPerMillion: MetricBound.isShareOfTime(name) ? 1e6 : nil
    case .nanoseconds:
      MetricBound.isWithinRun(name)
        ? observations.compactMap(limit).max().map { Double($0) } : nil
    case .pages, .count, .pageNanoseconds, .bytesPerSecond: nil
    }
  }

  /// Whether what is measured never ended in a run: that took longer than any time, and is not unknown.
  func neverEnded(_ observation: MetricObservation) -> Bool {
    guard isDurationThatMayNotEnd, definition.unit == .nanoseconds,
      case .undefined = observation.value, case .ended(let outcome) = observation.outcome
    else { return false }
    return ["task.*.completion", "task.*.duration"].contains(MetricCatalogue.generalised(name))
      || (outcome != .done && outcome != .policyReplaced)
  }
}
