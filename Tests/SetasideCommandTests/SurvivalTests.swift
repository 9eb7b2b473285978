// SPDX-License-Identifier: Apache-2.0

import Foundation
import SampleExperiments
import Testing

/// Sweeps whose policies do what no policy should.
@Suite(.serialized) struct SurvivalTests {
  private static let limits = ["--jobs", "2", "--timeout", "1 s", "--memory-limit", "128 MiB"]

  private func experiment(_ throttles: [String], repetitions: Int = 4) -> String {
    """
    \(SampleExperiment.scene(allocates: "128 MiB"))
    sweep:
      grid: { policies.reclaim-throttle: [\(throttles.joined(separator: ", "))] }
      repetitions: \(repetitions)
      seed: 7
    measure: [task.batch.completion]
    until: 30 s

    """
  }

  private func command() throws -> Command { try Command(program: "MisbehavingSetaside") }

  private func sweep(
    _ command: Command, _ throttles: [String], repetitions: Int = 4, _ more: String...
  ) throws -> Command.Output {
    try command.write(experiment(throttles, repetitions: repetitions), to: "bad.yaml")
    return try command.finish(
      try command.start(["sweep", "bad.yaml", "-o", "bad.sqlite"] + Self.limits + more))
  }

  private func rows(_ command: Command, _ file: String, _ query: String) throws -> [String] {
    try Command.query(command.folder.appending(path: file), query)
  }

  private static let content =
    "SELECT label, repetition, seed, outcome, digest, names, metrics FROM outcomes"

