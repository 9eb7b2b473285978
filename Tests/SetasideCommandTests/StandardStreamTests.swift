// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Answers that cannot be written, and names that keep nothing.
@Suite struct StandardStreamTests {
  private static let commands = [
    "check small.yaml", "show small.yaml", "show small.yaml --trials", "run small.yaml",
    "run small.yaml --json", "schema", "metrics", "policies", "kernels", "--help", "--version",
    "help sweep", "sweep small.yaml --dry-run", "sweep small.yaml -o again.sqlite",
    "compare kept.sqlite", "compare kept.sqlite --csv", "verify kept.sqlite",
    "merge -o merged.sqlite kept.sqlite",
  ]

  /// Runs a line of a shell in which `S` is the command; the answer is its status.
  private func shell(_ command: Command, _ line: String) throws -> (status: String, text: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "{ \(line) ; } 2>.text; echo $? >.status", "sh"]
    process.environment = ["S": command.program.path, "PATH": "/usr/bin:/bin"]
    process.currentDirectoryURL = command.folder
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    func read(_ name: String) throws -> String {
      try String(contentsOf: command.folder.appending(path: name), encoding: .utf8)
    }
    return (try read(".status").trimmingCharacters(in: .whitespacesAndNewlines), try read(".text"))
  }

  @Test func `an answer that cannot be written is a failure in all commands`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    #expect(try command.run("sweep", "small.yaml", "-o", "kept.sqlite").status == 0)
    for words in Self.commands {
      for end in ["> /dev/full", ">&-"] {
        let (status, text) = try shell(command, "\"$S\" \(words) \(end)")
        #expect(status == "1", "\(words) \(end): \(text)")
        #expect(text.contains("error: standard output cannot be written: "), "\(words) \(end)")
      }
      let (status, text) = try shell(command, "\"$S\" \(words) > /dev/null")
      #expect(status == "0", "\(words): \(text)")
    }
    // The trials are kept all the same.
    #expect(
      try Command.query(command.folder.appending(path: "again.sqlite"), "SELECT count(*) FROM plan")
        == ["12"])
  }

  @Test func `a reader who has had enough is no failure, and a fault keeps its own status`() throws
  {
    let command = try Command()
    try command.write("host: 1", to: "bad.yaml")
    let early = try shell(command, "{ \"$S\" schema; echo $? >early; } | head -c 1 >first")
    #expect(early.text == "")
    let status = try String(
      contentsOf: command.folder.appending(path: "early"), encoding: .utf8)
    #expect(status == "0\n")
    #expect(try shell(command, "\"$S\" check bad.yaml > /dev/full").status == "2")
  }

  @Test func `a sweep goes on when nobody reads its messages`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    let line = "{ \"$S\" sweep small.yaml 2>&1 >answer; echo $? >early; } | true"
    _ = try shell(command, line)
    let status = try String(
      contentsOf: command.folder.appending(path: "early"), encoding: .utf8)
    #expect(status == "0\n")
  }

  @Test func `results are not kept where nothing is kept`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    #expect(try command.run("sweep", "small.yaml", "-o", "kept.sqlite").status == 0)
    #expect(try shell(command, "mkfifo pipe").status == "0")
    for name in ["", "/dev/null", "pipe"] {
      for arguments in [
        ["sweep", "small.yaml", "-o", name], ["sweep", "small.yaml", "--dry-run", "-o", name],
        ["merge", "-o", name, "kept.sqlite"], ["record", "-o", name, "--", "true"],
        ["compare", name], ["verify", name],
      ] {
        let output = try command.finish(try command.start(arguments))
        #expect(output.status == 2, "\(arguments): \(output)")
        #expect(output.answer.isEmpty)
        #expect(output.messages.contains(#/empty|nothing|no regular file|not a regular file/#))
      }
    }
    // SQLite would take it for a database in memory.
    #expect(try command.run("sweep", "small.yaml", "-o", ":memory:").status == 0)
    #expect(try command.contents().contains(":memory:"))
    #expect(try command.run("compare", ":memory:").status == 0)
  }
}
