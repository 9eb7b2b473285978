// SPDX-License-Identifier: Apache-2.0

/// The quantiles of all resamples of samples of one size.
///
/// Which ranks make the quantile of a resample depends on the draws alone, so they are found once for all
/// samples, and a sample's distribution is its values at these ranks, as often as each occurs.
struct ResampledQuantiles {
  /// The ranks of the values whose midpoint is a quantile.
  private struct Ranks {
    let lower: Int
    let upper: Int
    /// In how many resamples it is these.
    let count: Int
  }

  private let rule: QuantileRule
  private let draws: ResampleDraws
  private let ranks: [Ranks]

  /// Finds the ranks.
  init(_ statistic: Bootstrap.Statistic, draws: ResampleDraws) {
    let rule = QuantileRule(statistic)
    self.rule = rule
    self.draws = draws
    let count = draws.count
    let places = rule.places(among: count)
    var counts: [Int: Int] = [:]
    var drawn = [Int](repeating: 0, count: count)
    draws.forEachBlock { rows, resamples in
      for row in 0..<resamples.count {
        for index in 0..<count { drawn[index] = 0 }
        for entry in row * count..<(row + 1) * count { drawn[Int(rows[entry])] += 1 }
        let found = QuantileRule.ranks(places, ofTimesDrawn: drawn)
        counts[found.lower * count + found.upper, default: 0] += 1
      }
    }
    ranks = counts.sorted { $0.key < $1.key }.map {
      Ranks(lower: $0.key / count, upper: $0.key % count, count: $0.value)
    }
  }

  /// Returns the intervals of samples, each ascending, of as many values as the draws are for.
  func intervals(
    of samples: [[Double]], level: ConfidenceLevel
  ) -> [Estimate<ConfidenceInterval>] {
    samples.map { values in
      let distribution = WeightedDistribution(
        ranks.map { (QuantileRule.midpoint(values[$0.lower], values[$0.upper]), $0.count) })
      return distribution.interval(
        around: rule.quantile(ofSorted: values), level: level,
        acceleration: BootstrapReading.acceleration(leftOut: rule.leaveOneOut(values)))
    }
  }
}
