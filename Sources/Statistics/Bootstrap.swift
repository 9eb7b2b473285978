// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The bias-corrected and accelerated (BCa) bootstrap for a mean or a quantile.
///
/// Source: Efron 1987, "Better Bootstrap Confidence Intervals", doi:10.1080/01621459.1987.10478410.
/// Departs from the paper in: resamples equal to the estimate count half in the bias correction, as
/// medians of few or tied values often hit it exactly; and where every leave-one-out statistic is
/// the same the acceleration is 0, which leaves the bias-corrected interval.
public struct Bootstrap: Sendable, Hashable {
  /// What is estimated from each resample.
  public enum Statistic: String, Sendable, CaseIterable {
    /// The arithmetic mean.
    case mean
    /// The median, midpoint of the middle two for an even number.
    case median
    /// The 90th percentile by nearest rank.
    case p90
    /// The 95th percentile by nearest rank.
    case p95
    /// The 99th percentile by nearest rank.
    case p99

    /// The percentile, if it is one by nearest rank.
    var percentile: Percentile? {
      switch self {
      case .mean, .median: nil
      case .p90: .p90
      case .p95: .p95
      case .p99: .p99
      }
    }

    /// The fewest values for which an interval can hold the true value as often as the level says.
    ///
    /// A resample has no value above the largest, and with n values the true percentile p lies above
    /// them all with the probability pⁿ: with 30 values a 99th percentile does in 74 % of all samples.
    func countNeeded(level: ConfidenceLevel) -> Int {
      guard let percentile else { return 2 }
      let share = Double(percentile.partsPerMillion) / 1e6
      return max(2, Int((log(level.tail) / log(share)).rounded(.up)))
    }
  }

  /// The most resamples, which bounds the time and memory of one interval.
  public static let resampleLimit = 1_000_000

  /// The number of resamples.
  public let resamples: Int
  /// The seed of the draws.
  public let seed: UInt64

  /// Creates a bootstrap.
  ///
  /// - Parameters:
  ///   - seed: equal seeds give equal intervals, whatever the order of the values.
  ///   - resamples: from 1 to `resampleLimit`.
  public init(seed: UInt64, resamples: Int = 9_999) {
    precondition(
      (1...Self.resampleLimit).contains(resamples),
      "resamples: expected 1...\(Self.resampleLimit)")
    self.seed = seed
    self.resamples = resamples
  }
}

extension Bootstrap {
  /// Returns the BCa intervals of many samples.
  ///
  /// Samples of one size are resampled by the same draws, so the interval of a sample does not depend
  /// on what else is asked, and each covers as often as it would alone. What they share is luck: given
  /// the draws, the errors of two intervals are not independent of each other.
  ///
  /// - Parameters:
  ///   - statistic: what to estimate.
  ///   - samples: of any sizes; the order of the values in one does not matter.
  ///   - level: how often such an interval is meant to hold the true value.
  /// - Returns: for each sample what `Sample.bootstrapInterval(for:by:level:)` says.
  /// - Complexity: O(resamples · n) for each sample, and memory for 64 bytes a resample.
  public func intervals(
    for statistic: Statistic, of samples: [Sample], level: ConfidenceLevel = .ninetyFivePercent
  ) -> [Estimate<ConfidenceInterval>] {
    let needed = statistic.countNeeded(level: level)
    var intervals: [Estimate<ConfidenceInterval>] = []
    var sizes: [Int] = []
    var members: [Int: [Int]] = [:]
    for (place, sample) in samples.enumerated() {
      guard sample.count >= needed else {
        intervals.append(.undefined(.tooFewValues(needed: needed, given: sample.count)))
        continue
      }
      intervals.append(.undefined(.noSpread))
      guard sample.values.contains(where: { $0 != sample.values[0] }) else { continue }
      if members[sample.count] == nil { sizes.append(sample.count) }
      members[sample.count, default: []].append(place)
    }
    for size in sizes {
      let places = members[size] ?? []
      // Draws index the sorted values, so that the order of the runs cannot change the interval.
      let sorted = places.map { samples[$0].values.sorted() }
      let draws = ResampleDraws(count: size, bootstrap: self)
      let found =
        statistic == .mean
        ? ResampledMeans.intervals(of: sorted, draws: draws, level: level)
        : ResampledQuantiles(statistic, draws: draws).intervals(of: sorted, level: level)
      for (place, interval) in zip(places, found) { intervals[place] = interval }
    }
    return intervals
  }
}

extension Sample {
  /// Returns a BCa bootstrap interval.
  ///
  /// - Parameters:
  ///   - statistic: what to estimate.
  ///   - bootstrap: how many resamples, and the seed of the draws.
  ///   - level: how often such an interval is meant to hold the true value.
  /// - Returns: an interval in the unit of the values. Undefined for fewer than two values (of a percentile at
  ///   95 %: 36 for the 90th, 72 for the 95th, 368 for the 99th), when all
  ///   are equal, when all resamples agree and when the estimate lies outside what the resamples gave.
  /// - Complexity: O(resamples · n). For several samples `Bootstrap.intervals(for:of:level:)` makes the
  ///   draws once.
  public func bootstrapInterval(
    for statistic: Bootstrap.Statistic, by bootstrap: Bootstrap,
    level: ConfidenceLevel = .ninetyFivePercent
  ) -> Estimate<ConfidenceInterval> {
    bootstrap.intervals(for: statistic, of: [self], level: level)[0]
  }
}
