// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Testing

/// Trials that are kept as failed are run again when that is asked for, and then alone.
@Suite struct RetryTests {
  private static let outcomes = "SELECT * FROM outcomes ORDER BY point, repetition"

  /// A whole sweep, of whose trials two are then said to have failed.
  private func results() throws -> (command: Command, unbroken: [String]) {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    #expect(try command.run("sweep", "small.yaml", "-o", "small.sqlite").status == 0)
    let file = command.folder.appending(path: "small.sqlite")
    let unbroken = try Command.query(file, Self.outcomes)
    try DatabaseQueue(path: file.path).write { database in
      try database.execute(
        sql: """
          UPDATE trials SET outcome = 'failed', error = 'took longer than 1 s', digest = NULL, checksum = NULL,
            simulated_end_ns = NULL, shape = NULL, metrics = NULL WHERE trial IN (3, 8)
          """)
    }
    return (command, unbroken)
  }

  private func sweep(_ command: Command, _ options: String...) throws -> Command.Output {
    try command.finish(
      try command.start(["sweep", "small.yaml", "-o", "small.sqlite"] + options))
  }

  @Test func `runs them alone, and the file is as if they had never failed`() throws {
    let (command, unbroken) = try results()
    let untouched = try sweep(command)
    #expect(untouched.status == 1)
    #expect(untouched.messages.contains("0 trials run"))
    #expect(untouched.messages.contains("stay as they are until a sweep has --retry-failed"))
    let retried = try sweep(command, "--retry-failed")
    #expect(retried.status == 0, "\(retried.messages)")
    #expect(retried.messages.contains("2 trials run in "))
    #expect(retried.messages.contains("10 were there already"))
    let file = command.folder.appending(path: "small.sqlite")
    #expect(try Command.query(file, Self.outcomes) == unbroken)
    #expect(try Command.query(file, "SELECT count(*), max(run) FROM trials") == ["12|3"])
    #expect(try sweep(command, "--retry-failed").messages.contains("0 trials run"))
  }

  @Test func `a preview counts them and says why, without running them`() throws {
    let (command, _) = try results()
    let without = try sweep(command, "--dry-run", "--why")
    #expect(
      without.answer.contains(
        "12 of them are in small.sqlite, 2 of which failed ('--retry-failed' would run them again); "
          + "nothing"), "\(without.answer)")
    #expect(
      without.answer.contains(
        "2 trials failed before and would not run again without --retry-failed."))
    let with = try sweep(command, "--dry-run", "--why", "--retry-failed")
    #expect(
      with.answer.contains(
        "12 of them are in small.sqlite, 2 of which failed and would run again; 2 are left."))
    let words = with.answer.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("they failed before, and --retry-failed runs them again"))
    let json = try sweep(command, "--dry-run", "--json", "--retry-failed")
    let parsed = try JSONSerialization.jsonObject(with: Data(json.answer.utf8)) as? [String: Any]
    #expect(parsed?["left"] as? Int == 2 && parsed?["failedBefore"] as? Int == 2)
    let file = command.folder.appending(path: "small.sqlite")
    #expect(
      try Command.query(file, "SELECT count(*) FROM trials WHERE outcome = 'failed'") == ["2"])
  }

  @Test func `one that fails again is kept as failed, with the new reason`() throws {
    let command = try Command(program: "MisbehavingSetaside")
    let text = SmallExperiment.text.replacing(
      "policies.oom-notifier: [none, { use: wait-for-quota, pages: 256 }]",
      with: "policies.reclaim-throttle: [unpaced, hang]"
    ).replacing("{ policies.oom-notifier: none }", with: "{ policies.reclaim-throttle: unpaced }")
    try command.write(text, to: "small.yaml")
    let first = try sweep(command, "--repetitions", "1", "--timeout", "200 ms")
    #expect(first.status == 1 && first.messages.contains("took longer than 200 ms"))
    let second = try sweep(
      command, "--repetitions", "1", "--timeout", "300 ms", "--retry-failed")
    #expect(second.status == 1)
    #expect(second.messages.contains("took longer than 300 ms"), "\(second.messages)")
    #expect(!second.messages.contains("not deterministic"))
    #expect(second.messages.contains("1 trial run in "))
  }
}
