// SPDX-License-Identifier: Apache-2.0

/// The noncentral t distribution: of a t statistic whose true mean is not zero.
struct NoncentralStudentDistribution {
  private let deviation: ScaledDeviation

  init(degreesOfFreedom: Int) {
    deviation = ScaledDeviation(degreesOfFreedom: degreesOfFreedom)
  }

  /// Returns the probability of a value of at most `t`.
  ///
  /// A t statistic is (Z + δ)/U with a normal Z and a scaled deviation U, so that the probability is
  /// the expectation of Φ(tU - δ). It is integrated as such: the usual series (Lenth 1989,
  /// doi:10.2307/2347693) underflows at the large noncentralities that paired simulations reach.
  ///
  /// - Parameters:
  ///   - t: finite.
  ///   - noncentrality: the true mean in standard errors of it, finite.
  func cumulative(_ t: Double, noncentrality: Double) -> Double {
    if t < 0 { return 1 - cumulative(-t, noncentrality: -noncentrality) }
    guard t > 0 else { return NormalDistribution.cumulative(-noncentrality) }
    // Nine standard normal deviations from where Φ passes one half it is 0 or 1.
    let zone = ((noncentrality - 9) / t)...((noncentrality + 9) / t)
    let value = deviation.expectation(changingWithin: zone) {
      NormalDistribution.cumulative(t * $0 - noncentrality)
    }
    return min(1, max(0, value))
  }

  /// Returns the noncentrality under which a value of at most `t` has a given probability.
  ///
  /// - Parameters:
  ///   - t: of a magnitude of at most `argumentLimit`.
  ///   - probability: strictly between 0 and 1.
  func noncentrality(where t: Double, hasProbability probability: Double) -> Double {
    precondition(probability > 0 && probability < 1, "strictly between 0 and 1")
    // The probability falls as the noncentrality grows.
    var reach = 10 + abs(t)
    while cumulative(t, noncentrality: t + reach) > probability, reach < 1e100 { reach *= 2 }
    var depth = 10 + abs(t)
    while cumulative(t, noncentrality: t - depth) < probability, depth < 1e100 { depth *= 2 }
    return SpecialFunctions.argument(
      whereDecreasing: { cumulative(t, noncentrality: $0) }, reaches: probability,
      in: (t - depth)...(t + reach))
  }

  /// The largest statistic that is told from one without spread.
  static let argumentLimit = 1e12
}
