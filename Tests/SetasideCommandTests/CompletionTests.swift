// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What a shell completes.
@Suite struct CompletionTests {
  /// What bash would offer for the last of some words, in the command's own folder.
  private func offers(_ words: String..., by command: Command) throws -> Set<String> {
    let script = try command.run("--generate-completion-script", "bash")
    #expect(script.status == 0 && script.messages.isEmpty)
    try command.write(script.answer, to: ".completion")
    let line = (["setaside"] + words).joined(separator: " ")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = [
      "-c",
      """
      source .completion
      PATH=\(command.program.deletingLastPathComponent().path):$PATH
      COMP_WORDS=(\(line)); COMP_CWORD=\(words.count); COMP_LINE="\(line)"; COMP_POINT=${#COMP_LINE}
      _setaside setaside "\(words.last ?? "")" "\(words.dropLast().last ?? "setaside")"
      printf '%s\\n' "${COMPREPLY[@]}"
      """,
    ]
    process.currentDirectoryURL = command.folder
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Set(output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) })
  }

  @Test func `bash offers commands, policies, metrics, keys and words`() throws {
    let command = try Command()
    #expect(try offers("sw", by: command) == ["sweep"])
    #expect(try offers("policies", "wait", by: command) == ["wait-for-dying", "wait-for-quota"])
    #expect(try offers("metrics", "oom.kills.", by: command).contains("oom.kills.bystander"))
    #expect(try offers("keys", "host.mem", by: command) == ["host.memory"])
    #expect(try offers("compare", "a.sqlite", "--test", "w", by: command) == ["wilcoxon"])
  }

  @Test func `bash offers experiments where one is wanted, and results where they are`() throws {
    let command = try Command()
    for name in ["demo.yaml", "demo.sqlite", "demo.txt"] { try command.write("", to: name) }
    #expect(try offers("sweep", "de", by: command) == ["demo.yaml"])
    #expect(try offers("compare", "de", by: command) == ["demo.sqlite"])
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `every shell gets a script that asks the program for its policies`(shell: String) throws {
    let output = try Command().run("--generate-completion-script", shell)
    #expect(output.status == 0 && output.messages.isEmpty)
    #expect(output.answer.contains("---completion policies -- positional@0"))
    #expect(output.answer.contains("yaml") && output.answer.contains("sqlite"))
  }

  @Test func `a program with policies of its own completes them`() throws {
    let arguments = ["---completion", "policies", "--", "positional@0", "2", "0", "x", "policies"]
    for (program, isThere) in [("setaside", false), ("MisbehavingSetaside", true)] {
      let command = try Command(program: program)
      let output = try command.finish(try command.start(arguments))
      let names = output.answer.split(separator: "\n")
      #expect(output.status == 0 && names.contains("drain"))
      #expect(names.contains("crash") == isThere)
    }
  }
}
