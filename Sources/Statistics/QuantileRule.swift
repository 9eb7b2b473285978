// SPDX-License-Identifier: Apache-2.0

/// Which of some ascending values make a quantile: one by nearest rank, or the middle two.
struct QuantileRule: Sendable {
  /// The places of the one or two values, from 0.
  typealias Places = (lower: Int, upper: Int)

  private let percentile: Percentile?

  /// - Parameter statistic: any but the mean.
  init(_ statistic: Bootstrap.Statistic) {
    precondition(statistic != .mean, "a mean is no quantile")
    percentile = statistic.percentile
  }

  /// The places among so many values, at least one.
  func places(among count: Int) -> Places {
    guard let rank = percentile?.rank(among: count) else { return ((count - 1) / 2, count / 2) }
    return (rank - 1, rank - 1)
  }

  /// The quantile of ascending values.
  func quantile(ofSorted values: [Double]) -> Double {
    let places = places(among: values.count)
    return Self.midpoint(values[places.lower], values[places.upper])
  }

  /// The quantile without each of some ascending values in turn.
  func leaveOneOut(_ values: [Double]) -> [Double] {
    let places = places(among: values.count - 1)
    return values.indices.map { removed in
      // Above the removed value every rank moves up by one place.
      Self.midpoint(
        values[places.lower < removed ? places.lower : places.lower + 1],
        values[places.upper < removed ? places.upper : places.upper + 1])
    }
  }

  /// The ranks of the values at these places of a resample in which each rank occurs as often as stated:
  /// no sorting needed.
  static func ranks(_ places: Places, ofTimesDrawn counts: [Int]) -> Places {
    var passed = 0
    var lower: Int?
    for (rank, count) in counts.enumerated() {
      passed += count
      if lower == nil, passed > places.lower { lower = rank }
      if let lower, passed > places.upper { return (lower, rank) }
    }
    preconditionFailure("the counts of a resample add up to its size")
  }

  /// The midpoint, which of equal values is exactly the value.
  static func midpoint(_ lower: Double, _ upper: Double) -> Double {
    lower + (upper - lower) / 2
  }
}
