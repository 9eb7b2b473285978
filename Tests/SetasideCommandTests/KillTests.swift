// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Sweeps that are killed at random instants.
@Suite(.serialized) struct KillTests {
  private static let content = """
    SELECT point, repetition, key, seed, outcome, error, digest, policies, names, metrics
    FROM outcomes ORDER BY point, repetition
    """
  private static let arguments = ["sweep", "small.yaml", "--jobs", "2", "-o"]

  private func command(repetitions: Int) throws -> Command {
    let command = try Command()
    try command.write(
      SmallExperiment.text.replacing("repetitions: 6", with: "repetitions: \(repetitions)"),
      to: "small.yaml")
    return command
  }

  private func table(_ command: Command, _ name: String) throws -> [String] {
    try Command.query(command.folder.appending(path: name), Self.content)
  }

  /// The processes that a process has started.
  private func children(of process: Process) -> [Int32] {
    let path = "/proc/\(process.processIdentifier)/task"
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return threads.flatMap { thread in
      ((try? String(contentsOfFile: "\(path)/\(thread)/children", encoding: .utf8)) ?? "")
        .split(separator: " ").compactMap { Int32($0) }
    }
  }

  private func isThere(_ process: Int32) -> Bool {
    let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    return state.map { !$0.contains(") Z ") } ?? false
  }

  @Test func `workers that are killed cost nothing`() throws {
    let command = try command(repetitions: 60)
    _ = try command.finish(try command.start(Self.arguments + ["whole.sqlite"]))
    let process = try command.start(Self.arguments + ["killed.sqlite"])
    var kills = 0
    while process.isRunning {
      Thread.sleep(forTimeInterval: .random(in: 0.03...0.12))
      if let worker = children(of: process).randomElement(), kills < 20, kill(worker, SIGKILL) == 0
      {
        kills += 1
      }
    }
    let output = try command.finish(process)
    #expect(kills > 3)
    let (killed, whole) = (try table(command, "killed.sqlite"), try table(command, "whole.sqlite"))
    #expect(output.status == 0, "\(output.messages)")
    #expect(killed == whole)
  }

  /// The runner, one worker or all of them at once, whatever they are doing; the same command goes on
  /// each time, until a sweep is whole and the next one begins.
  @Test func `a hundred kills at random instants change no byte of the table`() throws {
    let command = try command(repetitions: 100)
    let whole = try command.finish(try command.start(Self.arguments + ["whole.sqlite"]))
    let expected = try table(command, "whole.sqlite")
    var (kills, attempts, kept, name) = (0, 0, 0, "killed-0.sqlite")
    while kills < 100, attempts < 400 {
      attempts += 1
      let process = try command.start(Self.arguments + [name])
      Thread.sleep(forTimeInterval: .random(in: 0...0.35))
      let workers = children(of: process)
      let victims =
        [[process.processIdentifier], Array(workers.prefix(1)), workers, []]
        .randomElement() ?? []
      let all = victims.isEmpty ? [process.processIdentifier] + workers : victims
      if process.isRunning, all.filter({ kill($0, SIGKILL) == 0 }).count > 0 { kills += 1 }
      let output = try command.finish(process)
      for worker in workers {
        for _ in 0..<200 where isThere(worker) { Thread.sleep(forTimeInterval: 0.01) }
        #expect(!isThere(worker), "kill \(kills)")
      }
      let there = try keptCount(command, name)
      #expect(there >= kept, "\(kept) trials were kept, \(there) are there")
      kept = there
      if output.status == 0 {
        #expect(output.answer == whole.answer)
        #expect(try table(command, name) == expected)
        (kept, name) = (0, "killed-\(attempts).sqlite")
      }
    }
    #expect(kills == 100)
    let last = try command.finish(try command.start(Self.arguments + [name]))
    #expect(last.status == 0, "\(last.messages)")
    #expect(last.answer == whole.answer)
    #expect(try table(command, name) == expected)
  }

  @Test func `the first Ctrl-C shows a balanced answer, the second ends at once`() throws {
    let command = try command(repetitions: 500)
    for count in [1, 2] {
      let process = try command.start(Self.arguments + ["\(count).sqlite"])
      while process.isRunning, try keptCount(command, "\(count).sqlite") < 20 {
        Thread.sleep(forTimeInterval: 0.02)
      }
      for _ in 0..<count { kill(process.processIdentifier, SIGINT); usleep(500) }
      let output = try command.finish(process)
      #expect(output.status == 130)
      if count == 1 {
        #expect(output.answer.hasPrefix("PARTIAL: the sweep was stopped before its end; "))
        let words = output.answer.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        // The count is that of the file, and is told once.
        #expect(words.components(separatedBy: " complete at all points").count == 2)
        #expect(output.messages.contains("the same command goes on from there"))
      }
      #expect(try keptCount(command, "\(count).sqlite") >= 20)
    }
  }

  private func keptCount(_ command: Command, _ name: String) throws -> Int {
    let file = command.folder.appending(path: name)
    guard FileManager.default.fileExists(atPath: file.path) else { return 0 }
    return Int((try? Command.query(file, "SELECT count(*) FROM trials"))?.first ?? "") ?? 0
  }
}
