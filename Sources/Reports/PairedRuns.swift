// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import ResultStore

/// The values of runs that met the same random numbers; a trial without any is a partner for all.
struct PairedRuns: Sendable {
  /// The values of the baseline, pair by pair.
  private(set) var baseline: [Double] = []
  /// The values of the candidate.
  private(set) var candidate: [Double] = []
  /// The values of the baseline that are no limits.
  private(set) var baselineEnded: [Double] = []
  /// In how many pairs a side counts as its limit, because it never got there.
  private(set) var restrictedCount = 0
  /// How many pairs both have, only the baseline, only the candidate, and neither.
  private(set) var outcomes = (both: 0, onlyBaseline: 0, onlyCandidate: 0, neither: 0)

  /// Pairs two series by their repetitions.
  ///
  /// A pair of which a side failed, or has no value that anything honest could stand in for, is left
  /// out; the report counts it.
  init(_ left: MetricSeries, _ right: MetricSeries) {
    if left.isRandom == right.isRandom {
      pairByRepetition(left, right)
    } else if left.isRandom {
      guard let partner = right.observations.first else { return }
      for observation in left.observations { add(observation, of: left, partner, of: right) }
    } else {
      guard let partner = left.observations.first else { return }
      for observation in right.observations { add(partner, of: left, observation, of: right) }
    }
  }

  private mutating func pairByRepetition(_ left: MetricSeries, _ right: MetricSeries) {
    let others = right.observations
    var next = others.startIndex
    for observation in left.observations {
      while next < others.endIndex, others[next].repetition < observation.repetition { next += 1 }
      guard next < others.endIndex else { break }
      guard others[next].repetition == observation.repetition else { continue }
      add(observation, of: left, others[next], of: right)
    }
  }

  private mutating func add(
    _ one: MetricObservation, of left: MetricSeries, _ other: MetricObservation,
    of right: MetricSeries
  ) {
    guard let before = left.value(one), let after = right.value(other) else { return }
    baseline.append(before)
    candidate.append(after)
    if one.value.integer != nil { baselineEnded.append(before) }
    switch (one.value.integer != nil, other.value.integer != nil) {
    case (true, true): outcomes.both += 1
    case (true, false): outcomes.onlyBaseline += 1
    case (false, true): outcomes.onlyCandidate += 1
    case (false, false): outcomes.neither += 1
    }
    if one.value.integer == nil || other.value.integer == nil { restrictedCount += 1 }
  }
}
