// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// Everything that is kept of one trial.
public struct TrialRecord: Sendable, Hashable {
  /// Where the trial stands in the sweep, and the key of its content.
  public let place: PlannedTrial
  /// The seed of the trial.
  public let seed: UInt64
  /// What became of it.
  public let outcome: TrialOutcome
  /// The digest of the whole event stream in hexadecimal, if the run ended.
  public let digest: String?
  /// The simulated instant at which the run ended, in nanoseconds.
  public let simulatedEndNanoseconds: Int64?
  /// How long the trial took on the machine that ran it, in nanoseconds.
  public let wallNanoseconds: Int64
  /// Which policies, in which versions, took the decisions.
  public let policyIdentity: String
  /// The metrics as they are kept.
  public let values: MetricValues

  /// The metrics with their names, in the order of the shape.
  ///
  /// - Complexity: O(number of metrics) at each call.
  public var metrics: [MetricRecord] {
    guard let records = values.records else { preconditionFailure("metrics are checked when read") }
    return records
  }

  /// Creates a record of metrics that share their names with other trials.
  ///
  /// - Parameters:
  ///   - place: the point, the repetition and the key.
  ///   - seed: the seed of the trial.
  ///   - outcome: what became of it.
  ///   - digest: the digest of the event stream in hexadecimal, if the run ended.
  ///   - simulatedEndNanoseconds: when the run ended in simulated time.
  ///   - wallNanoseconds: how long it took on the machine.
  ///   - policyIdentity: which policies in which versions took the decisions.
  ///   - values: the metrics.
  public init(
    place: PlannedTrial, seed: UInt64, outcome: TrialOutcome, digest: String?,
    simulatedEndNanoseconds: Int64?, wallNanoseconds: Int64, policyIdentity: String,
    values: MetricValues
  ) {
    self.place = place
    self.seed = seed
    self.outcome = outcome
    self.digest = digest
    self.simulatedEndNanoseconds = simulatedEndNanoseconds
    self.wallNanoseconds = wallNanoseconds
    self.policyIdentity = policyIdentity
    self.values = values
  }

  /// Creates a record of metrics with a name each, which are kept in ascending order of their names.
  ///
  /// - Parameters:
  ///   - place: the point, the repetition and the key.
  ///   - seed: the seed of the trial.
  ///   - outcome: what became of it.
  ///   - digest: the digest of the event stream in hexadecimal, if the run ended.
  ///   - simulatedEndNanoseconds: when the run ended in simulated time.
  ///   - wallNanoseconds: how long it took on the machine.
  ///   - policyIdentity: which policies in which versions took the decisions.
  ///   - metrics: in any order, no name twice.
  public init(
    place: PlannedTrial, seed: UInt64, outcome: TrialOutcome, digest: String?,
    simulatedEndNanoseconds: Int64?, wallNanoseconds: Int64, policyIdentity: String,
    metrics: [MetricRecord]
  ) {
    let sorted = metrics.sorted { $0.name < $1.name }
    self.init(
      place: place, seed: seed, outcome: outcome, digest: digest,
      simulatedEndNanoseconds: simulatedEndNanoseconds, wallNanoseconds: wallNanoseconds,
      policyIdentity: policyIdentity,
      values: MetricValues(
        of: sorted.isEmpty ? .none : MetricNames(sorted.map(\.name)),
        sorted.map { MetricReading($0.value, samples: $0.sampleCount) }))
  }
}
