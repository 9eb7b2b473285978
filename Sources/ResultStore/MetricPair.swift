// SPDX-License-Identifier: Apache-2.0

/// One metric in the trials of two points that met the same random numbers.
public struct MetricPair: Sendable, Hashable {
  /// The repetition that both trials are.
  public let repetition: Int
  /// The observation at the baseline point.
  public let baseline: MetricObservation
  /// The observation at the candidate point.
  public let candidate: MetricObservation
}
