// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Testing

@Suite struct VerifyTests {
  private func results() throws -> Command {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    #expect(try command.run("sweep", "small.yaml", "-o", "small.sqlite").status == 0)
    try FileManager.default.removeItem(at: command.folder.appending(path: "small.yaml"))
    return command
  }

  private func change(_ command: Command, _ statement: String) throws {
    let file = command.folder.appending(path: "small.sqlite")
    try DatabaseQueue(path: file.path).write { database in
      try database.execute(sql: statement)
      // As a program would have left it that wrote no checksums.
      try database.execute(sql: "UPDATE trials SET checksum = NULL")
    }
  }

  @Test func `an untouched file is equal, in part and as a whole, without its experiment`() throws {
    let command = try results()
    let part = try command.run("verify", "small.sqlite", "--sample", "5")
    #expect(part.status == 0, "\(part.messages)")
    #expect(part.answer == "small.sqlite: 5 of 12 trials run again: all equal.\n")
    let all = try command.run("verify", "small.sqlite", "--all", "--jobs", "3")
    #expect(all.status == 0)
    #expect(all.answer == "small.sqlite: 12 of 12 trials run again: all equal.\n")
    #expect(try command.contents() == ["small.sqlite"])
  }

  @Test func `finds a digest, an outcome and a metric that were changed`() throws {
    let command = try results()
    try change(command, "UPDATE trials SET digest = '0123456789abcdef' WHERE trial = 3")
    let digest = try command.run("verify", "small.sqlite", "--all")
    #expect(digest.status == 1)
    #expect(digest.answer.contains("12 of 12 trials run again: 1 of them differs."))
    #expect(digest.answer.contains("digest: stored 0123456789abcdef, found "))
    #expect(digest.answer.contains("repetition "))
    try change(command, "UPDATE trials SET metrics = replace(metrics, '[0', '[1') WHERE trial = 5")
    try change(command, "UPDATE trials SET metrics = json_set(metrics, '$[0]', 17) WHERE trial = 5")
    try change(command, "UPDATE trials SET outcome = 'panic' WHERE trial = 7")
    let more = try command.run("verify", "small.sqlite", "--all", "--json")
    let parsed = try JSONSerialization.jsonObject(with: Data(more.answer.utf8)) as? [String: Any]
    #expect(more.status == 1)
    #expect(parsed?["differing"] as? Int == 3)
    #expect(more.answer.contains("outcome: stored panic, found "))
    #expect(more.answer.contains(": stored 17, found "))
  }

  @Test func `what another program made cannot be verified, and is no failure`() throws {
    let command = try results()
    try change(
      command, "UPDATE policy_sets SET policies = replace(policies, 'none@', 'none@0')")
    try change(
      command,
      """
      UPDATE trials SET key = 'f' || key WHERE policy_set IN
        (SELECT policy_set FROM policy_sets WHERE policies LIKE '%none@0%')
      """)
    let policy = try command.run("verify", "small.sqlite", "--all")
    #expect(policy.status == 0)
    #expect(policy.answer.contains("cannot be verified by this program: the source of policy none"))
    try change(command, "UPDATE experiment SET engine_version = '0'")
    let engine = try command.run("verify", "small.sqlite")
    #expect(engine.status == 0)
    #expect(engine.answer.contains("0 of 12 trials run again: no trial was run again."))
    #expect(engine.answer.contains("the trials are of 0"))
  }

  @Test func `skips trials that failed, and counts them`() throws {
    let command = try results()
    try change(
      command,
      """
      UPDATE trials SET outcome = 'failed', error = 'crashed', digest = NULL, shape = NULL,
        metrics = NULL WHERE trial = 2
      """)
    let output = try command.run("verify", "small.sqlite", "--all")
    #expect(output.status == 0)
    #expect(output.answer.contains("11 of 11 trials run again: all equal."))
    #expect(output.answer.contains("1 trial failed and was not run again."))
  }

  @Test(arguments: [
    ["gone.sqlite"], ["small.sqlite", "--sample", "0"],
    ["small.sqlite", "--jobs", "0"], ["other.yaml"],
  ])
  func `refuses what is no results file, and no sample`(arguments: [String]) throws {
    let command = try Command()
    try command.write("setaside: 1", to: "other.yaml")
    #expect(try command.finish(try command.start(["verify"] + arguments)).status == 2)
  }
}
