// SPDX-License-Identifier: Apache-2.0

/// Where a bootstrap distribution is read for the ends of a BCa interval.
///
/// Source: Efron 1987, doi:10.1080/01621459.1987.10478410, equations 2.3 and 6.6.
struct BootstrapReading: Sendable {
  /// Between which two ascending statistics an end lies, and how far from the first.
  struct Place: Sendable, Equatable {
    /// The rank of the first, from 0.
    let rank: Int
    /// The share of the way to the next one, 0..<1; 0 at the last.
    let fraction: Double

    /// Hyndman and Fan's definition 7.
    init(_ probability: Double, among count: Int) {
      let position = probability * Double(count - 1)
      rank = min(Int(position), count - 1)
      fraction = rank + 1 < count ? position - Double(rank) : 0
    }

    /// The rank of the second statistic.
    var nextRank: Int { fraction > 0 ? rank + 1 : rank }

    /// What lies there.
    func value(_ first: Double, _ second: Double) -> Double {
      fraction > 0 ? first + (second - first) * fraction : first
    }
  }

  /// The places of both ends.
  struct Places: Sendable, Equatable {
    /// The place of the lower end.
    let lower: Place
    /// The place of the upper end, not below the lower.
    let upper: Place
  }

  /// The statistic of the sample itself.
  let estimate: Double
  /// How many resamples there are.
  let resamples: Int
  /// The least and the greatest statistic of a resample.
  let range: ClosedRange<Double>
  /// How many resamples have a lesser statistic than the sample.
  let below: Int
  /// How many have a lesser or an equal one.
  let notAbove: Int
  /// Efron's acceleration.
  let acceleration: Double

  /// Returns where to read.
  ///
  /// - Parameter level: of the interval.
  /// - Returns: undefined when all resamples agree, when the estimate lies outside of them, and when it is
  ///   accelerated past its pole, where the correction is no longer monotone and has no meaning.
  func places(level: ConfidenceLevel) -> Estimate<Places> {
    guard range.lowerBound < range.upperBound else { return .undefined(.allResamplesEqual) }
    let share = Double(below + notAbove) / Double(2 * resamples)
    guard share > 0, share < 1 else { return .undefined(.outsideBootstrapDistribution) }
    let bias = NormalDistribution.quantile(share)
    guard let lower = corrected(NormalDistribution.quantile(level.tail), bias),
      let upper = corrected(NormalDistribution.upperQuantile(tail: level.tail), bias),
      lower <= upper
    else { return .undefined(.outsideBootstrapDistribution) }
    return .defined(
      Places(
        lower: Place(lower, among: resamples), upper: Place(upper, among: resamples)))
  }

  private func corrected(_ quantile: Double, _ bias: Double) -> Double? {
    let shifted = bias + quantile
    let divisor = 1 - acceleration * shifted
    return divisor > 0 ? NormalDistribution.cumulative(bias + shifted / divisor) : nil
  }

  /// The interval between what was read.
  func interval(_ lower: Double, _ upper: Double, _ level: ConfidenceLevel) -> ConfidenceInterval {
    ConfidenceInterval(
      estimate: estimate, lower: lower, upper: upper, level: level, method: .acceleratedBootstrap)
  }

  /// Efron's acceleration, from the skewness of the leave-one-out statistics; 0 if they are all the same.
  static func acceleration(leftOut: [Double]) -> Double {
    let centre = Sample(derived: leftOut).mean.value ?? 0
    let scale = leftOut.reduce(0) { max($0, abs(centre - $1)) }
    guard scale > 0 else { return 0 }
    // Scaled to at most 1, since cubes of small distances would vanish.
    var squares = CompensatedSum()
    var cubes = CompensatedSum()
    for value in leftOut {
      let distance = (centre - value) / scale
      squares.add(distance * distance)
      cubes.add(distance * distance * distance)
    }
    return cubes.total / (6 * squares.total * squares.total.squareRoot())
  }
}
