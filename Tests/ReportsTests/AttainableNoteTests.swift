// SPDX-License-Identifier: Apache-2.0

import Statistics
import Testing

@testable import Reports

@Suite struct AttainableNoteTests {
  @Test func `says when so few runs could show nothing`() throws {
    func note(_ count: Int, _ settings: ComparisonSettings = ComparisonSettings()) throws -> String?
    {
      let base = (0..<count).map { Int64?(Int64(20_000_000_000 + $0 * 1_000_000_000)) }
      let results = try SmallSweep.results(
        [("task.batch.completion", [base, base.map { $0.map { $0 * 3 } }])],
        choices: ["none", "drain"], objectives: ["task.batch.completion"], settings: settings)
      let analysis = SweepAnalysis(results)
      let isDecided = analysis.book.judged.allSatisfy { $0.verdict.leaning == .worse }
      let sentence = AttainableNote.sentence(analysis.book.families, settings)
      #expect(isDecided == (sentence == nil), "\(count)")
      #expect(sentence == nil || analysis.findings().contains(sentence ?? ""))
      return sentence
    }
    // 2 / 2^5 = 6 % and 2 / 2^6 = 3 %.
    #expect(
      try note(5)
        == "Too few runs: no difference, however large, can be shown at 5 % by 5 pairs in a family of "
        + "1 test; it takes 6 repetitions of each at least.")
    #expect(try note(6) == nil)
    var looked = ComparisonSettings()
    looked.stopping = .init(text: "a rule", looks: 4)
    #expect(try note(7, looked)?.contains("it takes 8 repetitions") == true)
    #expect(try note(8, looked) == nil)
  }

  /// Four choices that are worse in every run, with so many runs each.
  private func families(
    _ counts: [Int], _ settings: ComparisonSettings, metrics: [String] = ["task.batch.completion"]
  ) throws -> [[JudgedComparison]] {
    let base = (0..<12).map { Int64?(Int64(20_000_000_000 + $0 * 1_000_000_000)) }
    let slow = counts.map { count in base.prefix(count).map { $0.map { $0 * 3 } } }
    let results = try SmallSweep.results(
      metrics.map { ($0, [base] + slow) }, choices: ["none"] + counts.indices.map { "p\($0)" },
      objectives: metrics, settings: settings)
    return SweepAnalysis(results).book.families
  }

  @Test(arguments: Multiplicity.allCases)
  func `says so exactly where nothing could be shown, whatever the correction`(
    correction: Multiplicity
  ) throws {
    var settings = ComparisonSettings()
    settings.correction = correction
    for looks in [1, 3] {
      settings.stopping = looks == 1 ? nil : .init(text: "a rule", looks: looks)
      // Alike, and so that some have too few alone but not among the others.
      for counts in (3...12).map({ [$0, $0, $0, $0] }) + [
        [7, 7, 6, 6], [8, 4, 4, 4], [7, 3, 3, 3],
      ] {
        let judged = try families(counts, settings)
        let isShown = judged.joined().contains { $0.verdict.leaning == .worse }
        #expect(isShown == (AttainableNote.sentence(judged, settings) == nil), "\(counts) \(looks)")
      }
    }
  }

  @Test func `takes each sample of an outer design by itself`() throws {
    // Six pairs are enough for one test; three samples of it are no family of three.
    let one = try families([6], ComparisonSettings())
    #expect(AttainableNote.sentence(one, ComparisonSettings()) == nil)
    #expect(AttainableNote.sentence(one + one + one, ComparisonSettings()) == nil)
    #expect(
      AttainableNote.sentence([one.flatMap(\.self) + one.flatMap(\.self)], ComparisonSettings())
        != nil)
    #expect(AttainableNote.sentence([], ComparisonSettings()) == nil)
  }

  @Test func `names the family that needs the fewest, and a small level`() throws {
    var settings = ComparisonSettings()
    settings.level = try #require(ConfidenceLevel(0.999))
    settings.families = [
      .init(name: "many", metrics: ["task.batch.completion", "stall.request.p99"]),
      .init(name: "few", metrics: ["stall.request.max"]),
    ]
    let metrics = ["task.batch.completion", "stall.request.p99", "stall.request.max"]
    // 2 / 2^13 is 0.02 %, four times that 0.1 %; 2 / 2^14 is 0.01 %.
    let sentence = AttainableNote.sentence(
      try families([9, 7, 9, 9], settings, metrics: metrics), settings)
    #expect(
      sentence
        == "Too few runs: no difference, however large, can be shown at 0.1 % by 7 to 9 pairs in "
        + "a family of 4 tests; it takes 13 repetitions of each at least.")
  }
}
