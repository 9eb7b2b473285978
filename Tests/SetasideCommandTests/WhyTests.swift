// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Testing

@Suite struct WhyTests {
  private func results() throws -> Command {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    #expect(try command.run("sweep", "small.yaml", "-o", "small.sqlite").status == 0)
    return command
  }

  private func why(_ command: Command, _ old: String, _ new: String) throws -> String {
    let text = SmallExperiment.text.replacingOccurrences(of: old, with: new)
    #expect(text != SmallExperiment.text)
    try command.write(text, to: "small.yaml")
    let output = try command.run("sweep", "small.yaml", "-o", "small.sqlite", "--why")
    #expect(output.status == 0, "\(output.messages)")
    return output.answer.split(separator: "\n").map { $0.drop { $0 == " " } }
      .joined(separator: " ")
  }

  @Test func `says that a file is new, and runs nothing`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    let output = try command.run("sweep", "small.yaml", "--why")
    #expect(output.status == 0)
    #expect(output.answer.contains("12 trials at 2 points"))
    #expect(output.answer.contains("results/small.sqlite is a new file"))
    #expect(try command.contents() == ["small.yaml"])
  }

  @Test func `a changed parameter of one policy runs only what depends on it, and says so`() throws
  {
    let command = try results()
    let answer = try why(command, "pages: 256 }]", "pages: 512 }]")
    #expect(answer.contains("6 of them are in small.sqlite; 6 are left."))
    #expect(answer.contains("6 trials at 1 point (wait-for-quota pages=512): the point is new: "))
    #expect(
      answer.contains("policies.oom-notifier = wait-for-quota pages=512 was not run before"))
    let run = try command.run("sweep", "small.yaml", "-o", "small.sqlite")
    #expect(run.messages.contains("6 trials run"))
  }

  @Test func `says which value changed, from what to what`() throws {
    let answer = try why(try results(), "rate: 4 GiB/s", "rate: 5 GiB/s")
    #expect(answer.contains("12 trials at 2 points"))
    #expect(answer.contains("tasks.batch.rate changed from 4 GiB/s to 5 GiB/s"))
    #expect(!answer.contains("more repetitions"))
  }

  @Test func `names no change that no trial depends on`() throws {
    let command = try results()
    let fast = SmallExperiment.text.replacing("rate: 4 GiB/s", with: "rate: 5 GiB/s")
      .replacing("repetitions: 6", with: "repetitions: 8")
      .replacing("oom.kills > 0) <= 1 %", with: "oom.kills > 0) <= 2 %")
    try command.write(fast, to: "small.yaml")
    let answer = try command.run("sweep", "small.yaml", "-o", "small.sqlite", "--why").answer
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(answer.contains("tasks.batch.rate changed from 4 GiB/s to 5 GiB/s"))
    #expect(!answer.contains("sweep.") && !answer.contains("compare."))
  }

  @Test func `says that repetitions, the seed or nothing is new`() throws {
    let command = try results()
    let more = try why(command, "repetitions: 6", "repetitions: 8")
    #expect(more.contains("4 trials at 2 points"))
    #expect(more.contains("more repetitions"))
    let seed = try why(command, "seed: 7", "seed: 8")
    #expect(seed.contains("sweep.seed changed from 7 to 8"))
    let nothing = try why(command, "Does a small job survive?", "Will it?")
    #expect(nothing.contains("No trial would run."))
  }

  @Test func `says that a policy or the engine is another, and what failed before`() throws {
    let command = try results()
    func change(_ statement: String) throws {
      let file = command.folder.appending(path: "small.sqlite")
      try DatabaseQueue(path: file.path).write { database in
        try database.execute(sql: statement)
        // As a program would have left it that wrote no checksums.
        try database.execute(sql: "UPDATE trials SET checksum = NULL")
      }
    }
    // Which trial is the first in the file depends on the workers.
    try change(
      """
      UPDATE trials SET outcome = 'failed', error = 'crashed'
      WHERE trial = (SELECT trial FROM plan WHERE point = 0 AND repetition = 0)
      """)
    try change(
      """
      UPDATE policy_sets SET policies = replace(policies, 'wait-for-quota@', 'wait-for-quota@0');
      UPDATE trials SET key = 'f' || key WHERE policy_set IN
        (SELECT policy_set FROM policy_sets WHERE policies LIKE '%wait-for-quota@0%')
      """)
    let policy = try why(command, "Does a small job survive?", "Will it?")
    #expect(policy.contains("6 trials at 1 point"))
    #expect(policy.contains("the source of policy wait-for-quota (oom-notifier) changed: 0"))
    #expect(
      policy.contains("1 trial failed before and would not run again without --retry-failed."))
    try change("UPDATE experiment SET engine_version = '0'")
    let engine = try why(command, "Does a small job survive?", "Will it?")
    #expect(engine.contains("12 trials at 2 points"))
    #expect(engine.contains("the engine changed: 0 -> "))
  }
}
