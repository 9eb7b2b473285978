// SPDX-License-Identifier: Apache-2.0

/// A bound on how often a metric may be bad, such as `P(oom.kills > 0) <= 1 %`.
public struct SweepRequirement: Sendable {
  /// The metric that is looked at in each run.
  public let metric: String
  /// Whether a value is one of those that are counted.
  public let counts: @Sendable (Int64) -> Bool
  /// Whether the share of such runs may be at most, or must be at least, `share`.
  public let isUpperBound: Bool
  /// The share, 0...1.
  public let share: Double
  /// The requirement as it was written.
  public let text: String

  /// Describes a requirement.
  public init(
    metric: String, counts: @escaping @Sendable (Int64) -> Bool, isUpperBound: Bool, share: Double,
    text: String
  ) {
    self.metric = metric
    self.counts = counts
    self.isUpperBound = isUpperBound
    self.share = share
    self.text = text
  }

  /// Whether an observed share fulfils it.
  func isMet(by observed: Double) -> Bool {
    isUpperBound ? observed <= share : observed >= share
  }
}
