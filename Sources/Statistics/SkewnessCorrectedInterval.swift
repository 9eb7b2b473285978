// SPDX-License-Identifier: Apache-2.0

internal import Foundation

extension Sample {
  /// The fewest values for an interval of a mean: with fewer, neither spread nor skewness is known.
  public static let meanIntervalCountMin = 5

  /// Returns Student's interval for the mean, corrected for the skewness that the values show.
  ///
  /// Source: Hall 1992, "On the Removal of Skewness by Transformation",
  /// doi:10.1111/j.2517-6161.1992.tb01875.x: the studentised mean goes through a monotone cubic that
  /// takes its skewness away, and Student's quantiles go through the inverse. In closed form, so that an
  /// interval is not a matter of the luck of resamples. Departs from the paper in: quantiles are Student's
  /// instead of the normal ones, and the skewness is corrected for its bias in small samples.
  ///
  /// - Parameter level: how often such an interval is meant to hold the true mean.
  /// - Returns: an interval in the unit of the values; undefined for fewer than
  ///   ``meanIntervalCountMin`` values, and when all are equal, because runs that do not vary are one run.
  /// - Complexity: O(n).
  public func skewnessCorrectedInterval(level: ConfidenceLevel = .ninetyFivePercent)
    -> Estimate<ConfidenceInterval>
  {
    guard count >= Self.meanIntervalCountMin else {
      return .undefined(.tooFewValues(needed: Self.meanIntervalCountMin, given: count))
    }
    return mean.flatMap { mean in
      standardDeviation.flatMap { deviation in
        guard deviation > 0 else { return .undefined(.noSpread) }
        let standardError = deviation / Double(count).squareRoot()
        let quantile = StudentDistribution(degreesOfFreedom: count - 1)
          .upperQuantile(tail: level.tail)
        let skewness = skewness(around: mean)
        let below = Self.uncorrected(quantile, skewness: skewness, count: count)
        let above = Self.uncorrected(-quantile, skewness: skewness, count: count)
        return .defined(
          ConfidenceInterval(
            estimate: mean, lower: mean - below * standardError,
            upper: mean - above * standardError, level: level, method: .skewnessCorrected))
      }
    }
  }

  /// The skewness with the customary correction for small samples; the values are not all equal.
  private func skewness(around mean: Double) -> Double {
    // Scaled to at most 1, since cubes of small distances would vanish.
    let scale = values.reduce(0) { max($0, abs($1 - mean)) }
    guard scale > 0 else { return 0 }
    var squares = CompensatedSum()
    var cubes = CompensatedSum()
    for value in values {
      let distance = (value - mean) / scale
      squares.add(distance * distance)
      cubes.add(distance * distance * distance)
    }
    let n = Double(count)
    let second = squares.total / n
    return cubes.total / n / (second * second.squareRoot()) * (n * (n - 1)).squareRoot() / (n - 2)
  }

  /// Hall's inverse transformation of a quantile, in standard errors.
  private static func uncorrected(_ quantile: Double, skewness: Double, count: Int) -> Double {
    let n = Double(count)
    let shift = skewness * (quantile / n.squareRoot() - skewness / (6 * n))
    guard abs(skewness) > 1e-9 else { return quantile }
    // Near 1 the cube root less 1 would lose its digits.
    let root = abs(shift) < 0.5 ? expm1(log1p(shift) / 3) : cbrt(1 + shift) - 1
    return 3 * n.squareRoot() * root / skewness
  }
}
