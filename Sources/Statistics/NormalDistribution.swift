// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The standard normal distribution.
enum NormalDistribution {
  /// Returns the probability of a value of at most `x`.
  static func cumulative(_ x: Double) -> Double {
    erfc(-x / 2.0.squareRoot()) / 2
  }

  /// Returns the value that is exceeded with the probability `tail`.
  ///
  /// - Parameter tail: strictly between 0 and 1.
  static func upperQuantile(tail: Double) -> Double {
    precondition(tail > 0 && tail < 1, "a tail lies strictly between 0 and 1")
    // Only the upper tail has the digits: 1 - tail would lose those of a small one.
    guard tail <= 0.5 else { return -upperQuantile(tail: 1 - tail) }
    // At 39 the tail is below the smallest double.
    return SpecialFunctions.argument(
      whereDecreasing: { cumulative(-$0) }, reaches: tail, in: 0...39)
  }

  /// Returns the value that is not exceeded with the given probability.
  ///
  /// - Parameter probability: strictly between 0 and 1.
  static func quantile(_ probability: Double) -> Double {
    -upperQuantile(tail: probability)
  }
}
