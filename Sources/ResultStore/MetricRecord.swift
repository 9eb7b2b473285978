// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration

/// The value of one metric in one trial.
public struct MetricRecord: Sendable, Hashable {
  /// The name of the metric in the catalogue.
  public let name: String
  /// The integer in the unit of the catalogue, or why there is none.
  public let value: MetricValue
  /// How many samples a percentile was taken from, where that means anything.
  public let sampleCount: Int64?

  /// Creates a value.
  ///
  /// - Parameters:
  ///   - name: the name of the metric in the catalogue.
  ///   - value: the integer, or why there is none.
  ///   - sampleCount: how many samples a percentile was taken from.
  public init(name: String, value: MetricValue, sampleCount: Int64? = nil) {
    self.name = name
    self.value = value
    self.sampleCount = sampleCount
  }
}
