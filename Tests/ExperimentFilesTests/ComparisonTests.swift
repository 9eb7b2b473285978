// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import ExperimentFiles

@Suite struct ComparisonTests {
  private func load(_ compare: String, sweep: String = "") throws -> (
    comparison: Comparison?, faults: String
  ) {
    let files = try TemporaryFiles([
      (
        "burst.yaml",
        """
        host: { memory: 96 GiB }
        guests: [{ name: db, memory: 64 GiB }]
        tasks: [{ name: batch, rate: 1 GiB/s, allocates: 8 GiB }]
        policies: { allocation-failure: convert-one, oom-notifier: none, reclaim-throttle: unpaced }
        sweep: { \(sweep) }
        compare: { \(compare) }
        """
      )
    ])
    let (experiment, faults) = files.experiment("burst.yaml")
    return (experiment?.comparison, faults)
  }

  @Test func `has the stated defaults`() throws {
    let (comparison, faults) = try load("minimize: [task.batch.completion]")
    #expect(!faults.contains("error:"), "\(faults)")
    #expect(comparison == Comparison(minimize: ["task.batch.completion"]))
    #expect(comparison?.correction == .holm)
    #expect(comparison?.test == .wilcoxon)
  }

  @Test func `reads how differences are judged`() throws {
    let (comparison, faults) = try load(
      """
      families: { speed: [task.batch.completion, stall.request.p99], survival: [oom.kills] },
        correction: benjamini-hochberg, test: t,
        margins: { task.batch.completion: 5 %, stall.request.p99: 2 ms, oom.kills: 2 % },
        answer: [winner-share, sobol-index]
      """, sweep: "outer: { random: 2, over: { host.cpus: 1..8 } }")
    #expect(!faults.contains("error:"), "\(faults)")
    #expect(
      comparison?.families == [
        .init(name: "speed", metrics: ["task.batch.completion", "stall.request.p99"]),
        .init(name: "survival", metrics: ["oom.kills"]),
      ])
    #expect(comparison?.correction == .benjaminiHochberg)
    #expect(comparison?.test == .t)
    #expect(
      comparison?.margins.map(\.tolerance) == [
        .relative(partsPerMillion: 50_000), .absolute(2_000_000),
        .relative(partsPerMillion: 20_000),
      ])
    #expect(comparison?.answers == [.winnerShare, .sobolIndex])
  }

  @Test(
    arguments: [
      ("correction: hulm", "6:24: error: 'correction': expected holm, ", "did you mean 'holm'?"),
      ("test: u", "6:18: error: 'test': expected wilcoxon, t, found 'u'", ""),
      ("families: [a]", "6:22: error: 'families': expected names with metrics", ""),
      (
        "families: { a: [oom.kills], b: [oom.kills] }", "6:43: error: 'families': ",
        "'oom.kills' is in 'a' already"
      ),
      (
        "margins: { oom.klls: 1 }", "6:23: error: 'margins': unknown metric 'oom.klls'",
        "did you mean 'oom.kills'?"
      ),
      (
        "margins: { oom.kills: 2 }", "6:34: error: 'oom.kills': ",
        "expected a share of runs with its unit, such as 2 %, found '2'"
      ),
      (
        "margins: { oom.kills: 1 s }", "6:34: error: 'oom.kills': ",
        "expected a share of runs with its unit, such as 2 %, found '1 s'"
      ),
      (
        "margins: { task.batch.completed: 1 }", "6:45: error: 'task.batch.completed': ",
        "expected a share of runs with its unit, such as 2 %, found '1'"
      ),
      ("answer: [winner]", "6:21: error: 'answer': expected winner-share, ", ""),
      ("answer: [sobol-index]", "6:20: warning: 'answer' asks about assumptions", ""),
    ])
  func `reports a fault at its place`(compare: String, start: String, end: String) throws {
    let (_, faults) = try load(compare)
    #expect(faults.contains("burst.yaml:" + start), "\(faults)")
    #expect(end.isEmpty || faults.contains(end), "\(faults)")
  }
}
