// SPDX-License-Identifier: Apache-2.0

/// The metric that matters at the point where it is best so far.
public struct SweepLeader: Sendable, Hashable {
  /// The metric.
  public let metric: String
  /// The point.
  public let label: String
  /// The mean over the point's trials of this run, in the metric's stored unit.
  public let mean: Double
  /// About how far off the mean may be: two standard errors.
  public let halfWidth: Double
}
