import Statistics
import Testing

@testable import Reports

@Suite struct SelfComparisonTests {
  private func results(_ count: Int, choices: [String] = ["a", "b"]) throws -> SweepResults {
    var numbers = Numbers(3)
    let runs = (0..<count).map { _ in Int64?(Int64(1e10 + 1e9 * numbers.normal())) }
    let kills = (0..<count).map { _ in Int64?(numbers.next() < 0.3 ? 1 : 0) }
    return try SmallSweep.results(
      [
        ("task.batch.completion", choices.map { _ in runs }),
        ("oom.kills", choices.map { _ in kills }),
      ], choices: choices, objectives: ["task.batch.completion", "oom.kills"])
  }

  @Test func `finds as many differences where there is none as it promises`() throws {
    let found = SelfComparison(try results(4_000), pairs: 10)
    #expect(found.comparisonCount == 200)
    #expect(found.rows.map(\.test) == ["wilcoxon", "t", "mcnemar"])
    for row in found.rows {
      let allowed = try #require(row.rate.promisedCounts().value)
      #expect(row.rate.found.successes <= allowed.upperBound, "\(row.metric) \(row.test)")
    }
    #expect(found.rows[0].rate.found.successes > 0)
  }

  @Test func `takes each block of seeds at one point only`() throws {
    // Both points have the same runs; a block that were used twice would count twice.
    #expect(SelfComparison(try results(240), pairs: 10).comparisonCount == 12)
    #expect(SelfComparison(try results(259), pairs: 10).comparisonCount == 12)
  }

  @Test func `says how many repetitions it takes where there are too few`() throws {
    let found = SelfComparison(try results(19), pairs: 10)
    #expect(
      found.text(width: 100)
        == "A/A: no comparison can be made; one takes 20 repetitions of every point that draws, "
        + "of which the results have fewer")
  }
}
