// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The few special functions that the distributions here are made of.
enum SpecialFunctions {
  /// The most terms of a continued fraction.
  ///
  /// Convergence takes about the square root of the larger
  /// parameter, so that this is enough for samples of some thousand million values.
  private static let termLimit = 200_000

  /// Returns the regularised incomplete beta function I_x(a, b).
  ///
  /// Source: DLMF 8.17.22 (https://dlmf.nist.gov/8.17.E22), evaluated by the method of Lentz as modified
  /// by Thompson and Barnett 1986, doi:10.1016/0021-9991(86)90046-X.
  ///
  /// - Parameters:
  ///   - x: from 0 to 1.
  ///   - complement: 1 - x, given apart because near 1 the subtraction would lose its digits.
  ///   - a: positive.
  ///   - b: positive.
  static func regularizedBeta(x: Double, complement: Double, a: Double, b: Double) -> Double {
    precondition(a > 0 && b > 0 && x >= 0 && complement >= 0, "outside the function's domain")
    if x == 0 { return 0 }
    if complement == 0 { return 1 }
    // The fraction converges fast only below the mean of the beta distribution.
    if x > (a + 1) / (a + b + 2) {
      return 1 - regularizedBeta(x: complement, complement: x, a: b, b: a)
    }
    let logarithm =
      a * log(x) + b * log(complement) - logarithmicBeta(a, b) - log(a)
    return exp(logarithm) / betaFraction(x: x, a: a, b: b)
  }

  /// Returns the denominator 1 + d1/(1 + d2/(1 + …)) of the continued fraction.
  private static func betaFraction(x: Double, a: Double, b: Double) -> Double {
    let tiny = 1e-300
    var value = 1.0
    var numeratorRatio = 1.0
    var denominatorRatio = 0.0
    for term in 1...termLimit {
      let m = Double(term / 2)
      let coefficient =
        term.isMultiple(of: 2)
        ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      denominatorRatio = 1 + coefficient * denominatorRatio
      if abs(denominatorRatio) < tiny { denominatorRatio = tiny }
      denominatorRatio = 1 / denominatorRatio
      numeratorRatio = 1 + coefficient / numeratorRatio
      if abs(numeratorRatio) < tiny { numeratorRatio = tiny }
      let change = numeratorRatio * denominatorRatio
      value *= change
      if abs(change - 1) < 1e-15 { return value }
    }
    preconditionFailure("no convergence after \(termLimit) terms")
  }

  /// Returns the logarithm of the complete beta function.
  private static func logarithmicBeta(_ a: Double, _ b: Double) -> Double {
    // The two-valued form is the re-entrant one: plain lgamma keeps its sign in a global.
    let (first, _) = lgamma(a)
    let (second, _) = lgamma(b)
    let (both, _) = lgamma(a + b)
    return first + second - both
  }

  /// Returns the argument at which a decreasing positive function falls to a level.
  ///
  /// Source: Chandrupatla 1997, "A new hybrid quadratic/bisection algorithm",
  /// doi:10.1016/S0965-9978(96)00051-8, on the logarithm of the function, which for the tails of
  /// distributions is nearly straight. It needs no derivative and ends at neighbouring doubles.
  ///
  /// - Parameters:
  ///   - level: positive; where the function does not take it, the nearer end results.
  ///   - range: the ends.
  ///   - function: monotonically decreasing, zero or positive.
  static func argument(
    whereDecreasing function: (Double) -> Double, reaches level: Double,
    in range: ClosedRange<Double>
  ) -> Double {
    func excess(_ argument: Double) -> Double {
      log(max(function(argument), .leastNormalMagnitude) / level)
    }
    var newest = (x: range.lowerBound, y: excess(range.lowerBound))
    var opposite = (x: range.upperBound, y: excess(range.upperBound))
    if newest.y <= 0 { return newest.x }
    if opposite.y >= 0 { return opposite.x }
    var share = 0.5
    // Each step that is not a bisection is taken only where it converges faster than one would.
    for _ in 0..<4_400 {
      let x = newest.x + share * (opposite.x - newest.x)
      let next = (x: x, y: excess(x))
      var discarded = newest
      if (next.y > 0) != (newest.y > 0) {
        discarded = opposite
        opposite = newest
      }
      newest = next
      let best = abs(newest.y) < abs(opposite.y) ? newest : opposite
      let width = abs(opposite.x - newest.x)
      let limit = 2 * best.x.ulp / width
      if best.y == 0 || limit > 0.5 { return best.x }
      let xi = (newest.x - opposite.x) / (discarded.x - opposite.x)
      let phi = (newest.y - opposite.y) / (discarded.y - opposite.y)
      if phi * phi < xi, (1 - phi) * (1 - phi) < 1 - xi {
        share =
          newest.y / (opposite.y - newest.y) * discarded.y / (opposite.y - discarded.y)
          + (discarded.x - newest.x) / (opposite.x - newest.x) * newest.y
          / (discarded.y - newest.y) * opposite.y / (discarded.y - opposite.y)
      } else {
        share = 0.5
      }
      share = min(1 - limit, max(limit, share))
    }
    return newest.x
  }
}
