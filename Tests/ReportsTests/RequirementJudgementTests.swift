// SPDX-License-Identifier: Apache-2.0

import Statistics
import Testing

@testable import Reports

@Suite struct RequirementJudgementTests {
  private func judge(_ runs: [Int64?], isRandom: Bool = true) throws -> RequirementJudgement {
    RequirementJudgement(
      try series("oom.kills", runs, isRandom: isRandom), SmallSweep.noKills,
      level: .ninetyFivePercent)
  }

  @Test func `takes no kill in few runs for no proof, and says how many runs would be one`() throws
  {
    let judged = try judge(Array(repeating: 0, count: 30))
    #expect(judged.state == .notShown)
    #expect(judged.runsNeeded == 368)
    #expect(try judge(Array(repeating: 0, count: 367)).state == .notShown)
    #expect(try judge(Array(repeating: 0, count: 368)).state == .fulfilled)
  }

  @Test func `calls violated only what the interval excludes`() throws {
    #expect(try judge([1] + Array(repeating: 0, count: 59)).state == .notShown)
    #expect(try judge([1] + Array(repeating: 0, count: 59)).runsNeeded == nil)
    #expect(try judge([1, 1, 1] + Array(repeating: 0, count: 17)).state == .violated)
  }

  @Test func `believes a trial without draws at once`() throws {
    #expect(try judge([0], isRandom: false).state == .fulfilled)
    #expect(try judge([1], isRandom: false).state == .violated)
  }

  /// At most a fifth of the runs may take longer than a hundred seconds.
  private static let soon = SweepRequirement(
    metric: "task.batch.completion", counts: { $0 > 100_000_000_000 }, isUpperBound: true,
    share: 0.2, text: "P(task.batch.completion > 100 s) <= 20 %")

  private func sweep(_ runs: [[Int64?]]) throws -> SweepAnalysis {
    SweepAnalysis(
      try SmallSweep.results(
        [("task.batch.completion", runs)], choices: ["none", "drain"],
        objectives: ["task.batch.completion"], until: 200_000_000_000, requirement: Self.soon))
  }

  @Test func `counts a run that never ended as later than any bound`() throws {
    let quick = [Int64?](repeating: 1_000_000_000, count: 30)
    let killed = [Int64?](repeating: nil, count: 10)
    func judge(_ runs: [Int64?], _ requirement: SweepRequirement = Self.soon) throws
      -> RequirementJudgement
    {
      RequirementJudgement(
        try series("task.batch.completion", runs), requirement, level: .ninetyFivePercent)
    }
    let some = try judge(killed + quick)
    #expect(some.count.successes == 10 && some.count.count == 40 && some.state == .notShown)
    #expect(try judge(killed).state == .violated)
    // Asked the other way round it is the same: such a run is not one that came in time.
    let early = SweepRequirement(
      metric: "task.batch.completion", counts: { $0 < 100_000_000_000 }, isUpperBound: false,
      share: 0.8, text: "")
    #expect(try judge(killed, early).state == .violated)
    #expect(try judge(killed + quick, early).count.successes == 30)
    // A guest that was not to be ready by the end of its run has nothing that never came.
    let ready = try series("guest.db.ready", killed)
    #expect(RequirementJudgement(ready, early, level: .ninetyFivePercent).count.count == 0)
  }

  @Test func `says which runs never ended, and that runs without a value were run`() throws {
    let quick = (0..<40).map { Int64?(Int64(1_000_000_000 + $0)) }
    let killed = [Int64?](repeating: nil, count: 40)
    let half = try sweep([killed, quick])
    let table = try #require(half.requirementTable()).lines(width: 100).joined(separator: "\n")
    #expect(table.contains("40 of 40") && table.contains("violated"), "\(table)")
    #expect(table.contains("never ended") && !table.contains("not run"), "\(table)")
    let findings = half.findings().joined(separator: " ")
    #expect(findings.contains("none (in 40 of 40 runs; 40 never ended)"), "\(findings)")
    let data = try #require(half.requirementData())
    let place = try #require(data.columns.firstIndex(of: "runs_without_end"))
    #expect(data.rows.map { $0[place] } == [.integer(40), .integer(0)])
    let whole = try #require(try sweep([quick, quick]).requirementTable()).lines(width: 100)
    #expect(!whole.joined().contains("never ended"))
    let ready = SweepRequirement(
      metric: "guest.db.ready", counts: { $0 > 1 }, isUpperBound: true, share: 0.2, text: "")
    let none = SweepAnalysis(
      try SmallSweep.results(
        [("guest.db.ready", [killed, killed])], choices: ["none", "drain"],
        objectives: ["guest.db.ready"], requirement: ready))
    let empty = try #require(none.requirementTable()).lines(width: 100).joined(separator: "\n")
    #expect(empty.contains("no value") && !empty.contains("not run"), "\(empty)")
  }
}
