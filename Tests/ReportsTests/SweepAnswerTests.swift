// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostConfiguration
import Testing

@testable import Reports

/// The answer of a sweep beside its findings.
@Suite struct SweepAnswerTests {
  private func seconds(_ first: Int64, count: Int = 12, step: Int64 = 1) -> [Int64?] {
    (0..<Int64(count)).map { (first * 1_000 + $0 * step) * 1_000_000 }
  }

  private func results(
    _ runs: [[Int64?]], kills: [[Int64?]]? = nil, requirement: SweepRequirement? = nil,
    pareto: [String] = [], stalls: [[Int64?]]? = nil
  ) throws -> SweepResults {
    var values = [("task.batch.completion", runs)]
    if let kills { values.append(("oom.kills", kills)) }
    if let stalls { values.append(("stall.total", stalls)) }
    return try SmallSweep.results(
      values, choices: runs.indices.map { "policy-\($0)" }, objectives: ["task.batch.completion"],
      until: 300_000_000_000, requirement: requirement, pareto: pareto)
  }

  private func words(_ results: SweepResults, width: Int = 80) -> String {
    SweepReport(results).answer(width: width).map(\.plain).joined(separator: "\n")
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test func `names what is not told from the next, as the findings do`() throws {
    let results = try results([seconds(30), seconds(20), seconds(30), seconds(40)])
    let answer = words(results)
    #expect(
      answer.contains("Best policy-1 in most runs: task.batch.completion is 20.0"), "\(answer)")
    #expect(answer.contains("Next policy-0: +10.0 s"), "\(answer)")
    #expect(answer.contains("Not told from it: policy-2."), "\(answer)")
    let findings = SweepAnalysis(results).findings().joined(separator: " ")
    #expect(findings.contains("Not told apart from the next: policy-2."), "\(findings)")
  }

  @Test func `sorts choices by their means, and counts those that it cuts`() throws {
    let runs = (0..<30).map { seconds(100 - Int64($0), count: 20) }
    let lines = SweepReport(try results(runs)).answer(width: 80).map(\.plain)
    #expect(lines.count <= SweepAnswer.linesMax)
    let table = lines.drop { !$0.isEmpty }
    let rows = table.filter { $0.dropFirst().hasPrefix(" policy-") }
    #expect(rows.first?.hasPrefix("> policy-29 ") == true, "\(lines)")
    // A second of a hundred does not matter by default.
    #expect(rows.dropFirst().first?.hasPrefix("= policy-28 ") == true, "\(lines)")
    let cut = 30 - rows.count
    #expect(lines.last?.hasPrefix("and \(cut) more; ") == true, "\(lines)")
  }

  @Test func `gives no winner to what the findings do not`() throws {
    var numbers = Numbers(1)
    let noise = (0..<4).map { _ in
      (0..<12).map { _ in Int64?(Int64((30 + numbers.normal()) * 1e9)) }
    }
    let results = try results(noise)
    let answer = words(results)
    #expect(!SweepAnalysis(results).findings()[0].contains(" is best"))
    #expect(answer.contains("Best not told: "), "\(answer)")
    #expect(!answer.contains("Next "))
  }

  @Test func `puts what is out at the end, and says how many runs would show the rest`() throws {
    let none = [Int64?](repeating: 0, count: 12)
    let results = try results(
      [seconds(10), seconds(20), seconds(30)],
      kills: [[Int64?](repeating: 1, count: 12), none, none], requirement: SmallSweep.noKills)
    let answer = words(results)
    #expect(answer.contains("Out by P(oom.kills > 0) <= 1 %: policy-0 (in 12 of 12 runs)."))
    let needed = try #require(SweepAnalysis(results).judgement(at: 1)?.runsNeeded)
    #expect(answer.contains("0 of 12 runs; \(needed - 12) more like these would show it."))
    let order = ["> policy-1 ", " policy-2 ", "x policy-0 "].compactMap {
      answer.range(of: $0)?.lowerBound
    }
    #expect(order.count == 3 && order == order.sorted(), "\(answer)")
  }

  @Test func `tells a front by its members`() throws {
    let results = try results(
      [seconds(10), seconds(20), seconds(30)],
      pareto: ["task.batch.completion", "stall.total"],
      stalls: [seconds(3), seconds(1), seconds(4)])
    let answer = words(results)
    #expect(answer.contains("Front 2 of 3 choices are beaten by none in"), "\(answer)")
    #expect(answer.contains("> policy-0") && answer.contains("> policy-1"))
    #expect(!answer.contains("> policy-2"))
  }

  @Test func `has titles of several lines, and columns that fit`() throws {
    let table = TextTable(
      lead: [.init("a", cells: ["one", "two"])],
      columns: [
        .init("of two\nlines", .right, cells: ["1", "22"]),
        .init("too wide for it", cells: ["x", "y"]),
      ])
    let lines = table.fittingLines(width: 20)
    #expect(lines.header == ["     of two", "a     lines"])
    #expect(lines.rows == ["one       1", "two      22"])
    #expect(
      table.lines(width: 80).prefix(2) == ["     of two", "a     lines  too wide for it"])
  }
}
