// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Statistics

/// Properties and hand-worked values that a reference implementation does not give.
@Suite struct StatisticsTests {
  @Test func `ranks do not depend on how a fraction is rounded`() {
    // In doubles, 1000 * 0.999 is exact by luck and 100 * 0.07 is 7.000000000000001.
    #expect(Percentile(partsPerMillion: 70_000)?.rank(among: 100) == 7)
    #expect(Percentile.p999.rank(among: 1000) == 999)
    #expect(Percentile.p999.rank(among: 1001) == 1000)
    #expect(Percentile.p99.rank(among: 1) == 1)
    #expect(Percentile(partsPerMillion: 0)?.rank(among: 9) == 1)
    #expect(Percentile(partsPerMillion: 1_000_000)?.rank(among: Int.max) == Int.max)
    #expect(Percentile(partsPerMillion: 1_000_001) == nil)
    #expect(Percentile(partsPerMillion: -1) == nil)
  }

  @Test func `a confidence level lies strictly between 0 and 1`() {
    #expect(ConfidenceLevel(0) == nil && ConfidenceLevel(1) == nil)
    #expect(ConfidenceLevel(.nan) == nil)
    #expect(ConfidenceLevel(0.5)?.probability == 0.5)
  }

  @Test func `no kill in 30 runs allows 11 percent and in 381 allows 1`() throws {
    let thirty = try #require(Proportion(successes: 0, of: 30).wilsonInterval().value)
    #expect(thirty.lower == 0)
    #expect(thirty.upper > 0.11 && thirty.upper < 0.12)
    let many = try #require(Proportion(successes: 0, of: 381).wilsonInterval().value)
    #expect(many.upper <= 0.01)
    let fewer = try #require(Proportion(successes: 0, of: 380).wilsonInterval().value)
    #expect(fewer.upper > 0.01)
  }

  @Test func `a mean keeps the digits of large values that are close together`() {
    let sample = Sample([1e15 + 1, 1e15 + 2, 1e15 + 6])
    #expect(sample.mean == .defined(1e15 + 3))
    #expect(sample.variance == .defined(7))
  }

  @Test func `a paired difference is candidate minus baseline`() throws {
    let pair = PairedSample(
      baseline: Sample([10, 20, 30, 41]), candidate: Sample([7, 16, 28, 36]))
    #expect(pair.differences.values == [-3, -4, -2, -5])
    #expect(pair.differences.mean == .defined(-3.5))
    let paired = try #require(pair.differences.meanInterval().value)
    #expect(paired.upper < 0)
    // The workload's variation, which pairing takes away, would have drowned it.
    let unpaired = try #require(pair.candidate.meanInterval().value)
    #expect(unpaired.halfWidth > 5 * paired.halfWidth)
  }

  @Test func `a bootstrap depends on its seed and not on the order of the runs`() {
    let values = [9, 2, 31, 4, 4, 17, 8]
    let bootstrap = Bootstrap(seed: 11, resamples: 499)
    for statistic in [Bootstrap.Statistic.mean, .median] {
      let interval = Sample(values).bootstrapInterval(for: statistic, by: bootstrap)
      let reversed = Sample(values.reversed()).bootstrapInterval(for: statistic, by: bootstrap)
      #expect(interval.value != nil)
      #expect(interval == reversed)
    }
    let other = Bootstrap(seed: 12, resamples: 499)
    #expect(
      Sample(values).bootstrapInterval(for: .mean, by: bootstrap)
        != Sample(values).bootstrapInterval(for: .mean, by: other))
  }

  @Test func `a higher level gives a wider interval`() throws {
    let sample = Sample([9, 2, 31, 4, 4, 17, 8])
    let narrow = try #require(
      sample.bootstrapInterval(for: .mean, by: Bootstrap(seed: 2), level: .ninetyPercent).value)
    let wide = try #require(sample.bootstrapInterval(for: .mean, by: Bootstrap(seed: 2)).value)
    #expect(wide.lower < narrow.lower && narrow.upper < wide.upper)
    #expect(narrow.contains(narrow.estimate) && !narrow.contains(wide.upper))
  }

  @Test func `intervals for skewed runs hold the true mean about as often as they say`() {
    // Squares of uniform draws: skewed, and with a mean that is known.
    var generator = SplitMix64(seed: 4)
    let mean = (0..<32).reduce(0.0) { $0 + Double($1 * $1) } / 32
    var studentHits = 0
    var bootstrapHits = 0
    for seed in 0..<300 {
      let draws = (0..<40).map { _ in generator.next(below: 32) }
      let sample = Sample(draws.map { $0 * $0 })
      if sample.meanInterval().value?.contains(mean) == true { studentHits += 1 }
      let interval = sample.bootstrapInterval(
        for: .mean, by: Bootstrap(seed: UInt64(seed), resamples: 299))
      if interval.value?.contains(mean) == true { bootstrapHits += 1 }
    }
    // 95 % of 300 is 285, with a standard deviation of 4.
    #expect((270...298).contains(studentHits))
    #expect((267...298).contains(bootstrapHits))
  }

  @Test func `a killed task counts as the end of the run in a restricted mean`() {
    let restricted = RestrictedSample(
      [.observed(20), .censored, .observed(40), .observed(300), .observed(900)], until: 300)
    #expect(restricted.sample.values == [20, 300, 40, 300, 300])
    #expect(restricted.sample.mean == .defined(192))
    #expect(restricted.restricted == 2)
  }

  @Test func `Holm's correction multiplies by the hypotheses left and never reorders`() {
    // 4 × 0.01, 3 × 0.0125 held up to 0.04, 2 × 0.03, then 1 × 0.04 held up to 0.06.
    let adjusted = HolmAdjustment.adjusted([0.01, 0.04, 0.03, 0.0125])
    #expect(zip(adjusted, [0.04, 0.06, 0.06, 0.04]).allSatisfy { agrees($0, $1, to: 1e-15) })
    #expect(HolmAdjustment.adjusted([0.6, 0.7]) == [1, 1])
    #expect(HolmAdjustment.adjusted([0.2]) == [0.2])
  }

  @Test func `an undefined test still counts towards its family`() {
    let adjusted = HolmAdjustment.adjusted([
      .defined(0.25), .undefined(.allDifferencesZero), .undefined(.noDiscordantPairs),
    ])
    #expect(
      adjusted == [
        .defined(0.75), .undefined(.allDifferencesZero), .undefined(.noDiscordantPairs),
      ])
  }

  @Test func `McNemar counts the pairs that disagree`() throws {
    let baseline = [true, true, true, true, false, false, true]
    let candidate = [false, false, false, true, true, false, false]
    let test = try #require(McNemarTest.test(baseline: baseline, candidate: candidate).value)
    #expect(test.onlyBaseline == 4 && test.onlyCandidate == 1)
    #expect(agrees(test.pValue, 2.0 * (1 + 5) / 32))
  }

  @Test func `bounded draws reach every value about equally often`() {
    var generator = SplitMix64(seed: 99)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<7_000 { counts[generator.next(below: 7)] += 1 }
    #expect(counts.allSatisfy { (880...1_120).contains($0) })
  }
}
