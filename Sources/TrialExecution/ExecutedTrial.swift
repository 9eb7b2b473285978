// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration
public import HostModel

/// A trial that has been run, with the metrics that need a second run to compare with.
public struct ExecutedTrial: Sendable {
  /// What the simulation gave.
  public let result: TrialResult
  /// What it gives for each metric, in the order of the names of the result's shape.
  public let readings: [MetricReading]

  /// Every metric, in the order of the catalogue.
  ///
  /// - Complexity: O(number of metrics) at each use, for it makes their names.
  public var metrics: [TrialResult.Metric] { TrialResult.Metric.list(result.shape, readings) }

  /// The value of a metric by its concrete name, if the trial has such a metric.
  public func value(of name: String) -> MetricValue? {
    result.shape.names.firstIndex(of: name).map { readings[$0].value }
  }

  /// The digest of the event stream as sixteen hexadecimal digits.
  public var digest: String { HexadecimalText.of(result.digest) }
}
