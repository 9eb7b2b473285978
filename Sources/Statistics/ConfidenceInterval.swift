// SPDX-License-Identifier: Apache-2.0

/// A point estimate with the interval of values that the data do not contradict.
public struct ConfidenceInterval: Sendable, Equatable {
  /// How an interval was made; a report names it beside the numbers.
  public enum Method: String, Sendable, CaseIterable {
    /// Student's t for a mean.
    case studentT = "Student t"
    /// Student's t, corrected for skewness by Hall's transformation.
    case skewnessCorrected = "Hall's skewness-corrected t"
    /// The bias-corrected and accelerated bootstrap.
    case acceleratedBootstrap = "BCa bootstrap"
    /// Wilson's score interval for a proportion.
    case wilson = "Wilson score"
    /// The tails of the binomial distribution, by Clopper and Pearson.
    case clopperPearson = "Clopper–Pearson"
    /// Tango's score interval for a difference of paired proportions.
    case tango = "Tango score"
    /// The shifts that Wilcoxon's signed-rank test does not reject.
    case hodgesLehmann = "Hodges–Lehmann"
    /// The noncentral t distribution, for a standardised effect.
    case noncentralT = "noncentral t"
    /// The normal approximation on the log(-log) scale with Greenwood's variance.
    case greenwood = "Kaplan–Meier log-log"
    /// The normal approximation with a standard error.
    case normal = "normal"
  }

  /// The point estimate, in the unit of the values.
  ///
  /// A bootstrap interval need not contain it when the distribution is very skewed.
  public let estimate: Double
  /// The lower end, in the unit of the values.
  public let lower: Double
  /// The upper end, in the unit of the values; never below `lower`.
  public let upper: Double
  /// The level the interval was made for.
  public let level: ConfidenceLevel
  /// The method the interval was made by.
  public let method: Method

  init(
    estimate: Double, lower: Double, upper: Double, level: ConfidenceLevel, method: Method
  ) {
    precondition(lower <= upper, "an interval's ends are in order")
    self.estimate = estimate
    self.lower = lower
    self.upper = upper
    self.level = level
    self.method = method
  }

  /// Half the distance between the ends, in the unit of the values.
  public var halfWidth: Double { (upper - lower) / 2 }

  /// The part of the interval in which values are possible at all; what holds the true value holds it still.
  ///
  /// - Parameter possible: the least and the greatest value that there can be.
  public func within(_ possible: ClosedRange<Double>) -> ConfidenceInterval {
    func clamped(_ end: Double) -> Double {
      min(max(end, possible.lowerBound), possible.upperBound)
    }
    return ConfidenceInterval(
      estimate: estimate, lower: clamped(lower), upper: clamped(upper), level: level, method: method
    )
  }

  /// Tells whether a value lies between the ends, both included.
  public func contains(_ value: Double) -> Bool {
    lower <= value && value <= upper
  }
}