  @Test(
    arguments: [
      ("crash", "crashed with signal"),
      ("crash", "CrashPolicy.swift:13: Fatal error: the pace went mad; policies: "),
      ("quit", "ended by itself with status 3"),
      ("close-all", "lost its connection to the sweep"),
      ("hang", "took longer than 1 s (--timeout)"),
      ("hungry", "held more than 128 MiB (--memory-limit)"), ("babble", "sent what is no message"),
    ])
  func `a trial that ends its worker is a failed one, and the others are as without it`(
    policy: String, words: String
  ) throws {
    let command = try command()
    let bad = try sweep(command, ["unpaced", policy, "batch-and-pause"], repetitions: 2)
    #expect(bad.status == 1)
    #expect(bad.messages.contains(words), "\(bad.messages)")
    #expect(bad.messages.contains("reclaim-throttle=\(policy); seed 7; repeat with: setaside run"))
    #expect(bad.messages.contains("bad.yaml --point 1 --seed 7"))
    let query = Self.content + " WHERE label <> '\(policy)' ORDER BY 1, 2"
    let beside = try rows(command, "bad.sqlite", query)
    #expect(
      try rows(command, "bad.sqlite", "SELECT count(*) FROM trials WHERE outcome = 'failed'")
        == ["2"])
    try command.write(experiment(["unpaced", "batch-and-pause"], repetitions: 2), to: "good.yaml")
    let good = try command.run("sweep", "good.yaml", "-o", "good.sqlite")
    #expect(good.status == 0)
    #expect(beside.count == 4)
    #expect(beside == (try rows(command, "good.sqlite", query)))
  }

  @Test
  func `a policy that crashes with some seeds fails with those, and what it prints is no answer`()
    throws
  {
    let command = try command()
    let first = try sweep(command, ["unpaced", "moody"], repetitions: 12)
    let query = "SELECT seed FROM trials WHERE outcome = 'failed' ORDER BY seed"
    let failed = try rows(command, "bad.sqlite", query)
    #expect((1...11).contains(failed.count))
    #expect(first.messages.contains("a bad day"))
    #expect(!first.answer.contains("a word that is no answer"))
    let again = try sweep(command, ["unpaced", "moody"], repetitions: 12)
    #expect(again.messages.contains("0 trials run"))
    #expect(again.status == 1)
    #expect(again.answer == first.answer)
  }

  @Test func `stops at the first failure, or at the third, and keeps the rest`() throws {
    let command = try command()
    let first = try sweep(command, ["unpaced", "crash"], repetitions: 40, "--fail-fast")
    #expect(first.status == 1)
    #expect(first.messages.contains("stopped after"))
    let count = "SELECT count(*) FROM trials WHERE outcome = 'failed'"
    let failed = Int(try rows(command, "bad.sqlite", count).first ?? "") ?? 0
    #expect((1...2).contains(failed))
    let second = try sweep(command, ["unpaced", "crash"], repetitions: 40, "--max-failures", "3")
    #expect(second.status == 1)
    let more = Int(try rows(command, "bad.sqlite", count).first ?? "") ?? 0
    #expect((failed + 3...failed + 4).contains(more))
  }

  @Test func `parts together have what the whole has, and a preview runs nothing`() throws {
    let command = try command()
    let text = experiment(["unpaced", "batch-and-pause"], repetitions: 5)
    try command.write(text, to: "good.yaml")
    let preview = try command.run("sweep", "good.yaml", "--dry-run", "--jobs", "2")
    #expect(preview.status == 0)
    #expect(preview.answer.contains("10 trials: 2 points, 5 repetitions."))
    #expect(preview.answer.contains("None of them is in results/good.sqlite."))
    #expect(try command.contents() == ["good.yaml"])
    _ = try command.run("sweep", "good.yaml", "-o", "whole.sqlite")
    let query = "SELECT point, repetition, seed, outcome, digest, names, metrics FROM outcomes"
    var parts: [String] = []
    for number in 1...3 {
      let part = try command.run("sweep", "good.yaml", "--shard", "\(number)/3")
      #expect(part.status == 0)
      #expect(part.answer.isEmpty)
      parts += try rows(command, "results/good.shard-\(number)-of-3.sqlite", query)
    }
    #expect(parts.sorted() == (try rows(command, "whole.sqlite", query)).sorted())
    let later = try command.run("sweep", "good.yaml", "-o", "whole.sqlite", "--dry-run")
    #expect(later.answer.contains("10 of them are in whole.sqlite; nothing is left to run."))
  }

  @Test func `adds repetitions until a goal is reached, and says at which look`() throws {
    let command = try command()
    try command.write(experiment(["unpaced"]), to: "good.yaml")
    let output = try command.run(
      "sweep", "good.yaml", "--until", "ci(task.batch.completion) < 15 %",
      "--minimum-repetitions", "4", "--maximum-repetitions", "30", "--explain")
    #expect(output.status == 0)
    #expect(output.answer.contains("Looked at after 4, 6, 9, 14, 21, 30 repetitions"))
    #expect(output.answer.contains("* unpaced: "))
  }

  @Test(
    arguments: [
      ["--until", "p99(task.batch.completion) < 5 %"], ["--until", "ci(no.such) < 5 %"],
      ["--shard", "4/3"], ["--timeout", "soon"], ["--memory-limit", "1 MiB"],
      ["--max-failures", "0"],
      ["--until", "ci(run.end) < 5 %", "--shard", "1/2"],
    ])
  func `refuses options that make no sense`(options: [String]) throws {
    let command = try command()
    try command.write(experiment(["unpaced"]), to: "good.yaml")
    let output = try command.finish(try command.start(["sweep", "good.yaml"] + options))
    #expect(output.status == 2)
    #expect(output.messages.contains(options[0]), "\(output.messages)")
    #expect(try command.contents() == ["good.yaml"])
  }

  @Test func `a worker is not started by hand`() throws {
    let output = try command().run("worker")
    #expect(output.status == 2)
    #expect(output.messages == "error: 'worker' is started by 'sweep', not by hand\n")
  }

  @Test func `a policy that remembers does not pass its verification, and is called so`() throws {
    let command = try command()
    #expect(try sweep(command, ["unpaced", "remember"], repetitions: 6, "--jobs", "1").status == 0)
    for jobs in ["1", "2"] {
      let output = try command.run("verify", "bad.sqlite", "--all", "--jobs", jobs)
      #expect(output.status == 1, "\(output)")
      let words = output.answer.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(words.contains("a policy keeps something from one trial to the next"), "\(words)")
    }
  }
}
