// SPDX-License-Identifier: Apache-2.0

/// Some metrics in every trial of a sweep, read in one pass.
public struct ObservationTable: Sendable {
  /// The metrics that were asked for.
  public let metrics: [String]
  /// By metric, and within it by the index of the point.
  private let observations: [[[MetricObservation]]]

  init(metrics: [String], observations: [[[MetricObservation]]]) {
    self.metrics = metrics
    self.observations = observations
  }

  /// Returns one metric in every trial of a point, in the order of the repetitions.
  ///
  /// - Parameters:
  ///   - metric: one that was asked for; another has no observations.
  ///   - point: the index of a point; an unknown one has no trials.
  public func observations(of metric: String, atPoint point: Int) -> [MetricObservation] {
    guard let index = metrics.firstIndex(of: metric), observations[index].indices.contains(point)
    else { return [] }
    return observations[index][point]
  }
}
