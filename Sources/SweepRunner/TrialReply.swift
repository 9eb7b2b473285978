internal import HostConfiguration
internal import ResultStore

/// What a worker tells of one trial.
struct TrialReply: Hashable {
  /// What the runner calls the trial.
  let ordinal: Int
  /// How it ended.
  let outcome: TrialOutcome
  /// The digest of its event stream, if it was run.
  let digest: String?
  /// When it ended in simulated time, if it was run, in nanoseconds.
  let simulatedEnd: Int64?
  /// How long it took, in nanoseconds.
  let wall: Int64
  /// Its metrics, ascending by name.
  let metrics: [MetricRecord]
}
