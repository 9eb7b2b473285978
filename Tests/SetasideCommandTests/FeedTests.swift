// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Comparisons of values whose truth is known.
@Suite struct FeedTests {
  private static let experiment = """
    setaside: 1
    description: Nothing is run.
    host: { memory: 1 GiB }
    guests:
      - { name: db, memory: 512 MiB, protected: true, teardown: lazy-shutdown, stops: { at: 0 s } }
    tasks:
      - { name: batch, starts: { after: db.exit, delay: { uniform: [0 s, 5 s] } },
          allocates: 64 MiB, rate: 1 GiB/s, measured: true }
    sweep: { grid: { policies.oom-notifier: [none, { use: free-batch, pages: [1, 2] }] } }
    measure: [task.batch.completion, oom.kills]
    compare: { baseline: { policies.oom-notifier: none }, minimize: [task.batch.completion],
               require: "P(oom.kills > 0) <= 1 %" }
    until: 300 s

    """

  private func feed(_ values: String) throws -> (Command, Command.Output) {
    let command = try Command()
    try command.write(Self.experiment, to: "fed.yaml")
    try command.write(values, to: "values.json")
    return (
      command,
      try command.run(
        "bench", "feed", "fed.yaml", "--values", "values.json", "-o", "fed.sqlite")
    )
  }

  private func column(_ name: String, of table: String, _ command: Command) throws -> [String] {
    let output = try command.run("compare", "fed.sqlite", "--json", "--table", table)
    let rows = try JSONSerialization.jsonObject(with: Data(output.answer.utf8)) as? [[String: Any]]
    return (rows ?? []).map { "\($0[name] ?? "")" }
  }

  @Test func `one kill in seventeen runs is no violation`() throws {
    let runs = "[\(Array(repeating: "30000000000", count: 17).joined(separator: ","))]"
    let alive = "[\(Array(repeating: "0", count: 17).joined(separator: ","))]"
    let one = alive.replacing("[0", with: "[1")
    let many = alive.replacing("0", with: "1", maxReplacements: 6)
    let (command, output) = try feed(
      """
      {"task.batch.completion": [\(runs), \(runs), \(runs)], "oom.kills": [\(alive), \(one), \(many)]}
      """)
    #expect(output.status == 0, "\(output.messages)")
    #expect(
      try column("state", of: "requirement", command) == ["not shown", "not shown", "violated"])
    // The runs are equal, and the kills are not: neither is a tie.
    #expect(
      try column("verdict", of: "comparisons", command)
        == ["no difference seen", "no difference seen", "undecided", "undecided"])
  }

  @Test func `a point is told from all of its runs, a pair from those of both`() throws {
    let (command, output) = try feed(
      """
      {"task.batch.completion": [[1, 2, 3, 4, 5, 6, 7, 8], [2, 3, 4], [9, "killed"]],
       "oom.kills": [[0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0], [0, 1]]}
      """)
    #expect(output.status == 0, "\(output.messages)")
    #expect(
      try column("runs", of: "measurements", command) == ["8", "8", "3", "3", "2", "2"])
    #expect(try column("pairs", of: "comparisons", command).prefix(2) == ["2", "2"])
  }

  @Test(arguments: [
    ("[1]", "values.json: error: expected an object of metrics"),
    (#"{"oom.kils": [[0], [0], [0]]}"#, "expected the name of a metric, found 'oom.kils'"),
    (#"{"oom.kills": [[0]]}"#, "'oom.kills': expected the 3 points of the experiment, found 1"),
  ])
  func `refuses what is no values of the experiment`(values: String, message: String) throws {
    let (_, output) = try feed(values)
    #expect(output.status == 2)
    #expect(output.messages.contains(message), "\(output.messages)")
  }
}
