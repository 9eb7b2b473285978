// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Bad input is told of at its place, ends with 2, and leaves no trace of a result.
@Suite struct BadInputTests {
  /// A name, what to replace in the small experiment by what, and the whole message.
  private static let faults: [(String, String, String, String)] = [
    (
      "a misspelt key", "cpus: 4", "cpsu: 4",
      """
      small.yaml:3:24: error: unknown key 'cpsu' in the host, did you mean 'cpus'?
      host: { memory: 1 GiB, cpsu: 4, in-use: { kernel: 64 MiB } }
                             ^

      """
    ),
    (
      "a guest larger than its host", "memory: 512 MiB", "memory: 2 GiB", ""
    ),
    ("a missing unit", "memory: 1 GiB", "memory: 1", ""),
    ("a wrong unit", "memory: 1 GiB", "memory: 1 s", ""),
    ("a number out of range", "cpus: 4", "cpus: 0", ""),
    ("an unknown policy", "{ use: wait-for-quota, pages: 256 }", "wait-for-quote", ""),
    ("an unknown parameter", "pages: 256 }", "page: 256 }", ""),
    ("a path that leads nowhere", "policies.oom-notifier: [", "policies.oom-notifer: [", ""),
    ("a cycle of includes", "setaside: 1", "include: [small.yaml]", ""),
    ("a tab", "  repetitions: 6", "\trepetitions: 6", ""),
    ("an unclosed bracket", "oom.kills]", "oom.kills", ""),
    ("a duplicate key", "  seed: 7", "  seed: 7\n  seed: 8", ""),
    ("an unknown metric", "[task.batch.completion, oom.kills]", "[oom.kill]", ""),
  ]

  @Test(arguments: faults)
  func `names the place and runs nothing`(
    name: String, old: String, new: String, message: String
  ) throws {
    let command = try Command()
    let text = SmallExperiment.text.replacing(old, with: new, maxReplacements: 1)
    #expect(text != SmallExperiment.text)
    try command.write(text, to: "small.yaml")
    let checked = try command.run("check", "small.yaml")
    #expect(checked.status == 2)
    #expect(checked.answer.isEmpty)
    #expect(checked.messages.hasPrefix("small.yaml:"))
    #expect(checked.messages.contains(": error: "))
    if !message.isEmpty { #expect(checked.messages == message) }
    for verb in ["show", "run", "sweep"] {
      let output = try command.run(verb, "small.yaml")
      #expect(output.status == 2)
      #expect(output.answer.isEmpty)
      #expect(output.messages == checked.messages)
    }
    #expect(try command.contents() == ["small.yaml"])
  }

  @Test func `tells all faults at once`() throws {
    let command = try Command()
    let text = SmallExperiment.text.replacing("cpus: 4", with: "cpus: many")
      .replacing("rate: 4 GiB/s", with: "rate: 4 s").replacing("seed: 7", with: "sed: 7")
    try command.write(text, to: "small.yaml")
    let output = try command.run("sweep", "small.yaml")
    #expect(output.status == 2)
    #expect(output.messages.split(separator: "\n").count { $0.contains(": error: ") } == 3)
  }

  @Test(arguments: ["empty", "directory", "binary", "missing", "large"])
  func `refuses what is no experiment`(kind: String) throws {
    let command = try Command()
    let name = "\(kind).yaml"
    switch kind {
    case "empty": try command.write("", to: name)
    case "directory": try command.write("", to: "\(name)/inside")
    case "binary": try command.write(Data([0x7F, 0x45, 0x4C, 0x46, 0, 1, 2, 0xFF]), to: name)
    case "large":
      try command.write("", to: name)
      let file = try FileHandle(forWritingTo: command.folder.appending(path: name))
      try file.truncate(atOffset: 100_000_000)
    default: break
    }
    let before = try command.contents()
    for verb in ["check", "run", "sweep"] {
      let output = try command.run(verb, name)
      #expect(output.status == 2)
      #expect(output.answer.isEmpty)
      #expect(output.messages.hasPrefix(name))
    }
    #expect(try command.contents() == before)
  }

  @Test func `refuses arguments that make no sense`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    for arguments in [
      ["sweep", "small.yaml", "--jobs", "0"], ["sweep", "small.yaml", "--repetitions", "0"],
      ["sweep"], ["run", "small.yaml", "--point", "2"], ["run", "small.yaml", "--repetition=-1"],
      ["run", "small.yaml", "-s", "nonsense"], ["run", "small.yaml", "-s", "host.cpu=2"],
      ["bench", "reference", "--mode", "5"], ["bench", "reference", "--pages", "0"],
      ["bench", "durable", "small.yaml", "--trials", "1"],
      ["bench", "durable", "small.yaml", "-o", "small.yaml"], ["bench", "durable", "none.yaml"],
      [
        "bench", "durable", "small.yaml", "-s", "tasks.batch.starts={ after: db.exit }",
        "-s", "mechanism.tick-phase=zero",
      ],
      ["policies", "nobody"], ["record", "-o", "trace.csv"], ["swep", "small.yaml"],
      ["record", "-o", "trace.csv", "--interval", "10", "--", "true"],
      ["record", "-o", "trace.csv", "--", "./no-such-command"],
    ] {
      let output = try command.finish(try command.start(arguments))
      #expect(output.status == 2, "\(arguments): \(output)")
      #expect(output.answer.isEmpty)
      #expect(!output.messages.isEmpty)
    }
    #expect(try command.contents() == ["small.yaml"])
  }

  @Test func `refuses results of something else`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    try command.write("a diary, which must not be lost", to: "diary.sqlite")
    for path in ["diary.sqlite", "no-such-folder/x.sqlite", "."] {
      let output = try command.run("sweep", "small.yaml", "-o", path)
      #expect(output.status == 2)
      #expect(output.messages.hasPrefix(path))
    }
    #expect(try command.contents() == ["diary.sqlite", "small.yaml"])
  }
}
