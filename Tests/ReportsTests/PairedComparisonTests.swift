// SPDX-License-Identifier: Apache-2.0

import Statistics
import Testing

@testable import Reports

@Suite struct PairedComparisonTests {
  private let noisy: [Int64] = [10, 30, 20, 50, 40, 60, 15, 35, 25, 45].map { $0 * 1_000_000_000 }

  private func verdict(
    of name: String = "task.batch.completion", _ baseline: [Int64?], _ candidate: [Int64?],
    isRandom: Bool = true, until: Int64? = nil
  ) throws -> Verdict {
    try judged(of: name, baseline, candidate, isRandom: isRandom, until: until).verdict
  }

  private func judged(
    of name: String = "task.batch.completion", _ baseline: [Int64?], _ candidate: [Int64?],
    isRandom: Bool = true, until: Int64? = nil, settings: ComparisonSettings = ComparisonSettings()
  ) throws -> JudgedComparison {
    let raw = PairedComparison(
      baseline: try series(name, baseline, isRandom: isRandom, until: until),
      candidate: try series(name, candidate, isRandom: isRandom, until: until), settings: settings)
    return JudgedComparison(
      raw, ComparisonBook.Pair(baseline: 0, candidate: 1), family: ("all", isRandom ? 1 : 0),
      pValues: .init(raw), settings: settings)
  }

  @Test func `sees a small difference through noise that both sides share`() throws {
    // Means differ by 3 s of 33 s, single runs by 50 s: only pairs can tell.
    let later = noisy.enumerated().map { $1 + 3_000_000_000 + Int64($0) * 1_000_000 }
    #expect(try verdict(noisy, later).leaning == .worse)
    #expect(try verdict(later, noisy).leaning == .better)
    #expect(try verdict(of: "task.batch.throughput.min-1s", noisy, later).leaning == .better)
  }

  @Test func `says when nothing that matters differs, as a finding`() throws {
    let many = (0..<30).flatMap { _ in noisy }
    for runs in [noisy, many] {
      let expected = runs.count < 299 ? Verdict.noDifferenceSeen : .equivalent
      #expect(try verdict(runs, runs) == expected)
      #expect(try verdict(runs, runs.map { $0 + 1_000 }) == expected)
      #expect(
        try verdict(runs, runs.enumerated().map { $1 + Int64($0 % 3) * 1_000 }) == expected)
    }
  }

  @Test func `does not take a few equal runs for proof that they are equal`() throws {
    // After 298 runs without an exception 1.01 % can be one, after 299 less than 1 %.
    func equal(_ count: Int) -> [Int64?] { Array(repeating: 1, count: count) }
    #expect(try verdict(equal(4), equal(4)) == .noDifferenceSeen)
    #expect(try verdict(equal(298), equal(298)) == .noDifferenceSeen)
    #expect(try verdict(equal(299), equal(299)) == .equivalent)
  }

  @Test func `judges by a stated margin rather than by the catalogue's`() throws {
    let later = noisy.enumerated().map { $1 + 100_000_000 + Int64($0) * 1_000_000 }
    #expect(try verdict(noisy, later) == .noDifferenceSeen)
    var settings = ComparisonSettings()
    settings.margins = [("task.batch.completion", .absolute(50_000_000))]
    #expect(try judged(noisy, later, settings: settings).verdict.leaning == .worse)
    settings.margins = [("task.batch.completion", .relative(0.01))]
    #expect(try judged(noisy, later, settings: settings).raw.margin == 330_000_000)
    #expect(try judged(noisy, later, settings: settings).verdict == .noDifferenceSeen)
  }

  @Test func `does not decide what the runs do not say, and says how many might`() throws {
    let shuffled = Array(noisy.reversed())
    let judged = try judged(noisy, shuffled)
    #expect(judged.verdict == .undecided)
    guard case .about(let count) = judged.need else {
      Issue.record("expected a number of repetitions, found \(String(describing: judged.need))")
      return
    }
    #expect((100..<10_000).contains(count))
    #expect(try verdict([1], [2]) == .undecided)
    #expect(try verdict([nil], [2]) == .undecided)
  }

  @Test func `compares trials without draws by their numbers, with no interval and no p`() throws {
    #expect(try verdict([100], [100], isRandom: false) == .equivalent)
    #expect(try verdict([100], [102], isRandom: false) == .equivalent)
    let judged = try judged([100], [120], isRandom: false)
    #expect(judged.verdict == .worse)
    #expect(judged.interval == nil)
    #expect(judged.difference.value == nil)
    #expect(DifferenceText(judged).pValue == "exact")
  }

  @Test func `pairs a trial without draws with every run of the other`() throws {
    let raw = PairedComparison(
      baseline: try series("task.batch.completion", [5_000_000_000], isRandom: false),
      candidate: try series("task.batch.completion", noisy.map { $0 }))
    #expect(raw.pairCount == 10)
    #expect(raw.mean == 28_000_000_000)
    #expect(!raw.isExact)
  }

  @Test func `tells what pairing bought`() throws {
    let ratio = try judged(noisy, noisy.enumerated().map { $1 + Int64($0) }).raw.varianceRatio
    #expect(try #require(ratio) < 1e-6)
  }

  @Test func `takes the effect of the test that was asked for`() throws {
    var settings = ComparisonSettings()
    let later = noisy.enumerated().map { $1 + 3_000_000_000 + Int64($0) * 1_000_000 }
    let ranks = try judged(noisy, later, settings: settings).raw.effect
    #expect(ranks == .init(name: "rank-biserial", value: 1))
    settings.test = .t
    #expect(try judged(noisy, later, settings: settings).raw.effect?.name == "d_z")
  }

  @Test func `counts killed runs of the baseline as their limit`() throws {
    let killed = [Int64?](repeating: nil, count: 10)
    #expect(try verdict(killed, noisy, until: 300_000_000_000) == .better)
    #expect(try verdict(killed, noisy) == .undecided)
  }

  @Test func `decides on kills only by runs in which they differ`() throws {
    let none = [Int64?](repeating: 0, count: 10)
    let six: [Int64?] = [1, 1, 1, 1, 1, 1, 0, 0, 0, 0]
    let five: [Int64?] = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]
    // McNemar, exact: 2 / 2^6 = 0.03, and 2 / 2^5 = 0.06.
    #expect(try verdict(of: "oom.kills", six, none) == .better)
    #expect(try verdict(of: "oom.kills", five, none) == .undecided)
    // That no run of ten differs does not exclude a difference of a point.
    #expect(try verdict(of: "oom.kills", six, six) == .undecided)
    let many = [Int64?](repeating: 0, count: 600)
    #expect(try verdict(of: "oom.kills", many, many) == .equivalent)
    #expect(try verdict(of: "task.batch.completed", six, none) == .worse)
  }
}
