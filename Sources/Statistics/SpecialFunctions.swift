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

  /// Returns the argument at which a decreasing function falls to a level, by bisection.
  ///
  /// Bisection needs no derivative and no table of coefficients, and ends at two neighbouring
  /// doubles; quantiles are never on a hot path.
  ///
  /// - Parameters:
  ///   - level: a value that `function` takes between the ends.
  ///   - range: the ends, with `function` at least `level` at the lower and at most at the upper.
  ///   - function: monotonically decreasing.
  static func argument(
    whereDecreasing function: (Double) -> Double, reaches level: Double,
    in range: ClosedRange<Double>
  ) -> Double {
    var lower = range.lowerBound
    var upper = range.upperBound
    // Every step halves the distance: from any finite range to neighbours in fewer than 2,200.
    for _ in 0..<2_200 {
      let middle = lower + (upper - lower) / 2
      if middle <= lower || middle >= upper { break }
      if function(middle) > level {
        lower = middle
      } else {
        upper = middle
      }
    }
    return lower + (upper - lower) / 2
  }
}
