// SPDX-License-Identifier: Apache-2.0

import HostConfiguration
import Statistics
import Testing

@testable import Reports

/// What a verdict is refused for: each case said too much once.
@Suite struct VerdictRuleTests {
  private static let metric = "task.batch.completion"

  private func second(_ seconds: Double) -> Int64 { Int64(seconds * 1e9) }

  /// The verdicts on the second choice, by metric.
  private func judged(
    _ values: [(metric: String, baseline: [Int64?], candidate: [Int64?])], until: Double? = 600,
    settings: ComparisonSettings = ComparisonSettings(), tasks: [String] = []
  ) throws -> [JudgedComparison] {
    let results = try SmallSweep.results(
      values.map { ($0.metric, [$0.baseline, $0.candidate]) }, choices: ["none", "drain"],
      objectives: values.map(\.metric), until: until.map(second), settings: settings, tasks: tasks)
    return SweepAnalysis(results).book.judged
  }

  private func one(
    _ baseline: [Int64?], _ candidate: [Int64?], of name: String = Self.metric,
    until: Double? = 600, settings: ComparisonSettings = ComparisonSettings()
  ) throws -> JudgedComparison {
    try #require(
      judged([(name, baseline, candidate)], until: until, settings: settings).first)
  }

  /// About thirty seconds, with noise.
  private func noise(_ count: Int, seed: UInt64) -> [Int64] {
    var numbers = Numbers(seed)
    return (0..<count).map { _ in second(30 + numbers.normal()) }
  }

  @Test func `is not equivalent while a rare difference may not have shown up`() throws {
    let base = noise(30, seed: 1)
    let judged = try one(base, base)
    #expect(judged.verdict == .noDifferenceSeen)
    // 0.05^(1/30) is 0.905.
    #expect(abs(judged.unseenShare - 0.0950) < 1e-4)
    #expect(DifferenceText(judged).verdict == "no difference seen, <= 9.5 % can differ")
    #expect(DifferenceText(judged).effect == "0 of 30 differ")
    // 1 % of runs is a point, which does not matter of kills either.
    #expect(judged.need == .about(269))
  }

  @Test func `is equivalent with few runs where the worst is within the margin`() throws {
    let base = noise(30, seed: 2)
    var settings = ComparisonSettings()
    // Up to 9.5 % of runs, each up to 10 s otherwise.
    settings.margins = [(Self.metric, .absolute(960_000_000))]
    #expect(try one(base, base, until: 10, settings: settings).verdict == .equivalent)
    settings.margins = [(Self.metric, .absolute(940_000_000))]
    #expect(try one(base, base, until: 10, settings: settings).verdict == .noDifferenceSeen)
  }

  @Test func `is not equivalent while kills are undecided`() throws {
    func verdict(_ count: Int) throws -> Verdict {
      let base = noise(count, seed: 3).map(Optional.some)
      let alive = [Int64?](repeating: 0, count: count)
      return try judged([(Self.metric, base, base), ("oom.kills", alive, alive)])[0].verdict
    }
    // Of two tests 368 runs leave 1 % of runs unseen, but Tango's interval ends at a point from 498 on.
    #expect(try verdict(380) == .noDifferenceSeen)
    #expect(try verdict(500) == .equivalent)
  }

  @Test func `most runs one way and the mean open is a verdict of its own`() throws {
    let base = noise(30, seed: 4)
    var candidate = base.map { Int64?($0 - second(4)) }
    candidate[7] = base[7] + second(100)
    let judged = try one(base, candidate)
    #expect(judged.verdict == .betterInMostRuns)
    #expect(DifferenceText(judged).verdict == "better in 29 of 30 runs, mean open")
    // No number of such runs settles what the interval leaves open.
    #expect(judged.need == nil)
  }

  @Test func `is better only where no run that nobody has seen can turn the mean`() throws {
    let base = noise(30, seed: 5)
    let quicker = base.map { Int64?($0 - second(4)) }
    let judged = try one(base, quicker)
    #expect(judged.verdict == .betterInMostRuns)
    guard case .about(let more) = judged.need else {
      Issue.record("expected a number of runs, found \(String(describing: judged.need))")
      return
    }
    let long = noise(30 + more, seed: 5)
    #expect(try one(long, long.map { Int64?($0 - second(4)) }).verdict == .better)
    let short = long.dropLast()
    #expect(
      try one(Array(short), short.map { Int64?($0 - second(4)) }).verdict == .betterInMostRuns)
    // A tenth of the runs at the limit would cost 1 s of 30: 4 s are more.
    #expect(try one(base, quicker, until: 31).verdict == .better)
  }

  @Test func `runs that are split evenly are no most runs, whatever their ranks`() throws {
    // The median is zero, the ranks are not: half a second down, five up.
    let base = noise(40, seed: 6)
    let candidate = base.enumerated().map { index, value in
      Int64?(value + (index.isMultiple(of: 2) ? -second(0.5) : second(5)) + Int64(index))
    }
    let judged = try one(base, candidate)
    #expect(try #require(judged.difference.value) < 0.05)
    #expect(judged.verdict == .undecided)
  }

  @Test func `who kills wins no metric of the living`() throws {
    let stalls: [Int64] = (0..<20).map { 940_000 + $0 * 100 }
    let none = stalls.map { Int64?($0 + 50_000) }
    let dead = [Int64?](repeating: 0, count: 20)
    let alive = [Int64?](repeating: 1, count: 20)
    let values: [(metric: String, baseline: [Int64?], candidate: [Int64?])] = [
      ("stall.worst-window", none, stalls.map(Optional.some)),
      ("task.batch.completed", dead, alive),
    ]
    let judged = try judged(values, tasks: ["batch"])
    #expect(judged.map(\.verdict) == [.notComparable, .better])
    // Who is better although it lets the job live, is better.
    let mirrored = try self.judged(
      [
        ("stall.worst-window", stalls.map(Optional.some), none),
        ("task.batch.completed", dead, alive),
      ],
      tasks: ["batch"])
    #expect(mirrored[0].verdict.leaning == .better)
    let equal = try self.judged(
      [("stall.worst-window", none, none), ("task.batch.completed", dead, alive)], tasks: ["batch"])
    #expect(equal[0].verdict == .notComparable)
  }

  @Test func `what neither side gets to is no tie`() throws {
    let killed = [Int64?](repeating: nil, count: 12)
    #expect(try one(killed, killed).verdict == .notCompared)
    let results = try SmallSweep.results(
      [(Self.metric, [killed, killed])], choices: ["none", "drain"], objectives: [Self.metric],
      until: 600_000_000_000)
    let findings = SweepAnalysis(results).findings().joined(separator: " ")
    #expect(findings.contains("Nothing is compared"), "\(findings)")
    #expect(!findings.contains("equivalent"))
  }

  @Test func `a margin is none of a limit`() throws {
    let killed = [Int64?](repeating: nil, count: 10)
    let quick = noise(10, seed: 8).map(Optional.some)
    #expect(try one(killed, quick).raw.margin == 0)
    let some = Array(killed.prefix(5)) + [Int64?](repeating: second(20), count: 5)
    #expect(try one(some, quick).raw.margin == 1e9)
  }

  @Test func `a margin of a share of time is one of the smaller part`() throws {
    let high = (0..<10).map { Int64?(940_000 + $0 % 2) }
    let raw = try one(high, high, of: "stall.worst-window").raw
    #expect(abs(raw.margin - 3_000) < 1)
    let low = high.map { $0.map { 1_000_000 - $0 } }
    #expect(abs(try one(low, low, of: "guest.web.slowdown").raw.margin - 3_000) < 1)
  }

  @Test func `an interval beside a corrected p is corrected too`() throws {
    let base = noise(12, seed: 9)
    var numbers = Numbers(10)
    let later = base.map { Int64?($0 + second(1 + numbers.normal())) }
    let results = try SmallSweep.results(
      [(Self.metric, [base.map(Optional.some)] + Array(repeating: later, count: 5))],
      choices: ["none", "a", "b", "c", "d", "e"], objectives: [Self.metric])
    let judged = try #require(SweepAnalysis(results).book.judged.first)
    let family = try #require(judged.familyInterval)
    let unit = DisplayUnit(for: .nanoseconds, magnitude: 1e9)
    #expect(
      DifferenceText(judged).difference.contains(
        "[\(unit.number(family.lower)), \(unit.number(family.upper))] s"))
  }

  @Test func `says how many runs differ where not all do`() throws {
    let base = noise(50, seed: 11)
    let better = base.enumerated().map { Int64?($0 < 6 ? $1 - second(20) : $1) }
    let judged = try one(base, better)
    #expect(DifferenceText(judged).effect == "6 of 50 differ")
    // All that differ are better, but they are not most runs.
    #expect(try #require(judged.difference.value) < 0.05)
    #expect(judged.verdict == .undecided)
  }
}
