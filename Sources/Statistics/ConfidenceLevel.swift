// SPDX-License-Identifier: Apache-2.0

/// How often intervals made by one method are meant to hold the true value.
public struct ConfidenceLevel: Sendable, Hashable {
  /// The most intervals that can be held together, so that each keeps a level below 1.
  public static let familyLimit = 1_000_000_000

  /// The level as a fraction, between 0 and 1 and equal to neither.
  public let probability: Double

  /// How often such an interval may miss the true value: 1 - `probability`, kept apart because near a
  /// level of 1 the subtraction would lose its digits.
  public let significance: Double

  /// The usual 95 %.
  public static let ninetyFivePercent = ConfidenceLevel(
    probability: 0.95, significance: 1 - 0.95)

  /// The 90 % whose interval, held against a margin, is an equivalence test at 5 %.
  public static let ninetyPercent = ConfidenceLevel(probability: 0.90, significance: 1 - 0.90)

  /// Creates a level.
  ///
  /// - Parameter probability: a fraction; `nil` results unless it lies strictly between 0 and 1.
  public init?(_ probability: Double) {
    guard probability > 0, probability < 1 else { return nil }
    self.init(probability: probability, significance: 1 - probability)
  }

  private init(probability: Double, significance: Double) {
    self.probability = probability
    self.significance = significance
  }

  /// Returns the level for each interval of a family, at which all of them together hold their true
  /// values at least as often as this level says.
  ///
  /// Source: Bonferroni's inequality, as by Dunn 1961, "Multiple Comparisons Among Means",
  /// doi:10.1080/01621459.1961.10482090. It needs no assumption about how the intervals depend on each
  /// other. Holm's test may reject a hypothesis whose interval at this level still holds zero.
  ///
  /// - Parameter intervals: how many there are, from 1 to `familyLimit`.
  public func simultaneous(over intervals: Int) -> ConfidenceLevel {
    precondition(
      (1...Self.familyLimit).contains(intervals), "intervals: expected 1...\(Self.familyLimit)")
    guard intervals > 1 else { return self }
    let share = significance / Double(intervals)
    return ConfidenceLevel(probability: 1 - share, significance: share)
  }

  /// The level of the interval that, held against a margin, is an equivalence test at this level: of
  /// 95 % it is 90 %, as each of its two one-sided tests may use the whole significance.
  ///
  /// `nil` for levels of one half and below.
  public var forEquivalence: ConfidenceLevel? {
    significance < 0.5
      ? ConfidenceLevel(probability: 1 - 2 * significance, significance: 2 * significance) : nil
  }

  /// The level at which an equivalence test decides as the interval of this level does, held against a
  /// margin: of 95 % it is 97.5 %, the inverse of `forEquivalence`.
  public var ofEquivalenceByInterval: ConfidenceLevel {
    ConfidenceLevel(probability: 1 - tail, significance: tail)
  }

  /// The probability left over in each of the two tails.
  var tail: Double { significance / 2 }
}
