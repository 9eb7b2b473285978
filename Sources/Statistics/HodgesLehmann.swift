// SPDX-License-Identifier: Apache-2.0

/// The pseudo-median of paired differences: the centre that Wilcoxon's signed-rank test is about.
///
/// Source: Hodges and Lehmann 1963, "Estimates of Location Based on Rank Tests",
/// doi:10.1214/aoms/1177704172. It is the median of the means of all pairs of values, each with itself
/// included. Its interval holds the shifts that `SignedRankTest` would not reject: with the exact
/// distribution up to `SignedRankTest.exactLimit` values, above it the normal approximation with
/// continuity correction. Departs from the test in: zeros and ties are kept, which makes the interval
/// conservative.
public enum HodgesLehmann {
  /// Returns the pseudo-median with its interval.
  ///
  /// - Parameters:
  ///   - differences: one for each pair.
  ///   - level: how often such an interval is meant to hold the true centre.
  /// - Returns: an interval in the unit of the values; undefined when all are equal, and for fewer
  ///   values than can reach the level: 6 for 95 %.
  /// - Complexity: O(n log n): the means of pairs are counted, not listed.
  public static func interval(
    of differences: Sample, level: ConfidenceLevel = .ninetyFivePercent
  ) -> Estimate<ConfidenceInterval> {
    let values = differences.values.sorted()
    guard let first = values.first, let last = values.last else { return .undefined(.noValues) }
    guard first < last else {
      return .undefined(
        values.count < 2 ? .tooFewValues(needed: 2, given: values.count) : .noSpread)
    }
    let total = values.count * (values.count + 1) / 2
    let rank = lowerRank(count: values.count, tail: level.tail)
    guard rank >= 1 else {
      return .undefined(
        .tooFewValues(needed: countNeeded(tail: level.tail), given: values.count))
    }
    return .defined(
      ConfidenceInterval(
        estimate: median(ofSorted: values), lower: pairMean(ranked: rank, of: values),
        upper: pairMean(ranked: total + 1 - rank, of: values), level: level,
        method: .hodgesLehmann))
  }

  /// Returns the pseudo-median alone, in the unit of the values; undefined without values.
  public static func estimate(of differences: Sample) -> Estimate<Double> {
    differences.count == 0
      ? .undefined(.noValues) : .defined(median(ofSorted: differences.values.sorted()))
  }

  private static func median(ofSorted values: [Double]) -> Double {
    let total = values.count * (values.count + 1) / 2
    let lower = pairMean(ranked: (total + 1) / 2, of: values)
    let upper = pairMean(ranked: total / 2 + 1, of: values)
    return lower + (upper - lower) / 2
  }

  /// The largest rank k for which a rank sum below k has at most the probability `tail`; 0 if none.
  private static func lowerRank(count: Int, tail: Double) -> Int {
    guard count <= SignedRankTest.exactLimit else {
      let n = Double(count)
      let deviation = (n * (n + 1) * (2 * n + 1) / 24).squareRoot()
      let quantile = NormalDistribution.upperQuantile(tail: tail)
      let bound = n * (n + 1) / 4 - 0.5 - quantile * deviation
      return bound < 0 ? 0 : Int(bound) + 1
    }
    let total = count * (count + 1) / 2
    var patterns = [Double](repeating: 0, count: total + 1)
    patterns[0] = 1
    for rank in 1...count {
      for sum in stride(from: total, through: rank, by: -1) {
        patterns[sum] += patterns[sum - rank]
      }
    }
    var cumulated = 0.0
    var rank = 0
    for sum in 0...total {
      cumulated += patterns[sum]
      guard cumulated <= tail * exp2Count(count) else { break }
      rank = sum + 1
    }
    return rank
  }

  private static func exp2Count(_ count: Int) -> Double { Double(1 << count) }

  /// The fewest values of which all sums being zero has at most the probability `tail`.
  private static func countNeeded(tail: Double) -> Int {
    (2...SignedRankTest.exactLimit).first { 1 / exp2Count($0) <= tail }
      ?? SignedRankTest.exactLimit + 1
  }

  /// The mean of two values, or of one with itself, that has a rank among all of them in ascending
  /// order.
  ///
  /// Bisects over the doubles in order, so that it ends after 64 steps at exactly that mean.
  private static func pairMean(ranked rank: Int, of values: [Double]) -> Double {
    var lower = orderedBits(values[0])
    var upper = orderedBits(values[values.count - 1])
    while lower < upper {
      let middle = lower + (upper - lower) / 2
      if pairMeans(notAbove: double(fromOrderedBits: middle), among: values) >= rank {
        upper = middle
      } else {
        lower = middle + 1
      }
    }
    return double(fromOrderedBits: lower)
  }

  /// How many means of two values, the first not after the second, do not exceed a limit.
  private static func pairMeans(notAbove limit: Double, among values: [Double]) -> Int {
    var count = 0
    var partner = values.count - 1
    for index in values.indices {
      while partner >= index, (values[index] + values[partner]) / 2 > limit { partner -= 1 }
      guard partner >= index else { break }
      count += partner - index + 1
    }
    return count
  }

  /// An integer that orders doubles as they are ordered, zeros of both signs aside.
  private static func orderedBits(_ value: Double) -> UInt64 {
    let bits = (value == 0 ? 0 : value).bitPattern
    return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
  }

  private static func double(fromOrderedBits bits: UInt64) -> Double {
    Double(bitPattern: bits >> 63 == 1 ? bits & ~(1 << 63) : ~bits)
  }
}
