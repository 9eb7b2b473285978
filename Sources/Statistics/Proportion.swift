// SPDX-License-Identifier: Apache-2.0

/// How many of a number of runs had a property, such as a kill.
public struct Proportion: Sendable, Hashable {
  /// The runs that had it.
  public let successes: Int
  /// All runs.
  public let count: Int

  /// Creates a proportion.
  ///
  /// - Parameters:
  ///   - successes: from 0 to `count`.
  ///   - count: the number of runs, zero or more.
  public init(successes: Int, of count: Int) {
    precondition(0 <= successes && successes <= count, "successes: expected 0...\(count)")
    self.successes = successes
    self.count = count
  }

  /// The share of successes, from 0 to 1; undefined for no runs.
  public var share: Estimate<Double> {
    count == 0 ? .undefined(.noValues) : .defined(Double(successes) / Double(count))
  }

  /// Returns Wilson's score interval for the probability behind the share.
  ///
  /// Source: Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference",
  /// doi:10.1080/01621459.1927.10502953, without continuity correction. It is informative at the ends:
  /// no kill in 30 runs still allows a probability of 11 %, no kill in 381 allows 1 %.
  ///
  /// - Parameter level: how often such an interval is meant to hold the true probability.
  /// - Returns: an interval within 0...1; undefined for no runs.
  public func wilsonInterval(level: ConfidenceLevel = .ninetyFivePercent)
    -> Estimate<ConfidenceInterval>
  {
    share.map { share in
      let runs = Double(count)
      let quantile = NormalDistribution.upperQuantile(tail: level.tail)
      let square = quantile * quantile
      let centre = (share + square / (2 * runs)) / (1 + square / runs)
      let spread = (share * (1 - share) / runs + square / (4 * runs * runs)).squareRoot()
      let half = quantile * spread / (1 + square / runs)
      // Exactly 0 and 1 at the ends, where rounding would leave a trace.
      return ConfidenceInterval(
        estimate: share, lower: successes == 0 ? 0 : max(0, centre - half),
        upper: successes == count ? 1 : min(1, centre + half), level: level, method: .wilson)
    }
  }

  /// Returns the bound that the probability exceeds as rarely as a level says: Wilson's, one-sided.
  ///
  /// - Parameter level: above one half: how often the true probability is meant to be at most the bound.
  /// - Returns: from 0 to 1; undefined for no runs.
  public func wilsonUpperBound(level: ConfidenceLevel = .ninetyFivePercent) -> Estimate<Double> {
    // The upper end of a two-sided interval spends only half of its significance.
    guard let twoSided = level.forEquivalence else {
      preconditionFailure("a one-sided bound has a level above one half")
    }
    return wilsonInterval(level: twoSided).map(\.upper)
  }

  /// Returns the fewest runs without a single success that bound the probability.
  ///
  /// With these the upper end of `wilsonInterval(level:)` is at most the bound: 381 for 1 % at 95 %.
  ///
  /// - Parameters:
  ///   - probability: the bound, strictly between 0 and 1.
  ///   - level: the level of the interval.
  ///   - maximum: the most that can be afforded.
  /// - Returns: a number of runs; undefined when it is above `maximum`.
  public static func runsToBound(
    _ probability: Double, level: ConfidenceLevel = .ninetyFivePercent, maximum: Int = 1_000_000
  ) -> Estimate<Int> {
    precondition(probability > 0 && probability < 1, "strictly between 0 and 1")
    let quantile = NormalDistribution.upperQuantile(tail: level.tail)
    return WholeNumberSearch.first(upTo: maximum) {
      quantile * quantile / (Double($0) + quantile * quantile) <= probability
    }
  }

  /// Returns Clopper and Pearson's exact interval for the probability behind the share.
  ///
  /// Source: Clopper and Pearson 1934, doi:10.1093/biomet/26.4.404. It never covers less often than it
  /// says, and is wider than Wilson's for it.
  ///
  /// - Parameter level: how often such an interval is meant to hold the true probability.
  /// - Returns: an interval within 0...1; undefined for no runs.
  public func clopperPearsonInterval(level: ConfidenceLevel = .ninetyFivePercent)
    -> Estimate<ConfidenceInterval>
  {
    share.map { share in
      let upper =
        successes == count
        ? 1
        : SpecialFunctions.argument(
          whereDecreasing: { Binomial(count: count, probability: $0).atMost(successes) },
          reaches: level.tail, in: share...1)
      // By symmetry: failures in place of successes.
      let lower =
        successes == 0
        ? 0
        : 1
          - SpecialFunctions.argument(
            whereDecreasing: { Binomial(count: count, probability: $0).atMost(count - successes) },
            reaches: level.tail, in: (1 - share)...1)
      return ConfidenceInterval(
        estimate: share, lower: max(0, min(lower, share)), upper: max(upper, share),
        level: level, method: .clopperPearson)
    }
  }
}
