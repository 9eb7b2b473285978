// SPDX-License-Identifier: Apache-2.0

public import Statistics

/// How well the mean of a metric is to be known.
public struct PrecisionGoal: Sendable, Hashable {
  /// The metric.
  public let metric: String
  /// How narrow the interval of its mean has to be, in its stored unit.
  public let rule: Looks.Rule
  /// The goal as it was typed.
  public let text: String

  /// States a goal.
  public init(metric: String, rule: Looks.Rule, text: String) {
    self.metric = metric
    self.rule = rule
    self.text = text
  }
}
