// SPDX-License-Identifier: Apache-2.0

/// The search for the smallest number of runs that is enough.
enum WholeNumberSearch {
  /// Returns the smallest whole number from `start` for which a condition holds.
  ///
  /// - Parameters:
  ///   - start: where to begin, at least 1.
  ///   - maximum: where to give up.
  ///   - condition: holds for every number above one for which it holds.
  /// - Complexity: O(log maximum) evaluations.
  static func first(
    from start: Int = 1, upTo maximum: Int, where condition: (Int) -> Bool
  ) -> Estimate<Int> {
    guard start <= maximum, condition(maximum) else {
      return .undefined(.moreThan(repetitions: maximum))
    }
    var lower = start
    var upper = maximum
    while lower < upper {
      let middle = lower + (upper - lower) / 2
      if condition(middle) { upper = middle } else { lower = middle + 1 }
    }
    return .defined(lower)
  }
}
