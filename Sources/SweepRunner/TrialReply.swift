// SPDX-License-Identifier: Apache-2.0

internal import ResultStore

/// What a worker tells of one trial.
struct TrialReply: Hashable {
  /// What the runner calls the trial.
  let ordinal: Int
  /// How it ended.
  var outcome: TrialOutcome
  /// The digest of its event stream, if it was run.
  var digest: UInt64?
  /// When it ended in simulated time, if it was run, in nanoseconds.
  var simulatedEnd: Int64?
  /// How long it took, in nanoseconds.
  let wall: Int64
  /// What it gives for the metric that the runner watches, in its stored unit.
  var watched: Int64?
  /// Its metrics.
  var values: MetricValues = .none
}
