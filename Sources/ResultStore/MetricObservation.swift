public import HostConfiguration

/// One metric in one trial, as a report reads it.
public struct MetricObservation: Sendable, Hashable {
  /// The repetition within the point, from 0.
  public let repetition: Int
  /// The seed of the trial.
  public let seed: UInt64
  /// What became of the trial.
  public let outcome: TrialOutcome
  /// The value, or why there is none.
  ///
  /// A trial that failed or did not measure it says so here.
  public let value: MetricValue
  /// How many samples a percentile was taken from, where that means anything.
  public let sampleCount: Int64?
}
