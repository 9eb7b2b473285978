// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The first experiment that a new user gets.
@Suite struct InitTests {
  @Test func `writes an experiment that is checked without a warning`() throws {
    let command = try Command()
    let written = try command.run("init", "mine.yaml")
    #expect(written.status == 0 && written.messages.isEmpty)
    #expect(written.answer.contains("setaside sweep mine.yaml"))
    #expect(try command.contents() == ["mine.yaml"])
    let check = try command.run("check", "mine.yaml")
    #expect(check.status == 0 && check.messages.isEmpty, "\(check.messages)")
    #expect(check.answer == "mine.yaml: no fault; 3 points, 30 repetitions of each that draws\n")
  }

  @Test func `leads through the parts of a file, in their order`() throws {
    let command = try Command()
    #expect(try command.run("init").status == 0)
    let text = try String(
      contentsOf: command.folder.appending(path: "first.yaml"), encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var previous = -1
    for part in ["host:", "guests:", "tasks:", "policies:", "sweep:", "compare:"] {
      let index = try #require(lines.firstIndex(of: part))
      #expect(index > previous, "\(part)")
      // What a part is stands above it, unless it follows what it belongs to.
      let isExplained = lines[..<index].last { $0.hasPrefix("#") || $0.isEmpty }?.hasPrefix("#")
      #expect(isExplained == true, "\(part)")
      previous = index
    }
    #expect(text.contains("setaside sweep first.yaml"))
    for line in lines { #expect(line.count <= 100, "\(line)") }
  }

  @Test(.timeLimit(.minutes(2))) func `gives a verdict at once`() throws {
    let command = try Command()
    #expect(try command.run("init", "first.yaml").status == 0)
    let sweep = try command.run("sweep", "first.yaml")
    #expect(sweep.status == 0)
    #expect(sweep.answer.contains("Best    wait-for-quota pages=256: task.batch.completion is"))
    #expect(sweep.answer.contains("Out     by P(oom.kills > 0) <= 20 %: none (in 30 of 30 runs)."))
    #expect(!sweep.answer.contains("open"), "\(sweep.answer)")
  }

  @Test(arguments: [
    ("my own.yaml", "'my own.yaml'"), ("it's.yaml", "'it'\\''s.yaml'"), ("a\nb: [.yaml", "FILE"),
    ("a\u{85}b.yaml", "FILE"), (String(repeating: "x", count: 60) + ".yaml", "FILE"),
    ("größe.yaml", "größe.yaml"),
  ])
  func `a file of any name is an experiment, and named as a shell reads it`(
    name: String, word: String
  ) throws {
    let command = try Command()
    let written = try command.run("init", name)
    #expect(written.status == 0 && written.answer.contains("  setaside sweep \(word) "))
    let check = try command.run("check", name)
    #expect(check.status == 0 && check.messages.isEmpty, "\(check.messages)")
  }

  @Test func `never replaces what is there, not even a link that leads nowhere`() throws {
    let command = try Command()
    try command.write("mine", to: "first.yaml")
    let again = try command.run("init")
    #expect(again.status == 2 && again.answer.isEmpty)
    #expect(
      again.messages == "first.yaml: error: is there already; nothing was written. "
        + "Name another one: setaside init FILE\n")
    let kept = try String(
      contentsOf: command.folder.appending(path: "first.yaml"), encoding: .utf8)
    #expect(kept == "mine")
    let link = command.folder.appending(path: "link.yaml").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "nowhere.yaml")
    #expect(try command.run("init", "link.yaml").status == 2)
    #expect(try command.run("init", "no/such/folder.yaml").status == 2)
    #expect(try command.run("init", ".").status == 2)
    #expect(try command.contents() == ["first.yaml", "link.yaml"])
  }
}
