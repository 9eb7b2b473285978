// SPDX-License-Identifier: Apache-2.0

/// A mean with its standard error, which is positive: what a t test is made from.
struct MeanWithError: Sendable, Equatable {
  let mean: Double
  let standardError: Double

  /// The mean of paired differences; undefined for fewer than two, when all are zero, and when all are
  /// equal.
  static func of(_ differences: Sample) -> Estimate<MeanWithError> {
    guard differences.count > 0 else { return .undefined(.noValues) }
    guard differences.count >= 2 else {
      return .undefined(.tooFewValues(needed: 2, given: differences.count))
    }
    if differences.values.allSatisfy({ $0 == 0 }) { return .undefined(.allDifferencesZero) }
    return differences.mean.flatMap { mean in
      differences.standardDeviation.flatMap { deviation in
        guard deviation > 0 else { return .undefined(.noSpread) }
        return .defined(
          MeanWithError(
            mean: mean, standardError: deviation / Double(differences.count).squareRoot()))
      }
    }
  }
}
