// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The distribution of a sample's standard deviation in units of the true one, under normality: the
/// square root of a chi-squared variable over its degrees of freedom.
struct ScaledDeviation {
  let degreesOfFreedom: Int

  /// The logarithm of the constant factor of the density.
  private let logarithmicFactor: Double

  init(degreesOfFreedom: Int) {
    precondition(degreesOfFreedom >= 1, "at least one degree of freedom")
    self.degreesOfFreedom = degreesOfFreedom
    let half = Double(degreesOfFreedom) / 2
    // The two-valued form is the re-entrant one: plain lgamma keeps its sign in a global.
    let (logarithmicGamma, _) = lgamma(half)
    logarithmicFactor = log(2) + half * log(half) - logarithmicGamma
  }

  /// The density at a positive value.
  func density(at value: Double) -> Double {
    let freedom = Double(degreesOfFreedom)
    return exp(logarithmicFactor + (freedom - 1) * log(value) - freedom * value * value / 2)
  }

  /// The range outside of which less than 10^-16 lies.
  var support: ClosedRange<Double> {
    let reach = 12 / (2 * Double(degreesOfFreedom)).squareRoot()
    return max(0, 1 - reach)...(1 + reach)
  }

  /// Returns the expectation of a function that changes within one narrow zone only.
  ///
  /// - Parameters:
  ///   - zone: where the function changes; it may reach beyond the support.
  ///   - function: smooth and finite for positive values.
  func expectation(
    changingWithin zone: ClosedRange<Double>, of function: (Double) -> Double
  ) -> Double {
    let support = support
    let start = min(max(zone.lowerBound, support.lowerBound), support.upperBound)
    let end = min(max(zone.upperBound, support.lowerBound), support.upperBound)
    let parts = [(support.lowerBound, start), (start, end), (end, support.upperBound)]
    return parts.reduce(0.0) { sum, part in
      sum
        + GaussLegendre.integral(from: part.0, to: part.1, panels: 8) {
          density(at: $0) * function($0)
        }
    }
  }
}
