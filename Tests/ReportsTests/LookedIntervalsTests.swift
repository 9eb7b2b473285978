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

  @Test func `looks far enough into the tails for the looks of a rule`() throws {
    let results = try results(looks: 9)
    let report = SweepReport(results)
    let level = ConfidenceLevel.ninetyFivePercent.simultaneous(over: 9)
    // 20 of 7,199 lie beyond either end; of 1,999 only 5 would.
    let bootstrap = Bootstrap(seed: 2021, resamples: 7_199)
    let runs = Sample(results.series("task.batch.completion", 1)?.values ?? [])
    let expected = try #require(
      runs.bootstrapInterval(for: .mean, by: bootstrap, level: level).value)
    #expect(try cells("lower", of: .measurements, report)[1] == .number(expected.lower))
    #expect(try cells("upper", of: .measurements, report)[1] == .number(expected.upper))
    #expect(try cells("level", of: .measurements, report)[1] == .number(level.probability))
    #expect(try cells("interval", of: .comparisons, report) == [.text("BCa bootstrap")])
  }

  @Test func `takes Student's interval where no resamples lie`() throws {
    let report = SweepReport(try results(looks: 1_000))
    #expect(
      try cells("interval", of: .measurements, report)
        == [.text("Student t"), .text("Student t")])
    #expect(try cells("interval", of: .comparisons, report) == [.text("Student t")])
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
    #expect(nine.contains("Intervals of 99.44 %, each by itself"))
    #expect(try text(1).contains("mean over the runs with its 95 % interval"))
  }
}
