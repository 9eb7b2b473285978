// SPDX-License-Identifier: Apache-2.0

/// The step-up corrections of p-values that hold the false discovery rate.
///
/// Of the differences called real, the expected share that is not is held, rather than the probability
/// of any false positive: with many comparisons it finds more than Holm and promises less.
public enum BenjaminiHochbergAdjustment {
  /// What is known of how the comparisons depend on each other.
  public enum Dependence: Sendable, CaseIterable {
    /// They are independent, or positively dependent as comparisons with one baseline are.
    ///
    /// Source: Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x.
    case positive
    /// Nothing; costs a factor of about ln(n) + 0.58.
    ///
    /// Source: Benjamini and Yekutieli 2001, doi:10.1214/aos/1013699998.
    case arbitrary
  }

  /// Returns the adjusted p-values of a family.
  ///
  /// - Parameters:
  ///   - pValues: from 0 to 1 each.
  ///   - dependence: what is known of the comparisons.
  /// - Returns: as many p-values in the same order, none below the one it was made from.
  /// - Complexity: O(n log n).
  public static func adjusted(
    _ pValues: [Double], dependence: Dependence = .positive
  ) -> [Double] {
    precondition(pValues.allSatisfy { (0...1).contains($0) }, "a p-value lies in 0...1")
    let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
    let count = pValues.count
    let penalty =
      dependence == .arbitrary
      ? (0..<count).reversed().reduce(0.0) { $0 + 1 / Double($1 + 1) } : 1
    var adjusted = pValues
    var smallest = 1.0
    for (position, index) in order.enumerated().reversed() {
      smallest = min(smallest, penalty * Double(count) / Double(position + 1) * pValues[index])
      adjusted[index] = smallest
    }
    return adjusted
  }
}
