// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Testing

@Suite struct CompareTests {
  /// A results file alone: the experiment that it is from is gone.
  private func results(_ text: String = SmallExperiment.text) throws -> (Command, sweep: String) {
    let command = try Command()
    try command.write(text, to: "small.yaml")
    let sweep = try command.run("sweep", "small.yaml", "-o", "small.sqlite", "--explain")
    #expect(sweep.status == 0)
    try FileManager.default.removeItem(at: command.folder.appending(path: "small.yaml"))
    return (command, sweep.answer)
  }

  @Test func `says what the sweep said, from the results file alone`() throws {
    let (command, sweep) = try results()
    let output = try command.run("compare", "small.sqlite", "--explain")
    #expect(output.status == 0)
    #expect(output.answer == sweep)
    #expect(output.messages.isEmpty)
  }

  @Test func `says whose results they are if another engine's`() throws {
    let (command, sweep) = try results()
    let file = command.folder.appending(path: "small.sqlite").path
    try DatabaseQueue(path: file).write {
      try $0.execute(sql: "UPDATE experiment SET engine_version = '0'")
    }
    let output = try command.run("compare", "small.sqlite", "--explain")
    #expect(output.status == 0)
    #expect(output.answer == sweep)
    #expect(
      output.messages.hasPrefix(
        "small.sqlite: note: these are results of engine 0, this program has "))
  }

  @Test func `leaves out what another engine counted otherwise`() throws {
    let (command, _) = try results()
    let file = command.folder.appending(path: "small.sqlite").path
    func compare() throws -> Command.Output {
      try command.run(
        "compare", "small.sqlite", "--explain", "--metric", "oom.invocations", "--metric",
        "notifier.calls")
    }
    let same = try compare()
    #expect(same.answer.contains("notifier.calls against the baseline"))
    try DatabaseQueue(path: file).write {
      try $0.execute(sql: "UPDATE experiment SET engine_version = '2'")
    }
    let output = try compare()
    #expect(output.status == 0)
    #expect(output.answer.contains("oom.invocations against the baseline"))
    #expect(!output.answer.contains("notifier.calls against the baseline"))
    #expect(
      output.messages.contains(
        "left out, for they mean something else since then: notifier.calls"), "\(output.messages)")
  }

  @Test func `prints every table as CSV and as JSON`() throws {
    let (command, _) = try results()
    for table in ["measurements", "comparisons", "outcomes", "requirement"] {
      let csv = try command.run("compare", "small.sqlite", "--csv", "--table", table)
      let lines = csv.answer.split(separator: "\r\n")
      #expect(lines.count > 1)
      #expect(lines.first?.hasSuffix(",reason") == true)
      let json = try command.run("compare", "small.sqlite", "--json", "--table", table)
      let rows = try JSONSerialization.jsonObject(with: Data(json.answer.utf8)) as? [Any]
      #expect(rows?.count == lines.count - 1)
    }
  }

  @Test func `compares otherwise than declared, and says so`() throws {
    let (command, _) = try results()
    let output = try command.run(
      "compare", "small.sqlite", "--baseline",
      "policies.oom-notifier={ use: wait-for-quota, pages: 256 }", "--metric", "stall.total",
      "--margin", "stall.total=10 ms", "--test", "t", "--correction", "none", "--level", "90",
      "--explain")
    let answer = output.answer.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(output.status == 0, "\(output.messages)")
    #expect(answer.contains("stall.total against the baseline (lower is better)"))
    #expect(answer.contains("Student's t for pairs"))
    #expect(answer.contains("not corrected for their number"))
    #expect(answer.contains("stall.total 10.0 ms as stated"))
    #expect(answer.contains("changed after the runs, which proves less"))
  }

  @Test func `compares a policy with itself on other seeds`() throws {
    let (command, _) = try results(
      SmallExperiment.text.replacing("repetitions: 6", with: "repetitions: 24"))
    let output = try command.run("compare", "small.sqlite", "--aa", "--block", "6")
    #expect(output.status == 0)
    #expect(output.answer.contains("2 comparisons of 6 pairs for each metric and test"))
    let csv = try command.run("compare", "small.sqlite", "--aa", "--block", "6", "--csv")
    #expect(csv.answer.hasPrefix("metric,test,comparisons,"))
  }

  @Test func `prints no cost as assumed that follows one which varies`() throws {
    let (_, sweep) = try results(
      SmallExperiment.text
        .replacing("tasks:", with: "ultravisor: { export: \"ultravisor.destroy * 2\" }\ntasks:")
        .replacing("  grid:\n", with: "  grid:\n    ultravisor.destroy: [2 us, 4 us]\n"))
    let answer = sweep.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      answer.contains(
        "Ultravisor, assumed: destroy varied, export varied, import 9.00 us (2.00 us to 40.0 us)"))
  }

  @Test func `keeps what seeds say apart from what nobody knows`() throws {
    let outer = SmallExperiment.text.replacing(
      "  grid:\n",
      with: """
          outer:
            sobol: 8
            scrambled-replicates: 2
            over: { ultravisor.destroy: { from: 1 us, to: 20 us, scale: log } }
          grid:

        """)
    let (command, sweep) = try results(outer)
    let answer = sweep.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(answer.contains("Share of the box of assumptions in which each verdict holds"))
    #expect(answer.contains("Intervals of shares are over 2 scrambled replicates"))
    #expect(answer.contains("Best mean task.batch.completion: wait-for-quota pages=256 in"))
    for table in ["outer-shares", "outer-winners", "outer-flips", "outer-indices"] {
      let csv = try command.run("compare", "small.sqlite", "--csv", "--table", table)
      #expect(csv.status == 0, "\(csv.messages)")
    }
  }

  @Test(arguments: [
    (["--test", "f"], "'test': expected wilcoxon, t, found 'f'"),
    (
      ["--csv", "--table", "x"], "'--table': expected one of measurements, comparisons, outcomes, "
    ),
    (["--metric", "oom.kill"], "unknown metric 'oom.kill'"),
    (["--margin", "oom.kills"], "'--margin': expected metric=quantity, found 'oom.kills'"),
    (["--level", "101"], "'--level': expected 50...99.99 percent, found 101.0"),
    (["--block", "10"], "'--block' needs '--aa'"),
    (["--aa", "--block", "2"], "'--block': expected 6...100000 pairs, found 2"),
  ])
  func `refuses what it does not understand`(options: [String], message: String) throws {
    let command = try Command()
    try command.write(
      SmallExperiment.text.replacing("repetitions: 6", with: "repetitions: 1"), to: "small.yaml")
    _ = try command.run("sweep", "small.yaml", "-o", "small.sqlite")
    let process = try command.start(["compare", "small.sqlite"] + options)
    let output = try command.finish(process)
    #expect(output.status == 2)
    #expect(output.answer.isEmpty)
    #expect(output.messages.contains(message), "\(output.messages)")
  }

  @Test func `refuses a file that is no results file`() throws {
    let command = try Command()
    try command.write("setaside: 1", to: "small.yaml")
    let output = try command.run("compare", "small.yaml")
    #expect(output.status == 2)
    #expect(try command.run("compare", "gone.sqlite").status == 2)
  }

  @Test func `compares an inert variant with the baseline on the same seeds`() throws {
    let (command, _) = try results(
      SmallExperiment.text.replacing("repetitions: 6", with: "repetitions: 12"))
    let variant = "policies.oom-notifier={ use: wait-for-quota, pages: 256 }"
    let output = try command.run(
      "compare", "small.sqlite", "--aa", "--inert", variant, "--block", "6")
    #expect(output.status == 0, "\(output.messages)")
    #expect(output.answer.contains("which should differ by nothing, against none"))
    let absent = try command.run(
      "compare", "small.sqlite", "--aa", "--inert", "policies.oom-notifier=none")
    #expect(absent.status == 2 && absent.messages.contains("'--inert': no condition has"))
    for (typed, message) in [
      ("policies.oom-notifer=none", "the sweep does not vary 'policies.oom-notifer', did you mean"),
      ("policies.oom-notifier=drain", "the sweep does not give 'policies.oom-notifier' the value"),
    ] {
      let wrong = try command.run("compare", "small.sqlite", "--aa", "--inert", typed)
      #expect(wrong.status == 2)
      #expect(wrong.messages.hasPrefix("error: '--inert': \(message)"), "\(wrong.messages)")
      #expect(!wrong.messages.contains("baseline"))
    }
    let alone = try command.run("compare", "small.sqlite", "--inert", variant)
    #expect(alone.status == 2 && alone.messages.contains("'--inert' needs '--aa'"))
  }
}
