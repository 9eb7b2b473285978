// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The binomial distribution: how many of a number of independent runs have a property.
struct Binomial {
  let count: Int
  let probability: Double

  /// Returns the probability of at most `successes`, DLMF 8.17.5.
  func atMost(_ successes: Int) -> Double {
    if successes < 0 { return 0 }
    if successes >= count { return 1 }
    return SpecialFunctions.regularizedBeta(
      x: 1 - probability, complement: probability, a: Double(count - successes),
      b: Double(successes + 1))
  }

  /// Returns the probability of at least `successes`.
  func atLeast(_ successes: Int) -> Double {
    if successes <= 0 { return 1 }
    if successes > count { return 0 }
    return SpecialFunctions.regularizedBeta(
      x: probability, complement: 1 - probability, a: Double(successes),
      b: Double(count - successes + 1))
  }

  /// Returns the probability of exactly `successes`.
  func exactly(_ successes: Int) -> Double {
    if probability == 0 { return successes == 0 ? 1 : 0 }
    if probability == 1 { return successes == count ? 1 : 0 }
    // The two-valued form is the re-entrant one: plain lgamma keeps its sign in a global.
    let (all, _) = lgamma(Double(count) + 1)
    let (had, _) = lgamma(Double(successes) + 1)
    let (hadNot, _) = lgamma(Double(count - successes) + 1)
    return exp(
      all - had - hadNot + Double(successes) * log(probability)
        + Double(count - successes) * log1p(-probability))
  }
}
