/// How well the mean of a metric is to be known.
public struct PrecisionGoal: Sendable, Hashable {
  /// What half the interval is held against.
  public enum Bound: Sendable, Hashable {
    /// A share of the mean: 0.05 is five percent.
    case share(Double)
    /// An amount in the metric's stored unit.
    case amount(Double)
  }

  /// The metric.
  public let metric: String
  /// What half the width of its interval must be less than.
  public let bound: Bound
  /// The goal as it was typed.
  public let text: String

  /// States a goal.
  public init(metric: String, bound: Bound, text: String) {
    self.metric = metric
    self.bound = bound
    self.text = text
  }

  /// Whether a mean is known well enough.
  func isMet(mean: Double, halfWidth: Double) -> Bool {
    switch bound {
    case .share(let share): halfWidth < share * mean.magnitude
    case .amount(let amount): halfWidth < amount
    }
  }
}
