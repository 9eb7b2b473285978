// SPDX-License-Identifier: Apache-2.0

/// Student's t test of whether the mean of paired differences is zero.
///
/// Source: Student 1908, "The Probable Error of a Mean", doi:10.1093/biomet/6.1.1. It assumes that the
/// mean of so many differences is close to normal; its interval is `Sample.meanInterval(level:)` of the
/// differences, which excludes zero exactly when the p-value is below the significance.
public struct PairedTTest: Sendable, Equatable {
  /// The mean difference in standard errors.
  public let statistic: Double
  /// The number of pairs less one.
  public let degreesOfFreedom: Int
  /// The two-sided p-value, from 0 to 1.
  public let pValue: Double

  /// Tests the differences of a paired sample.
  ///
  /// - Parameter differences: one for each pair.
  /// - Returns: the test; undefined for fewer than two pairs, when all differences are zero, and when
  ///   they are all equal, because runs that do not vary are one run, not many.
  /// - Complexity: O(n).
  public static func test(_ differences: Sample) -> Estimate<PairedTTest> {
    MeanWithError.of(differences).flatMap { location in
      let statistic = location.mean / location.standardError
      guard abs(statistic) <= StudentDistribution.argumentLimit else {
        return .undefined(.noSpread)
      }
      let distribution = StudentDistribution(degreesOfFreedom: differences.count - 1)
      return .defined(
        PairedTTest(
          statistic: statistic, degreesOfFreedom: differences.count - 1,
          pValue: min(1, 2 * distribution.upperTail(above: abs(statistic)))))
    }
  }
}
