// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The answer of a sweep on one screen.
@Suite struct AnswerTests {
  /// An experiment that is shipped, and the metrics that are given values.
  struct Shipped: Sendable, CustomTestStringConvertible {
    let name: String
    let metrics: [String]
    var testDescription: String { name }
  }

  /// How values differ between the points of an experiment.
  enum Shape: CaseIterable {
    case apart, equal, killed, oneRun
  }

  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "experiments")

  private static let burst = ["task.batch.completion", "oom.kills", "stall.request.p99"]
  private static let shipped = [
    Shipped(name: "cleaner-pace", metrics: ["guest.web.slowdown", "task.batch.completion"]),
    Shipped(name: "demo", metrics: burst),
    Shipped(name: "low-memory-set-aside", metrics: ["guest.db.shutdown-latency"]),
    Shipped(name: "reboot-downtime", metrics: ["guest.db.ready", "guest.db.downtime"]),
    Shipped(name: "reference/rw1", metrics: ["guest.guest.time-to-free"]),
    Shipped(name: "shutdown-then-burst", metrics: burst),
    Shipped(name: "shutdown-then-burst-sensitivity", metrics: burst),
    Shipped(name: "shutdown-then-burst-steady", metrics: burst),
  ]

  /// A results file of the experiment with values of this shape.
  private func feed(_ path: String, _ metrics: [String], _ shape: Shape) throws -> Command {
    let command = try Command()
    let checked = try command.run("check", path).answer
    let words = checked.split { $0 == " " || $0 == "\n" || $0 == "," }
    let place = try #require(words.firstIndex { $0.hasPrefix("point") })
    let points = try #require(Int(words[place - 1]))
    let runs = shape == .oneRun ? 1 : points > 100 ? 2 : 15
    let values = metrics.map { metric -> String in
      let cells = (0..<points).map { point in
        (0..<runs).map { run -> String in
          let isKill = metric == "oom.kills"
          if shape == .killed, point % 2 == 0, metric != "guest.web.slowdown" {
            return isKill ? "1" : "\"killed\""
          }
          if isKill { return "0" }
          let step = shape == .apart ? point * 1_000_000 : 0
          return "\(3_000_000 + 100 * run + step)"
        }.joined(separator: ",")
      }
      return "\"\(metric)\": [\(cells.map { "[\($0)]" }.joined(separator: ","))]"
    }
    try command.write("{\(values.joined(separator: ","))}", to: "values.json")
    let fed = try command.run("bench", "feed", path, "--values", "values.json", "-o", "fed.sqlite")
    #expect(fed.status == 0, "\(fed.messages)")
    return command
  }

  @Test(arguments: shipped, Shape.allCases)
  func `fits a screen of 24 rows and 80 columns`(shipped: Shipped, shape: Shape) throws {
    let path = Self.folder.appending(path: "\(shipped.name).yaml").path
    let command = try feed(path, shipped.metrics, shape)
    let (status, screen) = try command.onTerminal(
      ["compare", "fed.sqlite"], environment: ["NO_COLOR": "1"])
    #expect(status == 0)
    let lines = screen.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    // A sweep adds a blank line and its number of trials, the shell its prompt.
    #expect((6...21).contains(lines.count), "\(screen)")
    for line in lines { #expect(line.count <= 80, "\(line)") }
    #expect(screen.contains("--explain"))
  }

  private func small(_ shape: Shape) throws -> (Command, words: String) {
    let source = try Command()
    try source.write(SmallExperiment.text, to: "small.yaml")
    let path = source.folder.appending(path: "small.yaml").path
    let command = try feed(path, ["task.batch.completion", "oom.kills"], shape)
    let answer = try command.run("compare", "fed.sqlite").answer
    return (command, answer.split(whereSeparator: \.isWhitespace).joined(separator: " "))
  }

  @Test func `says who is best and what that leaves open, as the whole report does`() throws {
    let (command, words) = try small(.apart)
    #expect(words.contains("Best none in most runs: task.batch.completion is 3.00"), "\(words)")
    #expect(words.contains("Next wait-for-quota pages=256: +1.00"), "\(words)")
    #expect(words.contains("Open that its mean is best: up to 18 % of runs can be otherwise; "))
    let whole = try command.run("compare", "fed.sqlite", "--explain").answer
    let all = whole.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(all.contains("none is best in most runs: task.batch.completion is 3.00"))
    for text in [
      "more runs of each like these would settle it", "worse in 15 of 15 runs, mean open",
    ] {
      #expect(words.contains(text) && all.contains(text), "\(text)")
    }
  }

  @Test func `says who is out, and which choice is left`() throws {
    let (_, words) = try small(.killed)
    #expect(words.contains("Out by P(oom.kills > 0) <= 1 %: none (in 15 of 15 runs)."), "\(words)")
    #expect(words.contains("Best wait-for-quota pages=256, the only choice left:"), "\(words)")
    #expect(words.contains("x none 15/15 never"), "\(words)")
    #expect(words.contains("Open P(oom.kills > 0) <= 1 %: 0 of 15 runs; 422 more like these"))
  }

  @Test func `claims no winner where the runs show none`() throws {
    let (_, equal) = try small(.equal)
    #expect(equal.contains("Best no difference that matters is seen between the 2 choices"))
    #expect(equal.contains("Up to 18 % of runs can be otherwise."), "\(equal)")
    let (_, one) = try small(.oneRun)
    #expect(!one.contains(" is best") && one.contains("Open too few runs for a verdict"), "\(one)")
  }

  @Test func `is in colours on a terminal that may have them, and nowhere else`() throws {
    let (command, _) = try small(.apart)
    func shows(_ environment: [String: String]) throws -> Bool {
      try command.onTerminal(["compare", "fed.sqlite"], environment: environment).screen
        .contains("\u{1B}[")
    }
    #expect(try shows([:]))
    #expect(try shows(["NO_COLOR": ""]))
    #expect(try !shows(["NO_COLOR": "1"]))
    #expect(try !shows(["TERM": "dumb"]))
    #expect(try !command.run("compare", "fed.sqlite").answer.contains("\u{1B}"))
  }

  @Test(arguments: [(80, "", 80), (66, "", 66), (0, "", 80), (0, "60", 60), (70, "60", 70)])
  func `is as wide as the terminal`(columns: Int, stated: String, width: Int) throws {
    let (command, _) = try small(.apart)
    let (_, screen) = try command.onTerminal(
      ["compare", "fed.sqlite", "--explain"], columns: UInt16(columns),
      environment: ["COLUMNS": stated, "NO_COLOR": "1"])
    let texts = screen.split(separator: "\n").filter { $0.hasPrefix("  * ") }
    let longest = texts.map(\.count).max() ?? 0
    #expect((width - 14...width).contains(longest), "\(longest)")
  }
}
