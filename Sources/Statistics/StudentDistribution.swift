// SPDX-License-Identifier: Apache-2.0

/// Student's t distribution.
struct StudentDistribution {
  /// The largest magnitude of an argument, beyond which squares are no longer finite.
  static let argumentLimit = 1e150

  let degreesOfFreedom: Int

  /// Returns the probability of a value above `t`, which is zero or positive.
  ///
  /// Source: DLMF 8.17(i) and Abramowitz and Stegun 26.7.1: half of I_x(ν/2, 1/2) at x = ν/(ν + t²).
  func upperTail(above t: Double) -> Double {
    let freedom = Double(degreesOfFreedom)
    let square = t * t
    return SpecialFunctions.regularizedBeta(
      x: freedom / (freedom + square), complement: square / (freedom + square),
      a: freedom / 2, b: 0.5) / 2
  }

  /// Returns the probability of a value above `t`, of either sign.
  func tail(above t: Double) -> Double {
    let magnitude = min(abs(t), Self.argumentLimit)
    return t >= 0 ? upperTail(above: magnitude) : 1 - upperTail(above: magnitude)
  }

  /// Returns the value that is exceeded with the probability `tail`.
  ///
  /// - Parameter tail: strictly between 0 and 0.5.
  func upperQuantile(tail: Double) -> Double {
    precondition(degreesOfFreedom >= 1, "at least one degree of freedom")
    precondition(tail > 0 && tail < 0.5, "a tail lies strictly between 0 and one half")
    var upper = 1.0
    while upperTail(above: upper) > tail, upper < Self.argumentLimit { upper *= 2 }
    return SpecialFunctions.argument(
      whereDecreasing: { upperTail(above: $0) }, reaches: tail, in: 0...upper)
  }
}
