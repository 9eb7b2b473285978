// SPDX-License-Identifier: Apache-2.0

import HostConfiguration
import PolicyKit
import Testing

@testable import Reports

@Suite struct OuterFindingsTests {
  /// Four replicates of eight samples over two costs; ten runs of each choice, which differ from the
  /// baseline by so many seconds.
  private func results(
    _ choices: [String], _ shift: (_ choice: String, _ number: Int, _ at: [Double]) -> Double
  ) throws -> SweepResults {
    let axes = ["costs.fault", "costs.wake"]
    var numbers = Numbers(3)
    var points: [SweepDescription.Point] = []
    var completions: [[Int64?]] = []
    for (replicate, number) in (0..<32).map({ ($0 / 8, $0 % 8) }) {
      let place = [(Double(number) + numbers.next()) / 8, numbers.next()]
      for choice in choices {
        var point = SweepDescription.Point(
          index: points.count,
          values: zip(axes, place).map { .init(path: $0, label: "\(Int($1 * 1_000_000)) ns") }
            + [.init(path: "policies.oom-notifier", label: choice)], isRandom: true, until: nil)
        point.sample = OuterSample(replicate: replicate, number: number, coordinates: place)
        points.append(point)
        let seconds = shift(choice, number, place)
        completions.append((0..<10).map { Int64((100 + Double($0) + seconds) * 1_000_000_000) })
      }
    }
    var description = SmallSweep.outer(axes, points)
    description.hasReplicates = true
    return SweepResults(
      description,
      series: [
        "task.batch.completion": try completions.map { try series("task.batch.completion", $0) }
      ])
  }

  private func analysis(_ results: SweepResults) throws -> OuterAnalysis {
    try #require(OuterAnalysis(results, strata: SweepStrata(results.description)))
  }

  @Test func `gives a tie to nobody`() throws {
    let analysis = try analysis(
      results(["none", "drain", "wait"]) { choice, number, _ in
        choice == "none" || number < 4 ? 0 : choice == "wait" && number < 6 ? -10 : -60
      })
    let text = analysis.sentences().joined(separator: " ")
    #expect(
      text.contains(
        "Best mean task.batch.completion: all alike in 50 %; drain in 25 % (told from all others in "
          + "25 %); drain and wait alike in 25 % (told from all others in 25 %)."), "\(text)")
    let table = try #require(analysis.tables().first { $0.name == .outerWinners })
    let place = try #require(table.columns.firstIndex(of: "choice"))
    #expect(
      table.rows.map { $0[place] } == [
        .text("all alike"), .text("drain"), .text("drain and wait alike"),
      ])
  }

  @Test func `says most only of what explains more than half, and how surely`() throws {
    let one = try analysis(
      results(["none", "drain"]) { choice, number, at in
        choice == "none" ? 0 : (number < 4 ? -10 : -100) - at[1]
      })
    let most = one.sentences().joined(separator: " ")
    #expect(
      most.contains(
        #/Most of the difference is moved by fault \(first order (0.9.|1.00) \[(0.9|1.00)/#),
      "\(most)")
    let two = try analysis(
      results(["none", "drain"]) { choice, _, at in
        choice == "none" ? 0 : -100 * (at[0] + at[1])
      })
    let index = try #require(two.panels.first?.indices.first)
    #expect(try #require(index.interval).lower < 0.5)
    let some = two.sentences().joined(separator: " ")
    #expect(!some.contains("Most of"), "\(some)")
    #expect(
      some.contains(#/The largest index of first order is that of \w+, 0.\d\d \[0.\d\d, /#),
      "\(some)")
    let lines = OuterTables(two).lines(width: 100).joined(separator: "\n")
    #expect(lines.contains(#/0.\d\d \[0.\d\d, \d.\d\d\]/#), "\(lines)")
  }
}
