// SPDX-License-Identifier: Apache-2.0

/// Holm's step-down correction of p-values for the number of comparisons.
///
/// Source: Holm 1979, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal of
/// Statistics 6(2), 65–70, https://www.jstor.org/stable/4615733. It holds the probability of any false
/// positive in the family whatever the dependence between the comparisons.
public enum HolmAdjustment {
  /// Returns the adjusted p-values of a family.
  ///
  /// - Parameter pValues: from 0 to 1 each.
  /// - Returns: as many p-values in the same order, none below the one it was made from.
  /// - Complexity: O(n log n).
  public static func adjusted(_ pValues: [Double]) -> [Double] {
    precondition(pValues.allSatisfy { (0...1).contains($0) }, "a p-value lies in 0...1")
    let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
    var adjusted = pValues
    var largest = 0.0
    for (position, index) in order.enumerated() {
      largest = max(largest, min(1, Double(pValues.count - position) * pValues[index]))
      adjusted[index] = largest
    }
    return adjusted
  }

  /// Returns the adjusted p-values of a family in which some tests were undefined.
  ///
  /// The family was declared before the data were seen, so an undefined member still counts towards
  /// its size: it enters as 1 and stays undefined.
  ///
  /// - Parameter pValues: from 0 to 1 where defined.
  /// - Returns: as many estimates in the same order.
  public static func adjusted(_ pValues: [Estimate<Double>]) -> [Estimate<Double>] {
    zip(pValues, adjusted(pValues.map { $0.value ?? 1 })).map { original, value in
      original.map { _ in value }
    }
  }
}
