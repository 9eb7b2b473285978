// SPDX-License-Identifier: Apache-2.0

import HostConfiguration
import PolicyKit
import Testing

@testable import Reports

@Suite struct OneAtATimeTests {
  /// Two choices at what is assumed, at a fault of half and of twice the cost, and at a dearer wake.
  private func results() throws -> SweepResults {
    let samples = [("1 us", "20 us"), ("0.5 us", "20 us"), ("2 us", "20 us"), ("1 us", "40 us")]
    let axes = ["costs.fault", "costs.wake"]
    var points: [SweepDescription.Point] = []
    var completions: [[Int64?]] = []
    for (number, sample) in samples.enumerated() {
      for choice in ["none", "drain"] {
        var point = SweepDescription.Point(
          index: points.count,
          values: [
            .init(path: axes[0], label: sample.0), .init(path: axes[1], label: sample.1),
            .init(path: "policies.oom-notifier", label: choice),
          ], isRandom: true, until: nil)
        point.sample = OuterSample(replicate: 0, number: number, coordinates: [0.2, 0.2])
        points.append(point)
        // Drain is a minute faster, and a minute slower where a fault is dear.
        let shift: Int64 = choice == "none" ? 0 : number == 2 ? 60 : -60
        completions.append(
          (0..<12).map { 1_000_000_000 * (Int64($0) * (shift == 0 ? 1 : 2) + 200 + shift) })
      }
    }
    var description = SmallSweep.outer(axes, points)
    description.isOneAtATime = true
    var all = [
      "task.batch.completion": try completions.map { try series("task.batch.completion", $0) }
    ]
    for name in HonestyNote.metrics {
      all[name] = try points.map { _ in try series(name, Array(repeating: 0, count: 12)) }
    }
    return SweepResults(description, series: all)
  }

  @Test func `names the assumption that turns a verdict, and its value`() throws {
    let results = try results()
    let analysis = try #require(OuterAnalysis(results, strata: SweepStrata(results.description)))
    let found = OneAtATime(analysis)
    let row = try #require(found.rows.first)
    #expect(found.rows.count == 1 && row.verdict.leaning == .better && row.changes.count == 3)
    #expect(row.flips.map(\.path) == ["costs.fault"])
    #expect(
      found.sentences().first
        == "drain, task.batch.completion: better in most runs as assumed; worse in most runs with "
        + "costs.fault 2 us instead of 1 us.")
    #expect(found.table.rows.count == 3)
  }

  @Test func `a report tells them instead of shares of a box`() throws {
    let report = SweepReport(try results())
    let text = report.text(width: 100)
    #expect(text.contains("Verdicts when one assumption at a time is another"))
    #expect(text.contains("2 of 3") && !text.contains("of the box"))
    #expect(report.tables.map(\.name) == [.measurements, .sensitivity, .outerSamples])
  }

  @Test func `an outer design gives the answers that are asked for`() throws {
    let all = try results()
    func report(_ answers: [OuterAnswer]) -> SweepReport {
      var description = all.description
      description.isOneAtATime = false
      description.answers = answers
      let names = HonestyNote.metrics + ["task.batch.completion"]
      var series: [String: [MetricSeries]] = [:]
      for name in names {
        series[name] = description.points.indices.compactMap { all.series(name, $0) }
      }
      return SweepReport(SweepResults(description, series: series))
    }
    let everything = report([])
    #expect(everything.tables.contains { $0.name == .outerIndices })
    #expect(everything.text(width: 100).contains("Sobol' index of each assumption"))
    #expect(everything.text(width: 100).contains("Best mean task.batch.completion"))
    let winners = report([.winnerShare])
    #expect(
      winners.tables.map(\.name) == [
        .measurements, .outerShares, .outerWinners, .outerSamples,
      ])
    #expect(!winners.text(width: 100).contains("Sobol' index of each assumption"))
    #expect(winners.text(width: 100).contains("Best mean task.batch.completion"))
    #expect(!report([.sobolIndex]).text(width: 100).contains("Best mean"))
  }
}
