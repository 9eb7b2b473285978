// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// How many repetitions a comparison would take, if the spread and the difference are what they seem.
///
/// The numbers are totals, and plans rather than promises: both the spread and the difference are
/// themselves estimates.
public enum RequiredRepetitions {
  /// How often the test is meant to decide.
  public static let defaultPower = 0.8

  /// Returns the pairs at which a t test would call the present difference real.
  ///
  /// The power is that of the noncentral t distribution (Cohen 1988, chapter 2). Wilcoxon's test takes
  /// about π/3 times as many of normal differences, and fewer of those with heavy tails.
  ///
  /// - Parameters:
  ///   - differences: one for each pair so far.
  ///   - level: 1 less the significance of the two-sided test.
  ///   - power: how often the test is meant to decide, strictly between 0 and 1.
  ///   - maximum: the most that can be afforded, at least 2.
  /// - Returns: a number of pairs; undefined above `maximum`, and where `PairedTTest` is.
  public static func forDifference(
    _ differences: Sample, level: ConfidenceLevel = .ninetyFivePercent,
    power: Double = defaultPower, maximum: Int = 1_000_000
  ) -> Estimate<Int> {
    MeanWithError.of(differences).flatMap { location in
      let deviation = location.standardError * Double(differences.count).squareRoot()
      let effect = min(abs(location.mean) / deviation, 1e6)
      return WholeNumberSearch.first(from: 2, upTo: maximum) { count in
        let critical = StudentDistribution(degreesOfFreedom: count - 1)
          .upperQuantile(tail: level.tail)
        let distribution = NoncentralStudentDistribution(degreesOfFreedom: count - 1)
        let shift = effect * Double(count).squareRoot()
        return 1 - distribution.cumulative(critical, noncentrality: shift)
          + distribution.cumulative(-critical, noncentrality: shift) >= power
      }
    }
  }

  /// Returns the pairs at which two one-sided t tests would show equivalence.
  ///
  /// The power is exact under normality: the expectation, over the deviation that a sample shows, of the
  /// probability that its mean lies where both tests reject (Phillips 1990, doi:10.1007/BF01063556).
  ///
  /// - Parameters:
  ///   - differences: one for each pair so far.
  ///   - margin: positive, in the unit of the values.
  ///   - level: 1 less the significance of each one-sided test.
  ///   - power: how often the test is meant to decide, strictly between 0 and 1.
  ///   - maximum: the most that can be afforded, at least 2.
  /// - Returns: a number of pairs; undefined above `maximum`, where the present difference is not
  ///   within the margin, and where `PairedTTest` is.
  public static func forEquivalence(
    _ differences: Sample, margin: Double, level: ConfidenceLevel = .ninetyFivePercent,
    power: Double = defaultPower, maximum: Int = 1_000_000
  ) -> Estimate<Int> {
    precondition(level.significance < 0.5, "a one-sided test has a significance below one half")
    return MeanWithError.of(differences).flatMap { location in
      guard abs(location.mean) < margin else { return .undefined(.outsideMargin) }
      let deviation = location.standardError * Double(differences.count).squareRoot()
      // Beyond these any number of runs is enough.
      let below = min((margin + location.mean) / deviation, 1e6)
      let above = min((margin - location.mean) / deviation, 1e6)
      return WholeNumberSearch.first(from: 2, upTo: maximum) { count in
        equivalencePower(below, above, count: count, significance: level.significance) >= power
      }
    }
  }

  /// The power of two one-sided t tests; the distances to both margins are in deviations.
  static func equivalencePower(
    _ below: Double, _ above: Double, count: Int, significance: Double
  ) -> Double {
    let root = Double(count).squareRoot()
    let critical = StudentDistribution(degreesOfFreedom: count - 1)
      .upperQuantile(tail: significance)
    // Past the middle of the margins both tests cannot reject at once.
    let limit = root * (below + above) / (2 * critical)
    let edge = root * min(below, above) / critical
    let zone = max(0, min(edge - 9 / critical, limit))...limit
    return ScaledDeviation(degreesOfFreedom: count - 1).expectation(changingWithin: zone) {
      $0 >= limit
        ? 0
        : NormalDistribution.cumulative(root * above - critical * $0)
          - NormalDistribution.cumulative(critical * $0 - root * below)
    }
  }

  /// Returns the pairs at which McNemar's test would call the present difference of shares real.
  ///
  /// Source: Connor 1987, "Sample size for testing differences in proportions for the paired-sample
  /// design", doi:10.2307/2531961; a normal approximation.
  ///
  /// - Parameters:
  ///   - pairs: the pairs so far.
  ///   - level: 1 less the significance of the two-sided test.
  ///   - power: how often the test is meant to decide, strictly between 0 and 1.
  ///   - maximum: the most that can be afforded, at least 2.
  /// - Returns: a number of pairs; undefined above `maximum` (as for no difference at all), and when no
  ///   pair disagrees.
  public static func forDifference(
    _ pairs: PairedProportion, level: ConfidenceLevel = .ninetyFivePercent,
    power: Double = defaultPower, maximum: Int = 1_000_000
  ) -> Estimate<Int> {
    pairs.difference.flatMap { difference in
      let discordant = Double(pairs.onlyBaseline + pairs.onlyCandidate) / Double(pairs.count)
      guard discordant > 0 else { return .undefined(.noDiscordantPairs) }
      let needed =
        NormalDistribution.upperQuantile(tail: level.tail) * discordant.squareRoot()
        + NormalDistribution.quantile(power)
        * max(0, discordant - difference * difference).squareRoot()
      return WholeNumberSearch.first(from: 2, upTo: maximum) {
        Double($0).squareRoot() * abs(difference) >= needed
      }
    }
  }

  /// Returns the pairs at which two one-sided score tests would show that two shares are equivalent.
  ///
  /// A normal approximation, and never fewer than pairs that all agree would take.
  ///
  /// - Parameters:
  ///   - pairs: the pairs so far.
  ///   - margin: strictly between 0 and 1, as a share of runs.
  ///   - level: 1 less the significance of each one-sided test.
  ///   - power: how often the test is meant to decide, strictly between 0 and 1.
  ///   - maximum: the most that can be afforded, at least 2.
  /// - Returns: a number of pairs; undefined above `maximum`, where the present difference is not
  ///   within the margin, and without pairs.
  public static func forEquivalence(
    _ pairs: PairedProportion, margin: Double, level: ConfidenceLevel = .ninetyFivePercent,
    power: Double = defaultPower, maximum: Int = 1_000_000
  ) -> Estimate<Int> {
    precondition(margin > 0 && margin < 1, "a margin of shares lies strictly between 0 and 1")
    return pairs.difference.flatMap { difference in
      guard abs(difference) < margin else { return .undefined(.outsideMargin) }
      let discordant = Double(pairs.onlyBaseline + pairs.onlyCandidate) / Double(pairs.count)
      let deviation = max(0, discordant - difference * difference).squareRoot()
      let quantile = NormalDistribution.upperQuantile(tail: level.significance)
      return WholeNumberSearch.first(from: 2, upTo: maximum) { count in
        let allAgree = PairedProportion(onlyBaseline: 0, onlyCandidate: 0, of: count)
        guard
          allAgree.equivalence(margin: margin).value.map({ $0.pValue <= level.significance })
            == true
        else { return false }
        guard deviation > 0 else { return true }
        let scale = Double(count).squareRoot() / deviation
        return NormalDistribution.cumulative(scale * (margin - difference) - quantile)
          + NormalDistribution.cumulative(scale * (margin + difference) - quantile) - 1 >= power
      }
    }
  }
}
