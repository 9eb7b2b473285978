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
