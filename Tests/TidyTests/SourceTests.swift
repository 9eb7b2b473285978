// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite struct SourceTests {
  private static let fileLinesMax = 400
  private static let functionLinesMax = 70
  private static let folders = ["Sources", "policies", "Plugins", "Tests"]

  /// What would make two runs of one trial differ, with what to use in its place.
  private static let banned: [(word: String, instead: String)] = [
    ("Foundation", "nothing: simulation needs no platform"),
    ("Glibc", "nothing: simulation needs no platform"),
    ("Date", "SimulatedInstant"),
    ("ContinuousClock", "SimulatedInstant"),
    ("SuspendingClock", "SimulatedInstant"),
    ("DispatchTime", "SimulatedInstant"),
    ("SystemRandomNumberGenerator", "SeededGenerator"),
    ("randomElement", "SeededGenerator"),
    ("shuffled", "SeededGenerator"),
    ("ProcessInfo", "a parameter"),
    ("getenv", "a parameter"),
    ("environment", "a parameter"),
    ("Hasher", "EventDigest"),
    ("hashValue", "EventDigest"),
  ]

  @Test(
    arguments: [
      "Sources/PolicyKit", "Sources/HostConfiguration", "Sources/HostModel", "policies",
    ])
  func `nothing on the way of a decision depends on the machine`(folder: String) throws {
    let sources = try Repository.sources(in: folder)
    #expect(!sources.isEmpty)
    for source in sources {
      for (index, line) in source.code.enumerated() {
        let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
        for (word, instead) in Self.banned where words.contains(word) {
          Issue.record("\(source.path):\(index + 1): \(word) is banned here; use \(instead)")
        }
      }
    }
  }

  /// What reads a clock that somebody may set; a span of time must be of one that nobody can.
  private static let wallClocks = [
    "Date", "NSDate", "gettimeofday", "CLOCK_REALTIME", "UTCClock", "CFAbsoluteTimeGetCurrent",
    "systemUptime", "DispatchWallTime",
  ]
  /// Where a wall clock may be read: to label what is kept.
  private static let labelled = [
    "Sources/SetasideCommand/SweepCommand+Store.swift",
    "Sources/SetasideCommand/MergeCommand.swift",
  ]

  @Test func `a clock that somebody sets gives labels, and no span of time`() throws {
    var found: Set<String> = []
    for source in try Repository.sources(in: "Sources") {
      for line in source.code {
        let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
        guard words.contains(where: Self.wallClocks.contains) else { continue }
        found.insert(source.path)
        #expect(line.contains("started: Date.now.formatted(.iso8601)"), "\(source.path): \(line)")
      }
    }
    #expect(found == Set(Self.labelled))
  }

  @Test(arguments: folders)
  func `files and functions fit a reader's head`(folder: String) throws {
    for source in try Repository.sources(in: folder) {
      #expect(
        source.lines.count <= Self.fileLinesMax,
        "\(source.path) has \(source.lines.count) lines, at most \(Self.fileLinesMax) are read")
      for (name, line, length) in functions(of: source) {
        #expect(
          length <= Self.functionLinesMax,
          "\(source.path):\(line): \(name) has \(length) lines, at most \(Self.functionLinesMax)")
      }
    }
  }

  @Test func `policies end with Policy, or the registry misses them`() throws {
    for path in try Repository.files(in: "policies", ending: ".swift") {
      #expect(path.hasSuffix("Policy.swift"), "\(path) is not found by the registry")
    }
  }

  /// Functions with their length from the first line to the closing brace, which the formatter puts
  /// under the first letter.
  private func functions(
    of source: Repository.Source
  ) -> [(name: String, line: Int, length: Int)] {
    var found: [(String, Int, Int)] = []
    let code = source.code
    for (index, line) in code.enumerated() {
      let words = line.split(separator: " ")
      guard words.contains("func") || words.contains(where: { $0.hasPrefix("init(") }),
        let first = line.firstIndex(where: { $0 != " " }), !line.hasSuffix("}")
      else { continue }
      let closing = line[..<first] + "}"
      let rest = code[(index + 1)...]
      // A requirement of a protocol has no body: what comes next is not deeper than it.
      guard let end = rest.firstIndex(where: { $0 == closing || $0.hasPrefix(closing + " ") })
      else { continue }
      let body = code[(index + 1)..<end]
      let isDeeper = body.allSatisfy { line in
        line.isEmpty || line.hasPrefix(String(line.prefix(while: { $0 == " " })))
      }
      guard isDeeper, opens(code[index...end]) else { continue }
      let name = words.drop { $0 != "func" }.dropFirst().first.map(String.init) ?? "init"
      found.append((name, index + 1, end - index + 1))
    }
    return found
  }

  /// Whether the braces of some lines close exactly at their end, so that they are one body.
  private func opens(_ lines: ArraySlice<String>) -> Bool {
    var depth = 0
    for (index, line) in zip(lines.indices, lines) {
      for character in line {
        if character == "{" { depth += 1 }
        if character == "}" { depth -= 1 }
      }
      if depth == 0, index != lines.indices.last, line.contains("}") { return false }
    }
    return depth == 0
  }
}
