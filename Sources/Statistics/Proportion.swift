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
}
