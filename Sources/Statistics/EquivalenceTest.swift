// SPDX-License-Identifier: Apache-2.0

/// Two one-sided tests of whether paired differences lie within a margin: a small p-value is evidence
/// for "no difference that matters", which a large p-value of a test for a difference never is.
///
/// Source: Schuirmann 1987, "A comparison of the Two One-Sided Tests Procedure and the Power Approach",
/// doi:10.1007/BF01068419. The hypothesis is that the difference is at least the margin on one side or
/// the other; it is rejected when both one-sided tests reject, so that no correction is needed for
/// their being two.
public struct EquivalenceTest: Sendable, Equatable {
  /// The one-sided test on either side; it should be the one that tests for a difference.
  public enum Method: String, Sendable, CaseIterable {
    /// Student's t, about the mean difference.
    case student = "t"
    /// Wilcoxon's signed ranks, about the centre of symmetric differences.
    case signedRank = "wilcoxon"
  }

  /// The practically relevant difference, in the unit of the values.
  public let margin: Double
  /// The p-value against a difference of -`margin` or less, from 0 to 1.
  public let lowerPValue: Double
  /// The p-value against a difference of `margin` or more, from 0 to 1.
  public let upperPValue: Double

  /// The p-value of the test, the larger of the two; corrected like any other in a family.
  public var pValue: Double { max(lowerPValue, upperPValue) }

  /// Tests the differences of a paired sample.
  ///
  /// - Parameters:
  ///   - differences: one for each pair.
  ///   - margin: zero or positive, in the unit of the values; with zero nothing is equivalent.
  ///   - method: the one-sided test.
  /// - Returns: the test; undefined for fewer than two pairs and when all differences are equal, zero
  ///   or not: runs that do not vary are one run.
  public static func test(
    _ differences: Sample, margin: Double, method: Method = .student
  ) -> Estimate<EquivalenceTest> {
    precondition(margin >= 0 && margin.isFinite, "a margin is not negative")
    return MeanWithError.of(differences).flatMap { location in
      switch method {
      case .student:
        let distribution = StudentDistribution(degreesOfFreedom: differences.count - 1)
        return .defined(
          EquivalenceTest(
            margin: margin,
            lowerPValue: distribution.tail(
              above: (location.mean + margin) / location.standardError),
            upperPValue: distribution.tail(
              above: (margin - location.mean) / location.standardError)))
      case .signedRank:
        let above = oneSided(differences.values.map { $0 + margin })
        let below = oneSided(differences.values.map { margin - $0 })
        return .defined(EquivalenceTest(margin: margin, lowerPValue: above, upperPValue: below))
      }
    }
  }

  /// The one-sided p-value for values above zero; values that all sit on it say nothing.
  private static func oneSided(_ values: [Double]) -> Double {
    SignedRankTest.test(Sample(derived: values)).value?.greaterPValue ?? 1
  }
}
