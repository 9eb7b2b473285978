// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Wilcoxon's signed-rank test of whether paired differences are symmetric about zero.
///
/// Source: Wilcoxon 1945, "Individual Comparisons by Ranking Methods", doi:10.2307/3001968. Zero
/// differences are left out, as there, and counted; ties share mean ranks. Up to `exactLimit` non-zero
/// differences the p-value is exact, given the ties (all 2^n signs, summed by recurrence); above it is
/// the normal approximation with the correction for ties and for continuity.
public struct SignedRankTest: Sendable, Equatable {
  /// The most non-zero differences for which the p-value is exact.
  ///
  /// Beyond 52 the counts of sign
  /// patterns would no longer be exact in a double.
  public static let exactLimit = 50

  /// The sum of the ranks of positive differences.
  public let positiveRankSum: Double
  /// The sum of the ranks of negative differences.
  public let negativeRankSum: Double
  /// The number of non-zero differences, which the test is about.
  public let used: Int
  /// The number of zero differences, which were left out.
  public let zeros: Int
  /// The p-value against differences that are mostly positive, from 0 to 1: small when they are
  /// mostly negative.
  public let lessPValue: Double
  /// The p-value against differences that are mostly negative, from 0 to 1: small when they are mostly
  /// positive.
  public let greaterPValue: Double
  /// Whether the p-value is exact rather than approximated.
  public let isExact: Bool

  /// The two-sided p-value, from 0 to 1.
  public var pValue: Double { min(1, 2 * min(lessPValue, greaterPValue)) }

  /// The rank-biserial correlation of the pairs, from -1 (all negative) to 1 (all positive): the
  /// share of the ranks in favour less the share against.
  ///
  /// Source: Kerby 2014, "The Simple Difference Formula", doi:10.2466/11.IT.3.1.
  public var rankBiserialCorrelation: Double {
    (positiveRankSum - negativeRankSum) / (positiveRankSum + negativeRankSum)
  }

  /// Tests the differences of a paired sample.
  ///
  /// - Parameter differences: one for each pair.
  /// - Returns: the test; undefined without differences, and when all of them are zero.
  public static func test(_ differences: Sample) -> Estimate<SignedRankTest> {
    guard differences.count > 0 else { return .undefined(.noValues) }
    let nonZero = differences.values.filter { $0 != 0 }
    guard !nonZero.isEmpty else { return .undefined(.allDifferencesZero) }
    let ranking = Ranking(of: nonZero.map(abs))
    let positive = zip(nonZero, ranking.doubledRanks).reduce(0) { $1.0 > 0 ? $0 + $1.1 : $0 }
    let total = nonZero.count * (nonZero.count + 1)
    let isExact = nonZero.count <= exactLimit
    func probability(ofAtMost sum: Int) -> Double {
      isExact
        ? exactProbability(doubledSum: sum, ranks: ranking.doubledRanks)
        : approximateProbability(
          sum: Double(sum) / 2, count: nonZero.count, groupSizes: ranking.groupSizes)
    }
    return .defined(
      SignedRankTest(
        positiveRankSum: Double(positive) / 2, negativeRankSum: Double(total - positive) / 2,
        used: nonZero.count, zeros: differences.count - nonZero.count,
        // Under the hypothesis both rank sums have the same distribution.
        lessPValue: probability(ofAtMost: positive),
        greaterPValue: probability(ofAtMost: total - positive), isExact: isExact))
  }

  /// The share of sign patterns whose doubled positive rank sum is at most the one given.
  private static func exactProbability(doubledSum: Int, ranks: [Int]) -> Double {
    // Each rank is either in the sum or not: patterns[s] counts the ways to reach the sum s.
    var patterns = [Double](repeating: 0, count: doubledSum + 1)
    patterns[0] = 1
    for rank in ranks where rank <= doubledSum {
      for sum in stride(from: doubledSum, through: rank, by: -1) {
        patterns[sum] += patterns[sum - rank]
      }
    }
    return min(1, patterns.reduce(0, +) / exp2(Double(ranks.count)))
  }

  private static func approximateProbability(
    sum: Double, count: Int, groupSizes: [Int]
  ) -> Double {
    let n = Double(count)
    let mean = n * (n + 1) / 4
    let ties = groupSizes.reduce(0.0) { $0 + Double($1) * (Double($1) * Double($1) - 1) }
    // Positive even when all values are tied: then it is n(n + 1)²/16.
    let variance = n * (n + 1) * (2 * n + 1) / 24 - ties / 48
    return NormalDistribution.cumulative((sum + 0.5 - mean) / variance.squareRoot())
  }
}
