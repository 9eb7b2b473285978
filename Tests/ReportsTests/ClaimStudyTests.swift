// SPDX-License-Identifier: Apache-2.0

import Statistics
import Testing

@testable import Reports

@Suite struct ClaimStudyTests {
  private static let metric = "task.batch.completion"

  private func study(
    _ draw: (inout Numbers, Int) -> Double, count: Int = 2_000, kills: Double = 0.005
  ) throws -> ClaimStudy {
    var numbers = Numbers(12)
    let runs = (0..<3).map { choice in
      (0..<count).map { _ in Int64?(Int64(1e9 * draw(&numbers, choice))) }
    }
    let dead = (0..<3).map { _ in (0..<count).map { _ in Int64?(numbers.next() < kills ? 1 : 0) } }
    return ClaimStudy(
      try SmallSweep.results(
        [(Self.metric, runs), ("oom.kills", dead)], choices: ["none", "drain", "wait"],
        objectives: [Self.metric], until: 100_000_000_000, requirement: SmallSweep.noKills),
      pairs: 10)
  }

  private func row(_ claim: ClaimStudy.Claim, _ study: ClaimStudy) throws -> ClaimStudy.Row {
    try #require(study.rows.first { $0.claim == claim }, "\(claim)")
  }

  @Test func `counts what a report would claim wrongly of the user's own runs`() throws {
    let found = try study { numbers, choice in 30 + Double(choice) * 5 + numbers.normal() }
    #expect(try row(.mean, found).rate.found.count == 200)
    #expect(try row(.difference, found).rate.found.count == 200)
    // Three arms, ten runs each.
    #expect(try row(.best, found).rate.found.count == 66)
    for claim in ClaimStudy.Claim.allCases {
      let row = try row(claim, found)
      #expect(!row.isTooOften, "\(claim) \(row.rate)")
    }
  }

  @Test func `finds that intervals miss what is rare`() throws {
    let found = try study { numbers, _ in
      10 + 0.1 * numbers.normal() + (numbers.next() < 0.03 ? 50 : 0)
    }
    #expect(try row(.mean, found).isTooOften)
    #expect(found.lines(width: 200).joined().contains("too many"))
    // What the intervals miss is no verdict.
    #expect(try !row(.direction, found).isTooOften)
    let judgements = try #require(found.table.columns.firstIndex(of: "judgement"))
    #expect(found.table.rows.contains { $0[judgements] == .text("too many") })
  }

  @Test func `has no rows of too few runs`() throws {
    let found = try study({ numbers, _ in numbers.normal() + 10 }, count: 9)
    #expect(found.rows.isEmpty && found.lines(width: 100).isEmpty)
  }
}
