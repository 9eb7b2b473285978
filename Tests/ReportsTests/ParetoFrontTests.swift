// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Reports

@Suite struct ParetoFrontTests {
  private func front() throws -> ParetoFront {
    func runs(_ mean: Int64) -> [Int64?] {
      (0..<10).map { Int64?(mean + Int64($0)) }
    }
    let metrics = ["task.batch.completion", "stall.total"]
    let results = try SmallSweep.results(
      [
        (metrics[0], [runs(10_000), runs(20_000), runs(30_000)]),
        (metrics[1], [runs(30_000), runs(20_000), runs(31_000)]),
      ], choices: ["fast", "calm", "worst"], objectives: metrics, pareto: metrics)
    let strata = SweepStrata(results.description)
    return ParetoFront(
      metrics, among: [0, 1, 2], results, ComparisonBook(results, strata: strata))
  }

  @Test func `keeps what no other choice beats in every respect`() throws {
    let members = try front().members
    #expect(members.map(\.isInFront) == [true, true, false])
    #expect(members.map(\.dominator) == [nil, nil, 0])
    #expect(members.allSatisfy { $0.isToldApart })
    #expect(members.allSatisfy { $0.twins.isEmpty })
  }

  @Test func `says which members the runs do not tell apart`() throws {
    // Every choice has the same noise, so only a spread of the differences can hide them.
    let results = try SmallSweep.results(
      [
        (
          "task.batch.completion",
          [[1, 9, 2, 8, 3, 7], [9, 2, 8, 1, 7, 4]].map { $0.map { $0 * 1_000 } }
        ),
        ("stall.total", [[5, 5, 9, 1, 3, 8], [6, 4, 1, 9, 8, 2]].map { $0.map { $0 * 1_000 } }),
      ], choices: ["a", "b"], objectives: ["task.batch.completion", "stall.total"])
    let strata = SweepStrata(results.description)
    let front = ParetoFront(
      ["task.batch.completion", "stall.total"], among: [0, 1], results,
      ComparisonBook(results, strata: strata))
    #expect(front.members.map(\.isInFront) == [true, true])
    #expect(front.members.map(\.twins) == [[1], [0]])
  }
}
