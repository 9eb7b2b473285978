// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Statistics

/// Outcomes that are not a number for each run: shares, censored durations, kills.
@Suite struct OutcomeTests {
  let reference: ComparisonValues

  init() throws {
    reference = try #require(ComparisonValues.shared)
  }

  @Test func `exact intervals and binomial tests are those of SciPy`() throws {
    for row in reference.proportions {
      let proportion = Proportion(successes: row.successes, of: row.count)
      let level = try #require(ConfidenceLevel(row.level))
      let interval = try #require(proportion.clopperPearsonInterval(level: level).value)
      #expect(agrees(interval.lower, row.lower), "\(row)")
      #expect(agrees(interval.upper, row.upper), "\(row)")
      let test = try #require(
        BinomialTest.test(proportion, probability: row.probability).value)
      #expect(agrees(test.pValue, row.p), "\(row)")
      #expect(agrees(test.lessPValue, row.less), "\(row)")
      #expect(agrees(test.greaterPValue, row.greater), "\(row)")
    }
    #expect(reference.proportions.count == 28)
  }

  @Test func `paired score intervals are those of a numerical likelihood`() throws {
    for row in reference.pairedProportions {
      let pairs = PairedProportion(
        onlyBaseline: row.baseline, onlyCandidate: row.candidate, of: row.count)
      let interval = try #require(pairs.interval().value)
      #expect(agrees(interval.lower, row.lower, to: 1e-5), "\(row) \(interval)")
      #expect(agrees(interval.upper, row.upper, to: 1e-5), "\(row) \(interval)")
      let test = try #require(pairs.equivalence(margin: row.margin).value)
      #expect(agrees(test.pValue, row.equivalent, to: 1e-5), "\(row) \(test)")
    }
    #expect(reference.pairedProportions.count == 5)
  }

  @Test func `no kill in 381 runs bounds the probability at 1 percent`() throws {
    #expect(Proportion.runsToBound(0.01) == .defined(381))
    #expect(Proportion.runsToBound(0.01, maximum: 300) == .undefined(.moreThan(repetitions: 300)))
    let bound = try #require(Proportion(successes: 0, of: 268).wilsonUpperBound().value)
    #expect(bound <= 0.01 && bound > 0.0099)
  }

  @Test func `survival curves are those of SciPy`() throws {
    for row in reference.survival {
      let durations =
        row.ended.map { SurvivalCurve.Duration($0, hasEnded: true) }
        + row.cut.map { SurvivalCurve.Duration($0, hasEnded: false) }
      let curve = try #require(SurvivalCurve.estimate(durations).value)
      let survival = try #require(curve.survival(after: row.at).value)
      #expect(agrees(survival.estimate, row.survival))
      #expect(agrees(survival.lower, row.lower))
      #expect(agrees(survival.upper, row.upper))
      let mean = try #require(curve.restrictedMean(until: row.until).value)
      #expect(agrees(mean.estimate, row.mean))
      #expect(agrees(mean.halfWidth, 1.959963984540054 * row.error))
    }
    #expect(reference.survival.count == 3)
    #expect(SurvivalCurve.estimate([]) == .undefined(.noValues))
    let cut = SurvivalCurve.estimate([.init(4, hasEnded: true), .init(9, hasEnded: false)])
    #expect(cut.flatMap { $0.restrictedMean(until: 10) } == .undefined(.notObservedUntil))
    #expect(cut.flatMap { $0.survival(after: 2) } == .undefined(.noSpread))
  }

  @Test func `a kill loses against a completion, however slow`() {
    let outcome = JointOutcome(
      baseline: [.completed(9), .completed(5), .killed, .cutOff, .killed, .completed(7)],
      candidate: [.killed, .completed(3), .completed(900), .completed(8), .killed, .cutOff])
    #expect(outcome.wins == 3 && outcome.losses == 2 && outcome.ties == 1)
    #expect(outcome.winRatio == .defined(1.5) && outcome.pValue == .defined(1))
    #expect(outcome.winShare().value?.estimate == 0.6)
    #expect(agrees(outcome.netBenefit().value?.estimate, 1.0 / 6))
    let close = JointOutcome(baseline: [.completed(9)], candidate: [.completed(8)], margin: 1)
    #expect(close.ties == 1 && close.pValue == .undefined(.noDiscordantPairs))
  }

  @Test func `a rate of false positives is held against its promise`() throws {
    // scipy.stats.binom.interval(0.95, 200, 0.05) is 4 to 16.
    let rate = FalsePositiveRate(found: Proportion(successes: 16, of: 200))
    #expect(rate.promisedCounts() == .defined(4...16))
    #expect(rate.keepsItsPromise() == .defined(true))
    let none = FalsePositiveRate(
      pValues: Array(repeating: .undefined(.allDifferencesZero), count: 200))
    #expect(none.found.successes == 0 && none.keepsItsPromise() == .defined(false))
    #expect(try #require(none.test.value).pValue < 1e-3)
    #expect(FalsePositiveRate(pValues: []).interval() == .undefined(.noValues))
  }
}
