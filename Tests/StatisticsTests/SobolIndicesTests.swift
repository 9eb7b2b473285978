import Testing

@testable import Statistics

/// Sobol' indices against SciPy, and against the analytic ones of Ishigami's function.
@Suite struct SobolIndicesTests {
  @Test func `pick-freeze indices are those of SciPy`() throws {
    let row = try #require(ComparisonValues.shared).sobol
    let indices = try #require(
      SobolIndices.pickFreeze(
        first: Sample(row.first), second: Sample(row.second), mixed: row.mixed.map { Sample($0) }
      ).value)
    #expect(indices.count == 3)
    for (factor, index) in indices.enumerated() {
      #expect(agrees(index.firstOrder, row.firstOrder[factor]), "\(factor) \(index)")
      #expect(agrees(index.total, row.total[factor]), "\(factor) \(index)")
    }
  }

  @Test func `indices from given data find an additive factor, a level and an idle one`() throws {
    // Variances 1/12 · 16, 1/4 and 0 of a total of 19/12.
    var generator = SplitMix64(seed: 5)
    let draws = (0..<2_000).map { _ in
      (
        Double(generator.next(below: 1 << 30)) / Double(1 << 30),
        Double(generator.next(below: 2)), Double(generator.next(below: 1 << 30))
      )
    }
    let outcome = Sample(draws.map { 4 * $0.0 + $0.1 })
    let first = try #require(SobolIndices.firstOrder(of: Sample(draws.map(\.0)), on: outcome).value)
    let second = try #require(
      SobolIndices.firstOrder(of: Sample(draws.map(\.1)), on: outcome).value)
    let third = try #require(SobolIndices.firstOrder(of: Sample(draws.map(\.2)), on: outcome).value)
    #expect(abs(first - 16.0 / 19) < 0.03, "\(first)")
    #expect(abs(second - 3.0 / 19) < 0.03, "\(second)")
    #expect(abs(third) < 0.02, "\(third)")
  }

  @Test func `replicates are the unit of an index's interval`() throws {
    let interval = try #require(
      SobolIndices.overReplicates([.defined(0.4), .defined(0.5), .defined(0.6)]).value)
    #expect(agrees(interval.estimate, 0.5) && interval.method == .studentT)
    #expect(
      SobolIndices.overReplicates([.defined(0.4), .undefined(.noSpread)]) == .undefined(.noSpread))
    let constant = Sample([1, 1, 1, 1])
    #expect(
      SobolIndices.firstOrder(of: Sample([1, 1, 2, 2]), on: constant) == .undefined(.noSpread))
    #expect(
      SobolIndices.firstOrder(of: constant, on: Sample([1, 2, 3, 4])) == .undefined(.noSpread))
    #expect(
      SobolIndices.pickFreeze(first: constant, second: constant, mixed: []) == .undefined(.noSpread)
    )
  }
}
