// SPDX-License-Identifier: Apache-2.0

/// What a run gives for a metric.
public enum MetricValue: Sendable, Hashable {
  /// The integer, in the unit of the metric's definition.
  case defined(Int64)
  /// The metric has no value in this run, and why.
  case undefined(reason: String)

  /// The integer, if there is one.
  public var integer: Int64? {
    if case .defined(let value) = self { return value }
    return nil
  }
}
