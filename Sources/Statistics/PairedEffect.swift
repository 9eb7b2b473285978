// SPDX-License-Identifier: Apache-2.0

/// How large a paired difference is, beside whether there is one.
public enum PairedEffect {
  /// Returns Cohen's d_z, the mean difference in standard deviations of the differences.
  ///
  /// Source: Lakens 2013, doi:10.3389/fpsyg.2013.00863, with the interval of the noncentral t
  /// distribution (Steiger and Fouladi 1997; Kelley 2007, doi:10.18637/jss.v020.i08), which assumes
  /// normal differences. Under common random numbers the deviation of the differences is small, so
  /// that d_z is large where the difference itself may not matter: read both.
  ///
  /// - Parameters:
  ///   - differences: one for each pair.
  ///   - level: how often such an interval is meant to hold the true effect.
  /// - Returns: an interval without unit; undefined where `PairedTTest` is.
  /// - Complexity: O(n), and some 20 integrals.
  public static func standardizedMean(
    of differences: Sample, level: ConfidenceLevel = .ninetyFivePercent
  ) -> Estimate<ConfidenceInterval> {
    MeanWithError.of(differences).flatMap { location in
      let statistic = location.mean / location.standardError
      guard abs(statistic) <= NoncentralStudentDistribution.argumentLimit else {
        return .undefined(.noSpread)
      }
      let root = Double(differences.count).squareRoot()
      let distribution = NoncentralStudentDistribution(
        degreesOfFreedom: differences.count - 1)
      // Signs are mirrored so that mirrored differences get mirrored ends, and equal digits.
      let magnitude = abs(statistic)
      let upper = distribution.noncentrality(where: magnitude, hasProbability: level.tail)
      let lower = distribution.noncentrality(where: magnitude, hasProbability: 1 - level.tail)
      let ends = statistic < 0 ? (-upper, -lower) : (lower, upper)
      return .defined(
        ConfidenceInterval(
          estimate: statistic / root, lower: ends.0 / root, upper: ends.1 / root, level: level,
          method: .noncentralT))
    }
  }

  /// Returns how much pairing narrowed the difference: the variance of the differences over the sum of
  /// the variances of both sides, which unpaired runs would have had.
  ///
  /// 1 says that pairing bought nothing, 0.01 that unpaired runs would have had to be a hundred times
  /// as many; above 1 the sides are negatively correlated and pairing did harm.
  ///
  /// - Parameter pair: both sides.
  /// - Returns: a ratio from 0 to 2; undefined for fewer than two pairs and when neither side varies.
  /// - Complexity: O(n).
  public static func varianceRatio(of pair: PairedSample) -> Estimate<Double> {
    pair.baseline.variance.flatMap { baseline in
      pair.candidate.variance.flatMap { candidate in
        guard baseline + candidate > 0 else { return .undefined(.noSpread) }
        return pair.differences.variance.map { min(2, $0 / (baseline + candidate)) }
      }
    }
  }
}
