// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A yes-or-no outcome, such as a kill, under two treatments, paired run by run.
public struct PairedProportion: Sendable, Hashable {
  /// Pairs in which only the baseline had the outcome.
  public let onlyBaseline: Int
  /// Pairs in which only the candidate had the outcome.
  public let onlyCandidate: Int
  /// All pairs.
  public let count: Int

  /// Creates a paired proportion.
  ///
  /// - Parameters:
  ///   - onlyBaseline: pairs in which only the baseline had the outcome.
  ///   - onlyCandidate: pairs in which only the candidate had it.
  ///   - count: all pairs, at least as many as both together.
  public init(onlyBaseline: Int, onlyCandidate: Int, of count: Int) {
    precondition(
      onlyBaseline >= 0 && onlyCandidate >= 0 && onlyBaseline + onlyCandidate <= count,
      "discordant pairs: expected 0...\(count)")
    self.onlyBaseline = onlyBaseline
    self.onlyCandidate = onlyCandidate
    self.count = count
  }

  /// Candidate minus baseline, as a share of the pairs from -1 to 1; undefined without pairs.
  public var difference: Estimate<Double> {
    count == 0
      ? .undefined(.noValues) : .defined(Double(onlyCandidate - onlyBaseline) / Double(count))
  }

  /// Returns Tango's score interval for the difference of the two probabilities.
  ///
  /// Source: Tango 1998, "Equivalence test and confidence interval for the difference in proportions
  /// for the paired-sample design", doi:10.1002/(SICI)1097-0258(19980430)17:8<891::AID-SIM780>3.0.CO;2-B.
  /// It stays informative without a single discordant pair, as Wilson's does without a success.
  ///
  /// - Parameter level: how often such an interval is meant to hold the true difference.
  /// - Returns: an interval within -1...1; undefined without pairs.
  public func interval(level: ConfidenceLevel = .ninetyFivePercent)
    -> Estimate<ConfidenceInterval>
  {
    difference.map { difference in
      let mirrored = PairedProportion(
        onlyBaseline: onlyCandidate, onlyCandidate: onlyBaseline, of: count)
      return ConfidenceInterval(
        estimate: difference, lower: -mirrored.upperEnd(-difference, level),
        upper: upperEnd(difference, level), level: level, method: .tango)
    }
  }

  /// Tests whether the two probabilities differ by less than a margin: two one-sided score tests.
  ///
  /// - Parameter margin: from 0 to 1, as a share of runs.
  /// - Returns: the test; undefined without pairs.
  public func equivalence(margin: Double) -> Estimate<EquivalenceTest> {
    precondition((0...1).contains(margin), "a margin of proportions lies in 0...1")
    guard count > 0 else { return .undefined(.noValues) }
    return .defined(
      EquivalenceTest(
        margin: margin, lowerPValue: NormalDistribution.cumulative(-score(against: -margin)),
        upperPValue: NormalDistribution.cumulative(score(against: margin))))
  }

  /// The largest difference that the score test does not reject.
  private func upperEnd(_ difference: Double, _ level: ConfidenceLevel) -> Double {
    if difference >= 1 { return 1 }
    return SpecialFunctions.argument(
      whereDecreasing: { NormalDistribution.cumulative(score(against: $0)) },
      reaches: level.tail, in: difference...1)
  }

  /// The observed difference less a hypothetical one, in standard errors under the latter.
  private func score(against hypothetical: Double) -> Double {
    let pairs = Double(count)
    let more = Double(onlyCandidate)
    let less = Double(onlyBaseline)
    let excess = more - less - pairs * hypothetical
    if excess == 0 { return 0 }
    // The maximum-likelihood probability of "only the baseline" under the hypothetical difference
    // solves 2n q² + b q + c = 0.
    let linear = -more - less + (2 * pairs - more + less) * hypothetical
    let constant = -less * hypothetical * (1 - hypothetical)
    let root = max(0, linear * linear - 8 * pairs * constant).squareRoot()
    let share = max(0, (root - linear) / (4 * pairs))
    let variance = pairs * (2 * share + hypothetical * (1 - hypothetical))
    // Without variance the hypothesis allows nothing but itself.
    guard variance > 0 else { return excess > 0 ? 40 : -40 }
    return max(-40, min(40, excess / variance.squareRoot()))
  }
}
