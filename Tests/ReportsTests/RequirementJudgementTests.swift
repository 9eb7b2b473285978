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
    #expect(judged.runsNeeded == 381)
    #expect(try judge(Array(repeating: 0, count: 380)).state == .notShown)
    #expect(try judge(Array(repeating: 0, count: 381)).state == .fulfilled)
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
}
