// SPDX-License-Identifier: Apache-2.0

/// How the p-values of a family of comparisons are corrected for their number.
public enum Multiplicity: String, Sendable, CaseIterable {
  /// Not at all: of twenty true null hypotheses one is expected below 5 %.
  case none
  /// Holm's step-down: the probability of any false positive is held, whatever the dependence.
  case holm
  /// Benjamini and Hochberg's step-up: the expected share of false ones among the positives is held.
  case benjaminiHochberg = "benjamini-hochberg"
  /// The same under any dependence, by Benjamini and Yekutieli.
  case benjaminiYekutieli = "benjamini-yekutieli"

  /// Returns the adjusted p-values of a family, in which some tests may be undefined.
  ///
  /// The family was declared before the data were seen, so an undefined member still counts towards
  /// its size: it enters as 1 and stays undefined.
  ///
  /// - Parameter pValues: from 0 to 1 where defined.
  /// - Returns: as many estimates in the same order, none below the one it was made from.
  /// - Complexity: O(n log n).
  public func adjusted(_ pValues: [Estimate<Double>]) -> [Estimate<Double>] {
    let values = pValues.map { $0.value ?? 1 }
    let adjusted =
      switch self {
      case .none: values
      case .holm: HolmAdjustment.adjusted(values)
      case .benjaminiHochberg:
        BenjaminiHochbergAdjustment.adjusted(values, dependence: .positive)
      case .benjaminiYekutieli:
        BenjaminiHochbergAdjustment.adjusted(values, dependence: .arbitrary)
      }
    return zip(pValues, adjusted).map { original, value in original.map { _ in value } }
  }

  /// Returns the level at which to make each interval of a family.
  ///
  /// Every correction but `none` uses Bonferroni's, so that the intervals hold together; under
  /// Benjamini and Hochberg that is more than the tests promise, and may leave zero inside the interval
  /// of a difference that the test calls real.
  ///
  /// - Parameters:
  ///   - level: how often all intervals together are meant to hold the true values.
  ///   - members: the size of the family, at least 1.
  public func intervalLevel(_ level: ConfidenceLevel, members: Int) -> ConfidenceLevel {
    self == .none ? level : level.simultaneous(over: members)
  }
}
