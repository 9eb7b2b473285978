// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Statistics

/// Fixed looks, and what looking without them does.
@Suite struct LooksTests {
  @Test func `looks are fixed by minimum, maximum and growth`() {
    #expect(Looks(minimum: 10, maximum: 50, growth: 1.5).repetitions == [10, 15, 23, 35, 50])
    #expect(Looks(minimum: 8, maximum: 8).repetitions == [8])
    #expect(Looks(minimum: 2, maximum: 5, growth: 1.1).repetitions == [2, 3, 4, 5])
  }

  @Test func `a mean of zero never is narrow enough, and the maximum ends it`() {
    let looks = Looks(minimum: 2, maximum: 4, growth: 2)
    let rule = Looks.Rule.relative(0.5)
    #expect(
      looks.decision(after: Sample([-1, 1]), rule: rule) == .continues(to: 4, .relativeToZero))
    #expect(
      looks.decision(after: Sample([-1, 1, 1, -1]), rule: rule) == .exhausted(.relativeToZero))
    #expect(looks.decision(after: Sample([0, 0]), rule: rule) == .continues(to: 4, .noSpread))
    // Narrow enough, but not at a look.
    let narrow = Sample([100, 100.001, 100])
    #expect(looks.decision(after: narrow, rule: rule) == .continues(to: 4, nil))
  }

  @Test func `stopping at fixed looks covers as promised, and naive looking does not`() {
    // Runs with a mean of 1, close to normal: where chance makes them agree the interval is narrow.
    let looks = Looks(minimum: 3, maximum: 60, growth: 1.25)
    let naive = ConfidenceLevel.ninetyFivePercent
    var generator = SplitMix64(seed: 20)
    var fixedHits = 0
    var naiveHits = 0
    let sweeps = 600
    for _ in 0..<sweeps {
      let values = (0..<60).map { _ in
        (0..<6).reduce(0.0) { sum, _ in sum + Double(generator.next(below: 1_001)) / 3_000 }
      }
      func isCovered(_ level: ConfidenceLevel) -> Bool {
        for count in looks.repetitions {
          let interval = Sample(Array(values.prefix(count))).meanInterval(level: level)
          switch looks.decision(interval, after: count, rule: .relative(0.2)) {
          case .enough(let interval): return interval.contains(1)
          case .exhausted: return interval.value?.contains(1) == true
          case .continues: continue
          }
        }
        return false
      }
      if isCovered(looks.levelOfEach()) { fixedHits += 1 }
      if isCovered(naive) { naiveHits += 1 }
    }
    // 95 % of 600 is 570, with a standard deviation of 5.3.
    #expect(fixedHits >= 570, "\(fixedHits)")
    #expect(naiveHits < 560, "\(naiveHits)")
  }
}
