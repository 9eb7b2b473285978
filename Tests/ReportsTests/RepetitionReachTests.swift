// SPDX-License-Identifier: Apache-2.0

import HostConfiguration
import Testing

@testable import Reports

/// What so many repetitions can show is known before they are run.
@Suite struct RepetitionReachTests {
  private func description(choices: Int, isRandom: Bool = true) throws -> SweepDescription {
    try SmallSweep.results(
      [("stall.total", Array(repeating: [1, 2], count: choices))],
      choices: (0..<choices).map { $0 == 0 ? "none" : "choice \($0)" }, objectives: ["stall.total"],
      isRandom: isRandom
    ).description
  }

  @Test(arguments: [(2, 5, 6), (2, 3, 6), (5, 7, 8), (41, 10, 11)])
  func `too few pairs for a family`(choices: Int, few: Int, enough: Int) throws {
    let description = try description(choices: choices)
    let text = try #require(RepetitionReach(description, repetitions: few).tooFewPairs)
    #expect(text.contains("\(few) pairs of runs can show no difference at 5 %"))
    #expect(text.contains("it takes \(enough) repetitions"))
    #expect(RepetitionReach(description, repetitions: enough).tooFewPairs == nil)
  }

  @Test func `looks make it harder`() throws {
    var description = try description(choices: 2)
    description.settings.stopping = .init(text: "ci(stall.total) < 5 %", looks: 8)
    #expect(RepetitionReach(description, repetitions: 8).tooFewPairs != nil)
    #expect(RepetitionReach(description, repetitions: 9).tooFewPairs == nil)
  }

  @Test func `a t test and exact differences have no such bound`() throws {
    var description = try description(choices: 2)
    description.settings.test = .t
    #expect(RepetitionReach(description, repetitions: 3).tooFewPairs == nil)
    let exact = RepetitionReach(try self.description(choices: 2, isRandom: false), repetitions: 3)
    #expect(exact.tooFewPairs == nil)
    #expect(
      exact.sentences == ["Nothing is drawn: each point is run once, and differences are exact."])
  }

  @Test func `a requirement out of reach`() throws {
    var description = try description(choices: 2)
    description.requirement = SmallSweep.noKills
    let few = RepetitionReach(description, repetitions: 100)
    #expect(few.unreachableRequirement?.contains("100 runs of a choice cannot show") == true)
    #expect(few.sentences.contains { $0.hasPrefix("100 runs of a choice cannot show") })
    let many = RepetitionReach(description, repetitions: 1_000)
    #expect(many.unreachableRequirement == nil)
    #expect(many.sentences.contains { $0.contains("1000 runs of a choice can show") })
  }

  @Test func `a requirement from below`() throws {
    var description = try description(choices: 2)
    description.requirement = SweepRequirement(
      metric: "task.batch.completed", counts: { $0 > 0 }, isUpperBound: false, share: 0.99,
      text: "P(task.batch.completed > 0) >= 99 %")
    #expect(RepetitionReach(description, repetitions: 100).unreachableRequirement != nil)
    #expect(RepetitionReach(description, repetitions: 1_000).unreachableRequirement == nil)
  }

  @Test func `what no number of runs shows`() throws {
    var description = try description(choices: 2)
    description.requirement = SweepRequirement(
      metric: "oom.kills", counts: { $0 > 0 }, isUpperBound: true, share: 0,
      text: "P(oom.kills > 0) <= 0 %")
    let text = RepetitionReach(description, repetitions: 100).unreachableRequirement
    #expect(text?.hasSuffix("no number of runs shows it") == true)
  }
}
