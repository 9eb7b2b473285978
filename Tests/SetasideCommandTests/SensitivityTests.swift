// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What `sweep --sensitivity` varies.
@Suite struct SensitivityTests {
  @Test func `takes the share of a CPU that a cleaner gets to its bounds`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    let sweep = try command.run(
      "sweep", "small.yaml", "--sensitivity", "--repetitions", "1", "-o", "small.sqlite",
      "--csv", "--table", "sensitivity")
    #expect(sweep.status == 0, "\(sweep.messages)")
    let rows = sweep.answer.split(whereSeparator: \.isNewline)
    func values(_ path: String) -> Set<String> {
      Set(
        rows.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
          .filter { $0.contains(Substring(path)) }
          .compactMap { row in row.firstIndex(of: Substring(path)).map { String(row[$0 + 2]) } })
    }
    #expect(values("mechanism.wake-up") == ["preempts", "waits"])
    #expect(values("guests.db.cleaner-in") == ["guest"])
    #expect(values("guests.db.cleaner-weight") == ["25", "400"])
    #expect(sweep.answer.contains("host.per-cpu-lists"))
  }

  @Test func `asks nothing of the CPU that rotation does not know`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text + "\nkernel: engine-3\n", to: "small.yaml")
    let sweep = try command.run(
      "sweep", "small.yaml", "--sensitivity", "--repetitions", "1", "-o", "small.sqlite",
      "--csv", "--table", "sensitivity")
    #expect(sweep.status == 0, "\(sweep.messages)")
    #expect(!sweep.answer.contains("cleaner-weight"))
    #expect(!sweep.answer.contains("wake-up"))
  }

  @Test func `takes each cost to both ends of its range, and says what that changes`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    let sweep = try command.run(
      "sweep", "small.yaml", "--sensitivity", "--repetitions", "2", "-o", "small.sqlite",
      "--explain")
    #expect(sweep.status == 0, "\(sweep.messages)")
    #expect(sweep.answer.contains("Verdicts when one assumption at a time is another"))
    #expect(sweep.answer.contains("Too few runs: no difference"))
    let table = try command.run("compare", "small.sqlite", "--csv", "--table", "sensitivity")
    #expect(table.answer.contains(",costs.fault,"))
  }

  @Test func `begins with what the file assumes, and leaves out what is not one assumption`()
    throws
  {
    let command = try Command()
    let outer = "  outer: { sobol: 4, over: { ultravisor.destroy: 1..10 us log } }\n"
    let assumed = """
      assume: { x: 2 us, ratio: 2 }
      ultravisor: { destroy: 3 us, export: "ultravisor.destroy * assume.ratio", import: assume.x }
      costs: { append: 1 ns, fault: "500 ns * assume.ratio" }

      """
    try command.write(
      assumed
        + SmallExperiment.text.replacing(
          "  grid:\n", with: outer + "  grid:\n    assume.x: [2 us, 50 us]\n"), to: "small.yaml")
    let sweep = try command.run(
      "sweep", "small.yaml", "--sensitivity", "--repetitions", "1", "-o", "small.sqlite")
    #expect(sweep.status == 0, "\(sweep.messages)")
    func values(_ path: String) throws -> [String] {
      try Command.query(
        command.folder.appending(path: "small.sqlite"),
        """
        SELECT json_extract(assignments, '$."\(path)"') FROM points GROUP BY 1 ORDER BY min(point)
        """
      ).map { $0.replacing("\"", with: "") }
    }
    #expect(try values("ultravisor.destroy") == ["3 us", "1 us", "10 us"])
    #expect(try values("costs.append") == ["1 ns", "50 ns", "200 ns"])
    #expect(try values("costs.fault") == ["1 us", "500 ns", "4 us"])
    #expect(try values("ultravisor.export") == ["NULL"])
    #expect(try values("ultravisor.import") == ["NULL"])
    #expect(!sweep.messages.contains("twice"), "\(sweep.messages)")
    #expect(
      sweep.messages.contains(
        "note: '--sensitivity' leaves out ultravisor.export, which follows ultravisor.destroy"))
    #expect(
      sweep.messages.contains(
        "note: '--sensitivity' leaves out ultravisor.import, which differs between points"))
  }
}
