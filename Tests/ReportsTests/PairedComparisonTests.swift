import Testing

@testable import Reports

@Suite struct PairedComparisonTests {
  private let noisy: [Int64] = [10, 30, 20, 50, 40, 60, 15, 35, 25, 45].map { $0 * 1_000_000_000 }

  private func verdict(
    of name: String = "task.batch.completion", _ baseline: [Int64?], _ candidate: [Int64?],
    isRandom: Bool = true, until: Int64? = nil
  ) throws -> Verdict {
    PairedComparison(
      baseline: try series(name, baseline, isRandom: isRandom, until: until),
      candidate: try series(name, candidate, isRandom: isRandom, until: until)
    ).verdict
  }

  @Test func `sees a small difference through noise that both sides share`() throws {
    // Means differ by 3 s of 33 s, single runs by 50 s: only pairs can tell.
    let later = noisy.enumerated().map { $1 + 3_000_000_000 + Int64($0) * 1_000_000 }
    #expect(try verdict(noisy, later) == .worse)
    #expect(try verdict(later, noisy) == .better)
    #expect(
      try verdict(of: "task.batch.throughput.min-1s", noisy, later) == .better)
  }

  @Test func `says when nothing differs, and when it does not matter`() throws {
    #expect(try verdict(noisy, noisy) == .noDifference)
    #expect(try verdict(noisy, noisy.map { $0 + 1_000 }) == .negligible)
    #expect(
      try verdict(noisy, noisy.enumerated().map { $1 + Int64($0 % 3) * 1_000 }) == .negligible)
  }

  @Test func `does not decide what the runs do not say`() throws {
    let shuffled = Array(noisy.reversed())
    #expect(try verdict(noisy, shuffled) == .undecided)
    #expect(try verdict([1], [2]) == .undecided)
    #expect(try verdict([nil], [2]) == .undecided)
  }

  @Test func `compares trials without draws by their numbers`() throws {
    #expect(try verdict([100], [100], isRandom: false) == .noDifference)
    #expect(try verdict([100], [102], isRandom: false) == .negligible)
    #expect(try verdict([100], [120], isRandom: false) == .worse)
  }

  @Test func `pairs a trial without draws with every run of the other`() throws {
    let comparison = PairedComparison(
      baseline: try series("task.batch.completion", [5_000_000_000], isRandom: false),
      candidate: try series("task.batch.completion", noisy.map { $0 }))
    #expect(comparison.pairCount == 10)
    #expect(comparison.verdict == .worse)
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
    #expect(try verdict(of: "oom.kills", six, six) == .noDifference)
    #expect(try verdict(of: "task.batch.completed", six, none) == .worse)
  }
}
