// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The values that SciPy computed for comparisons; see `Fixtures/make_comparison_fixtures.py`.
struct ComparisonValues: Decodable {
  struct FalseDiscovery: Decodable, Sendable {
    let pValues: [Double], positive: [Double], arbitrary: [Double]
  }

  struct TTest: Decodable, Sendable {
    let name: String, differences: [Int], statistic: Double, p: Double
    let margin: Double, lower: Double, upper: Double
  }

  struct OneSided: Decodable, Sendable {
    let name: String, differences: [Int], less: Double, greater: Double
  }

  struct Noncentral: Decodable, Sendable {
    let freedom: Int, t: Double, noncentrality: Double, p: Double
  }

  struct Effect: Decodable, Sendable {
    let name: String, differences: [Int], effect: Double, lower: Double, upper: Double
    let centre: Double, centreLower: Double, centreUpper: Double
  }

  struct ProportionRow: Decodable, Sendable {
    let successes: Int, count: Int, level: Double, lower: Double, upper: Double
    let probability: Double, p: Double, less: Double, greater: Double
  }

  struct PairedProportionRow: Decodable, Sendable {
    let baseline: Int, candidate: Int, count: Int, lower: Double, upper: Double
    let margin: Double, equivalent: Double
  }

  struct Survival: Decodable, Sendable {
    let ended: [Int], cut: [Int], at: Int, survival: Double, lower: Double, upper: Double
    let until: Int, mean: Double, error: Double
  }

  struct Repetitions: Decodable, Sendable {
    let name: String, differences: [Int], needed: Int, margin: Double, equivalence: Int
  }

  struct Sobol: Decodable, Sendable {
    let first: [Double], second: [Double], mixed: [[Double]]
    let firstOrder: [Double], total: [Double]
  }

  let noncentral: [Noncentral]
  let effects: [Effect]
  let proportions: [ProportionRow]
  let pairedProportions: [PairedProportionRow]
  let survival: [Survival]
  let repetitions: [Repetitions]
  let sobol: Sobol
  let falseDiscovery: [FalseDiscovery]
  let tTests: [TTest]
  let oneSidedSignedRank: [OneSided]

  /// The committed values, or none at all if they cannot be read, which a test of its own notices.
  static let shared: ComparisonValues? = {
    guard
      let url = Bundle.module.url(
        forResource: "comparisons", withExtension: "json", subdirectory: "Fixtures"),
      let data = try? Data(contentsOf: url)
    else { return nil }
    return try? JSONDecoder().decode(ComparisonValues.self, from: data)
  }()
}
