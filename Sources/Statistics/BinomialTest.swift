// SPDX-License-Identifier: Apache-2.0

/// The exact binomial test of whether a probability is the one stated.
///
/// Source: the two-sided p-value sums the outcomes that are no more likely than the one observed, as R
/// and SciPy do.
public struct BinomialTest: Sendable, Equatable {
  /// The probability under test, from 0 to 1.
  public let probability: Double
  /// The p-value against a probability at least as large: small when there are few successes.
  public let lessPValue: Double
  /// The p-value against a probability at most as large: small when there are many successes.
  public let greaterPValue: Double
  /// The two-sided p-value, from 0 to 1.
  public let pValue: Double

  /// Tests a proportion.
  ///
  /// - Parameters:
  ///   - proportion: what was observed.
  ///   - probability: the probability under test, from 0 to 1.
  /// - Returns: the test; undefined for no runs.
  /// - Complexity: O(log n) evaluations of the distribution.
  public static func test(_ proportion: Proportion, probability: Double) -> Estimate<BinomialTest> {
    precondition((0...1).contains(probability), "a probability lies in 0...1")
    guard proportion.count > 0 else { return .undefined(.noValues) }
    let distribution = Binomial(count: proportion.count, probability: probability)
    return .defined(
      BinomialTest(
        probability: probability, lessPValue: distribution.atMost(proportion.successes),
        greaterPValue: distribution.atLeast(proportion.successes),
        pValue: twoSided(proportion.successes, distribution)))
  }

  private static func twoSided(_ successes: Int, _ distribution: Binomial) -> Double {
    let count = distribution.count
    let expected = distribution.probability * Double(count)
    guard Double(successes) != expected else { return 1 }
    // Equally likely outcomes count, though rounding may have parted them.
    let limit = distribution.exactly(successes) * (1 + 1e-7)
    if Double(successes) < expected {
      // On the other side of the mode the likelihood only falls.
      let other = firstIndex(from: Int(expected.rounded(.up)), to: count + 1) {
        distribution.exactly($0) <= limit
      }
      return min(1, distribution.atMost(successes) + distribution.atLeast(other))
    }
    let mirrored = firstIndex(from: count - Int(expected.rounded(.down)), to: count + 1) {
      distribution.exactly(count - $0) <= limit
    }
    return min(1, distribution.atLeast(successes) + distribution.atMost(count - mirrored))
  }

  /// The first index for which a condition holds that then holds for all, or the end.
  private static func firstIndex(from start: Int, to end: Int, where condition: (Int) -> Bool)
    -> Int
  {
    var lower = start
    var upper = end
    while lower < upper {
      let middle = lower + (upper - lower) / 2
      if condition(middle) { upper = middle } else { lower = middle + 1 }
    }
    return lower
  }
}
