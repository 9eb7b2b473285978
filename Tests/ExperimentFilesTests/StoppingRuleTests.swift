// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import ExperimentFiles

@Suite struct StoppingRuleTests {
  private static let metrics = ["oom.kills", "task.batch.completion"]

  @Test func `reads shares of the mean and amounts in the metric's unit`() throws {
    let share = try StoppingRule(
      parsing: "ci(task.batch.completion) < 5 %", metrics: Self.metrics)
    #expect(share.metric == "task.batch.completion")
    #expect(share.width == .relative(partsPerMillion: 50_000))
    #expect(share.minimumRepetitions == 20)
    #expect(share.maximumRepetitions == 400)
    #expect(share.text == "ci(task.batch.completion) < 5 %")
    let amount = try StoppingRule(
      parsing: "ci(task.batch.completion)<100 ms", metrics: Self.metrics, minimum: 2, maximum: 3)
    #expect(amount.width == .absolute(100_000_000))
    #expect(amount.maximumRepetitions == 3)
  }

  @Test(
    arguments: [
      ("ci(task.btach.completion) < 5 %", "1:4", "did you mean 'task.batch.completion'?"),
      ("ci(oom.kills) <= 5 %", "1:15", "such as 'ci(task.batch.completion) < 5 %', found '<='"),
      ("ci(oom.kills) < 0", "1:17", "expected more than zero"),
      ("ci(task.batch.completion) < 5 GiB", "1:29", "found '5 GiB', an amount of memory"),
      ("ci(oom.kills) < 5 % or", "1:21", "expected nothing more, found 'or'"),
    ])
  func `says what is wrong with a rule`(text: String, place: String, message: String) {
    #expect {
      _ = try StoppingRule(parsing: text, metrics: Self.metrics)
    } throws: { error in
      "\(error)".hasPrefix("command line:\(place): error: '--until': ")
        && "\(error)".contains(message)
    }
  }

  private func load(_ sweep: String) throws -> (experiment: Experiment?, faults: String) {
    let files = try TemporaryFiles([
      (
        "burst.yaml",
        """
        host: { memory: 96 GiB }
        guests: [{ name: db, memory: 64 GiB }]
        policies: { allocation-failure: convert-one, oom-notifier: none, reclaim-throttle: unpaced }
        sweep: { \(sweep) }
        """
      )
    ])
    return files.experiment("burst.yaml")
  }

  @Test func `is read from a sweep`() throws {
    let (loaded, faults) = try load("until: ci(oom.kills) < 1, maximum-repetitions: 50")
    #expect(!faults.contains("error:"), "\(faults)")
    #expect(loaded?.repetitions == 20)
    #expect(loaded?.stopping?.width == .absolute(1))
    #expect(loaded?.stopping?.maximumRepetitions == 50)
    #expect(try load("repetitions: 7").experiment?.stopping == nil)
    let (fixed, none) = try load("until: none, minimum-repetitions: 5, repetitions: 7")
    #expect(!none.contains("error:") && fixed?.stopping == nil && fixed?.repetitions == 7)
    #expect(
      try load("minimum-repetitions: 5").faults.contains("'minimum-repetitions' needs 'until'"))
    let (_, reversed) = try load("until: ci(oom.kills) < 1, maximum-repetitions: 5")
    #expect(reversed.contains("expected at least the 20 of 'minimum-repetitions', found 5"))
  }
}
