// SPDX-License-Identifier: Apache-2.0

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

  /// Describes an observation.
  ///
  /// - Parameters:
  ///   - repetition: the repetition within the point, from 0.
  ///   - seed: the seed of the trial.
  ///   - outcome: what became of the trial.
  ///   - value: the value, or why there is none.
  ///   - sampleCount: how many samples a percentile was taken from.
  public init(
    repetition: Int, seed: UInt64, outcome: TrialOutcome, value: MetricValue, sampleCount: Int64?
  ) {
    self.repetition = repetition
    self.seed = seed
    self.outcome = outcome
    self.value = value
    self.sampleCount = sampleCount
  }
}
