// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The values that SciPy computed for the same inputs; see `Fixtures/make_fixtures.py`.
struct ReferenceValues: Decodable {
  struct MeanAndT: Decodable, Sendable {
    let name: String, values: [Int], level: Double
    let mean: Double, median: Double, deviation: Double, lower: Double, upper: Double
  }

  struct Bootstrap: Decodable, Sendable {
    let name: String, values: [Int], statistic: String, seed: UInt64, resamples: Int
    let lower: Double, upper: Double, otherLower: Double, otherUpper: Double
  }

  struct PercentileInterval: Decodable, Sendable {
    let values: [Int], statistic: String, seed: UInt64, resamples: Int
    let lower: Double, upper: Double
  }

  struct DifferenceInterval: Decodable, Sendable {
    let baseline: [Int], candidate: [Int], statistic: String, seed: UInt64, resamples: Int
    let lower: Double, upper: Double
  }

  struct Wilson: Decodable, Sendable {
    let successes: Int, count: Int, level: Double, lower: Double, upper: Double
  }

  struct McNemar: Decodable, Sendable {
    let baseline: Int, candidate: Int, p: Double
  }

  struct StudentQuantile: Decodable, Sendable {
    let freedom: Int, level: Double, quantile: Double
  }

  struct NormalQuantile: Decodable, Sendable {
    let level: Double, quantile: Double
  }

  struct SignedRank: Decodable, Sendable {
    let name: String, differences: [Int], p: Double, positive: Double, negative: Double
    let zeros: Int, exact: Bool
  }

  struct Correlation: Decodable, Sendable {
    let name: String, first: [Int], second: [Int], pearson: Double, spearman: Double
  }

  struct NearestRank: Decodable, Sendable {
    let name: String, values: [Int], ppm: Int, value: Int
  }

  let splitMix: [UInt64]
  let meanAndT: [MeanAndT]
  let bootstrap: [Bootstrap]
  let percentileIntervals: [PercentileInterval]
  let differenceIntervals: [DifferenceInterval]
  let wilson: [Wilson]
  let mcnemar: [McNemar]
  let studentQuantiles: [StudentQuantile]
  let normalQuantiles: [NormalQuantile]
  let signedRank: [SignedRank]
  let correlations: [Correlation]
  let percentiles: [NearestRank]

  /// The committed values, or none at all if they cannot be read, which a test of its own notices.
  static let shared: ReferenceValues? = {
    guard
      let url = Bundle.module.url(
        forResource: "scipy", withExtension: "json", subdirectory: "Fixtures"),
      let data = try? Data(contentsOf: url)
    else { return nil }
    return try? JSONDecoder().decode(ReferenceValues.self, from: data)
  }()
}

/// Tells whether two values agree to a relative tolerance, or absolutely below one.
func agrees(_ value: Double?, _ expected: Double, to tolerance: Double = 1e-11) -> Bool {
  guard let value else { return false }
  return abs(value - expected) <= tolerance * max(1, abs(expected))
}
