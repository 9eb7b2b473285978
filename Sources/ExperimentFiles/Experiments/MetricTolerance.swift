// SPDX-License-Identifier: Apache-2.0

/// How much of a metric is little: for the width of an interval, or as the margin of a comparison.
public enum MetricTolerance: Sendable, Hashable {
  /// A share of the metric's mean, in millionths. A share is always meant so, also of a metric that
  /// is itself a share.
  case relative(partsPerMillion: Int64)
  /// An amount in the metric's unit.
  case absolute(Int64)
}
