// SPDX-License-Identifier: Apache-2.0

import HostConfiguration
import Statistics
import Testing

@testable import Reports

@Suite struct ComparisonBookTests {
  private let base: [Int64?] = (0..<8).map { 20_000_000_000 + $0 * 1_000_000_000 }

  private func book(
    choices: Int, settings: ComparisonSettings = ComparisonSettings()
  ) throws -> ComparisonBook {
    let slow = base.enumerated().map { $1.map { $0 + 5_000_000_000 + Int64(0) } ?? 0 }
      .enumerated().map { Int64?($1 + Int64($0) * 1_000_000) }
    let results = try SmallSweep.results(
      [("task.batch.completion", [base] + Array(repeating: slow, count: choices))],
      choices: ["none"] + (0..<choices).map { "policy-\($0)" },
      objectives: ["task.batch.completion"], settings: settings)
    return ComparisonBook(results, strata: SweepStrata(results.description))
  }

  @Test func `corrects over the whole family`() throws {
    // Eight pairs of one sign: 2 / 2^8 = 0.0078; times 4 it is 0.031, times 7 it is 0.055.
    let four = try book(choices: 4).judged
    #expect(four.map(\.familySize) == [4, 4, 4, 4])
    #expect(four.allSatisfy { $0.difference.value == 0.03125 && $0.verdict.leaning == .worse })
    #expect(try book(choices: 7).judged.allSatisfy { $0.verdict == .undecided })
  }

  @Test func `tests a trial without draws beside one that draws, in the family`() throws {
    let metric = "task.batch.completion"
    let drawn = try SmallSweep.results(
      [(metric, [base, base])], choices: ["none", "drain"], objectives: [metric])
    let fixed = try series(metric, [5_000_000_000], isRandom: false)
    let results = SweepResults(
      drawn.description, series: [metric: [try series(metric, base), fixed]])
    let book = ComparisonBook(results, strata: SweepStrata(results.description))
    let judged = try #require(book.judged.first)
    #expect(!judged.raw.isExact && judged.raw.pairCount == 8 && judged.familySize == 1)
    #expect(judged.difference.value == 0.0078125 && judged.interval != nil)
  }

  @Test func `corrects as the experiment declares`() throws {
    var settings = ComparisonSettings()
    settings.correction = .none
    #expect(
      try book(choices: 7, settings: settings).judged.allSatisfy {
        $0.difference.value == 0.0078125
      })
    settings.correction = .benjaminiHochberg
    #expect(
      try book(choices: 7, settings: settings).judged.allSatisfy { $0.verdict.leaning == .worse })
  }

  @Test func `corrects for looking, in p-values and in intervals alike`() throws {
    var settings = ComparisonSettings()
    let plain = try book(choices: 2, settings: settings).judged[0]
    settings.stopping = .init(text: "ci(task.batch.completion) < 5 %", looks: 3)
    let looked = try book(choices: 2, settings: settings).judged[0]
    // 2 / 2^8, twice for the family, three times for the looks: 0.0469, and 0.0625 for four.
    #expect(plain.difference.value == 0.015625 && looked.difference.value == 0.046875)
    #expect(looked.equivalence.value == plain.equivalence.value.map { min(1, 3 * $0) })
    #expect(looked.verdict.leaning == .worse)
    let narrow = try #require(plain.interval)
    let wide = try #require(looked.interval)
    #expect(wide.upper - wide.lower > narrow.upper - narrow.lower)
    settings.stopping = .init(text: "ci(task.batch.completion) < 5 %", looks: 4)
    #expect(try book(choices: 2, settings: settings).judged[0].verdict == .undecided)
  }

  @Test func `finds in noise as little as it promises when a rule looked at it`() throws {
    // Stops at whichever look has the smallest p-value: the worst that looking can do.
    var numbers = Numbers(5)
    var found = (plain: 0, corrected: 0)
    var settings = ComparisonSettings()
    settings.test = .t
    for _ in 0..<400 {
      let runs = (0..<2).map { _ in
        (0..<60).map { _ in Int64?(Int64(1e10 + 1e9 * numbers.normal())) }
      }
      let least =
        try [8, 14, 24, 40, 60].map { count in
          let pair = try runs.map { try series("task.batch.completion", Array($0.prefix(count))) }
          return PairedComparison(baseline: pair[0], candidate: pair[1], settings: settings)
            .difference.value ?? 1
        }.min() ?? 1
      settings.stopping = .init(text: "a rule", looks: 5)
      if least < 0.05 { found.plain += 1 }
      if settings.correctedForLooks(.defined(least)).value ?? 1 < 0.05 { found.corrected += 1 }
    }
    // 5 % of 400 is 20, with a standard deviation of 4.4.
    #expect(found.plain > 34, "\(found)")
    #expect(found.corrected <= 20, "\(found)")
  }

  @Test func `keeps families apart, and puts what none has into one`() {
    var settings = ComparisonSettings()
    settings.families = [.init(name: "survival", metrics: ["oom.kills"])]
    #expect(
      settings.families(over: ["a", "oom.kills", "b"]) == [
        .init(name: "survival", metrics: ["oom.kills"]),
        .init(name: "others", metrics: ["a", "b"]),
      ])
    #expect(ComparisonSettings().families(over: ["a"]) == [.init(name: "all", metrics: ["a"])])
  }

  @Test func `rarely finds in noise what is not there`() throws {
    var numbers = Numbers(1)
    var falseFindings = 0
    for _ in 0..<100 {
      let runs = (0..<4).map { _ in
        (0..<12).map { _ in Int64?(Int64(1e10 + 1e9 * numbers.normal())) }
      }
      let results = try SmallSweep.results(
        [("task.batch.completion", runs)], choices: ["none", "a", "b", "c"],
        objectives: ["task.batch.completion"])
      let book = ComparisonBook(results, strata: SweepStrata(results.description))
      if book.judged.contains(where: { $0.verdict.leaning != nil }) {
        falseFindings += 1
      }
    }
    // Holm promises 5 % for the family: of 100, 11 or more have a chance of 1 %.
    #expect(falseFindings < 11)
  }
}
