// SPDX-License-Identifier: Apache-2.0

import Statistics
import Testing

@testable import Reports

/// Intervals at the levels that a rule with many looks leaves to each.
@Suite struct LookedIntervalsTests {
  private func results(looks: Int) throws -> SweepResults {
    var numbers = Numbers(8)
    let runs = (0..<2).map { place in
      (0..<30).map { _ in Int64?(Int64(1e10 * Double(1 + place) + 1e9 * numbers.normal())) }
    }
    var settings = ComparisonSettings()
    settings.stopping = .init(text: "ci(task.batch.completion) < 5 %", looks: looks)
    return try SmallSweep.results(
      [("task.batch.completion", runs)], choices: ["none", "drain"],
      objectives: ["task.batch.completion"], settings: settings)
  }

  private func cells(_ column: String, of table: TableName, _ report: SweepReport) throws
    -> [DataTable.Cell]
  {
    let table = try #require(report.tables.first { $0.name == table })
    let place = try #require(table.columns.firstIndex(of: column), "\(table.columns)")
    return table.rows.map { $0[place] }
  }

  @Test func `gives each look its part of the error`() throws {
    let results = try results(looks: 9)
    let report = SweepReport(results)
    let level = ConfidenceLevel.ninetyFivePercent.simultaneous(over: 9)
    let runs = Sample(results.series("task.batch.completion", 1)?.values ?? [])
    let expected = try #require(
      runs.skewnessCorrectedInterval(level: level).value)
    #expect(try cells("lower", of: .measurements, report)[1] == .number(expected.lower))
    #expect(try cells("upper", of: .measurements, report)[1] == .number(expected.upper))
    #expect(try cells("level", of: .measurements, report)[1] == .number(level.probability))
    #expect(
      try cells("interval", of: .comparisons, report) == [.text("Hall's skewness-corrected t")])
  }

  @Test func `has no interval of medians where no resamples lie`() throws {
    let report = SweepReport(try results(looks: 1_000))
    #expect(
      try cells("median_lower", of: .comparisons, report)
        == [.none("too few resamples for the level")])
  }

  @Test func `says what looking costs`() throws {
    func costs(_ looks: Int) throws -> String {
      try SweepReport(results(looks: looks)).text(width: 10_000)
    }
    let nine = try costs(9)
    #expect(nine.contains("looked at 9 times at most"))
    #expect(nine.contains("every interval has 1/9 of the error (Bonferroni)"))
    #expect(!nine.contains("9th"))
    #expect(try costs(2).contains("every interval has 1/2 of the error"))
    #expect(try costs(1).contains("looked at once, after a number of repetitions fixed beforehand"))
  }

  @Test func `tells the level that intervals have`() throws {
    func text(_ looks: Int) throws -> String {
      try SweepReport(results(looks: looks)).text(width: 10_000)
    }
    let nine = try text(9)
    #expect(nine.contains("mean over the runs with its 99.44 % interval"))
    #expect(
      nine.contains("each by itself, corrected for 9 looks, not for the number of comparisons"))
    #expect(nine.contains("together at 99.44 % over each family"))
    #expect(try text(1).contains("mean over the runs with its 95 % interval"))
  }
}
