// SPDX-License-Identifier: Apache-2.0

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

  /// Choices with the same values in a run, but for so much noise of their own.
  private func variants(_ count: Int, noise: Double) throws -> SweepResults {
    var numbers = Numbers(4)
    let base = (0..<count).map { _ in 1e10 + 1e9 * numbers.normal() }
    let runs = (0..<2).map { _ in base.map { Int64?(Int64($0 + noise * numbers.normal())) } }
    return try SmallSweep.results(
      [("task.batch.completion", runs)], choices: ["none", "inert"],
      objectives: ["task.batch.completion"])
  }

  private let inert = [SweepDescription.AxisValue(path: "policies.oom-notifier", label: "inert")]

  @Test func `an inert variant is found as often as promised, on the same seeds`() throws {
    let found = try #require(
      SelfComparison(inert: inert, in: try variants(2_000, noise: 1e8), pairs: 10))
    #expect(found.comparisonCount == 200)
    for row in found.rows {
      #expect(row.rate.keepsItsPromise().value == true, "\(row.test) \(row.rate.found)")
      #expect(row.idleCount == 0)
    }
    #expect(
      found.text(width: 100).hasPrefix("A/A: inert, which should differ by nothing, against none"))
  }

  @Test func `a variant that differs is found too often`() throws {
    var numbers = Numbers(6)
    let base = (0..<400).map { _ in 1e10 + 1e9 * numbers.normal() }
    let later = base.map { Int64?(Int64($0 + 1e8 + 1e8 * numbers.normal())) }
    let results = try SmallSweep.results(
      [("task.batch.completion", [base.map { Int64?(Int64($0)) }, later])],
      choices: ["none", "inert"], objectives: ["task.batch.completion"])
    let found = try #require(SelfComparison(inert: inert, in: results, pairs: 10))
    #expect(found.rows.allSatisfy { $0.rate.keepsItsPromise().value == false })
    #expect(found.text(width: 100).contains("too many"))
  }

  @Test func `a variant that is the same to the bit is said to show nothing of the rate`() throws {
    let found = try #require(
      SelfComparison(inert: inert, in: try variants(60, noise: 0), pairs: 10))
    #expect(found.rows.allSatisfy { $0.idleCount == 6 })
    #expect(found.text(width: 300).contains("no run differs in any metric here"))
    let other = [SweepDescription.AxisValue(path: "policies.oom-notifier", label: "drain")]
    #expect(SelfComparison(inert: other, in: try variants(60, noise: 0), pairs: 10) == nil)
  }

  @Test func `says how many repetitions it takes where there are too few`() throws {
    let found = SelfComparison(try results(19), pairs: 10)
    #expect(
      found.text(width: 100)
        == "A/A: no comparison can be made; one takes 20 repetitions that every point "
        + "which draws has, of which the results have fewer")
  }

  /// The same, with the two sides' repetitions that are kept.
  private func holes(
    _ results: SweepResults, _ kept: [Set<Int>]
  ) -> SweepResults {
    let names = results.description.metrics + HonestyNote.metrics
    return SweepResults(
      results.description,
      series: Dictionary(
        uniqueKeysWithValues: names.map { name in
          (name, kept.enumerated().compactMap { results.series(name, $0)?.keeping($1) })
        }))
  }

  @Test func `an inert variant meets the baseline on the same seeds, whatever runs are missing`()
    throws
  {
    let all = try variants(61, noise: 0)
    let hole = holes(all, [Set(0..<61), Set(1..<61)])
    let found = try #require(SelfComparison(inert: inert, in: hole, pairs: 10))
    #expect(found.comparisonCount == 6)
    #expect(found.rows.allSatisfy { $0.idleCount == 6 })
    #expect(found.text(width: 300).contains("1 run is of a repetition that not every point has"))
    let whole = try #require(SelfComparison(inert: inert, in: all, pairs: 10))
    #expect(!whole.text(width: 300).contains("that not every point has"))
  }

  @Test func `points without a repetition in common are not compared`() throws {
    let hole = holes(
      try variants(40, noise: 0),
      [Set(stride(from: 0, to: 40, by: 2)), Set(stride(from: 1, to: 40, by: 2))])
    let found = try #require(SelfComparison(inert: inert, in: hole, pairs: 10))
    #expect(found.comparisonCount == 0)
    #expect(
      found.text(width: 300).contains("one takes 10 repetitions that every point which draws has"))
  }

  @Test func `no seed is used at two points, whatever runs are missing`() throws {
    // Every choice against itself: one block of 20 repetitions that both have, not two.
    let hole = holes(try results(40), [Set(1..<40), Set(0..<40)])
    #expect(SelfComparison(hole, pairs: 10).comparisonCount == 1)
  }
}
