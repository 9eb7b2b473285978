// SPDX-License-Identifier: Apache-2.0

extension PairedSample {
  /// Returns a BCa bootstrap interval of the difference of a statistic between the two sides, candidate
  /// minus baseline.
  ///
  /// Whole pairs are resampled, so the interval keeps what pairing bought. A difference of medians is not
  /// the median of the differences.
  ///
  /// - Parameters:
  ///   - statistic: what is compared.
  ///   - bootstrap: how many resamples, and the seed of the draws.
  ///   - level: how often such an interval is meant to hold the true difference.
  /// - Returns: an interval in the unit of the values, whatever the order of the pairs. Undefined where
  ///   `Sample.bootstrapInterval(for:by:level:)` is, with as many pairs as that needs values.
  /// - Complexity: O(resamples · (n + log resamples)).
  public func bootstrapInterval(
    forDifferenceOf statistic: Bootstrap.Statistic, by bootstrap: Bootstrap,
    level: ConfidenceLevel = .ninetyFivePercent
  ) -> Estimate<ConfidenceInterval> {
    guard statistic != .mean else {
      return differences.bootstrapInterval(for: .mean, by: bootstrap, level: level)
    }
    let needed = statistic.countNeeded(level: level)
    guard count >= needed else { return .undefined(.tooFewValues(needed: needed, given: count)) }
    let pairs = zip(baseline.values, candidate.values).sorted { $0 < $1 }
    let left = QuantileSide(pairs.map(\.0), statistic)
    let right = QuantileSide(pairs.map(\.1), statistic)
    guard left.hasSpread || right.hasSpread else { return .undefined(.noSpread) }
    let draws = ResampleDraws(count: count, bootstrap: bootstrap)
    var differences: [(value: Double, count: Int)] = []
    var drawn = [Int](repeating: 0, count: count)
    draws.forEachBlock { rows, resamples in
      for row in 0..<resamples.count {
        for index in 0..<count { drawn[index] = 0 }
        for entry in row * count..<(row + 1) * count { drawn[Int(rows[entry])] += 1 }
        differences.append(
          (right.quantile(ofTimesDrawn: drawn) - left.quantile(ofTimesDrawn: drawn), 1))
      }
    }
    return WeightedDistribution(differences).interval(
      around: right.estimate - left.estimate, level: level,
      acceleration: BootstrapReading.acceleration(
        leftOut: zip(left.leaveOneOut, right.leaveOneOut).map { $1 - $0 }))
  }
}

/// One side of pairs, of which quantiles are taken.
private struct QuantileSide {
  private let sorted: [Double]
  /// Which pair has each of the ascending values.
  private let order: [Int]
  private let rule: QuantileRule
  private let places: QuantileRule.Places

  init(_ values: [Double], _ statistic: Bootstrap.Statistic) {
    order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    sorted = order.map { values[$0] }
    rule = QuantileRule(statistic)
    places = rule.places(among: values.count)
  }

  var hasSpread: Bool { sorted[0] < sorted[sorted.count - 1] }

  var estimate: Double { rule.quantile(ofSorted: sorted) }

  /// The quantile without each pair in turn, in the order of the pairs.
  var leaveOneOut: [Double] {
    var quantiles = [Double](repeating: 0, count: order.count)
    for (pair, quantile) in zip(order, rule.leaveOneOut(sorted)) { quantiles[pair] = quantile }
    return quantiles
  }

  func quantile(ofTimesDrawn counts: [Int]) -> Double {
    let ranks = QuantileRule.ranks(places, ofTimesDrawn: order.map { counts[$0] })
    return QuantileRule.midpoint(sorted[ranks.lower], sorted[ranks.upper])
  }
}
