// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Statistics

/// Sizes of effects, and the runs it would take to show them.
@Suite struct EffectTests {
  let reference: ComparisonValues

  init() throws {
    reference = try #require(ComparisonValues.shared)
  }

  @Test func `the noncentral t distribution is that of SciPy`() {
    for row in reference.noncentral {
      let value = NoncentralStudentDistribution(degreesOfFreedom: row.freedom)
        .cumulative(row.t, noncentrality: row.noncentrality)
      #expect(
        abs(value - row.p) < 1e-9, "\(row.freedom) \(row.t) \(row.noncentrality): \(value) \(row.p)"
      )
    }
    #expect(reference.noncentral.count == 30)
  }

  @Test func `standardised means and pseudo-medians are those of SciPy and of listing`() throws {
    for row in reference.effects {
      let differences = Sample(row.differences)
      let effect = try #require(PairedEffect.standardizedMean(of: differences).value)
      #expect(agrees(effect.estimate, row.effect), "\(row.name)")
      #expect(agrees(effect.lower, row.lower, to: 1e-8), "\(row.name)")
      #expect(agrees(effect.upper, row.upper, to: 1e-8), "\(row.name)")
      let centre = try #require(HodgesLehmann.interval(of: differences).value)
      #expect(centre.estimate == row.centre, "\(row.name)")
      #expect(centre.lower == row.centreLower, "\(row.name)")
      #expect(centre.upper == row.centreUpper, "\(row.name)")
    }
    #expect(reference.effects.count == 6)
  }

  @Test func `a huge effect has finite ends`() throws {
    let sample = Sample([1_000_000, 1_000_001, 1_000_002, 1_000_001])
    let effect = try #require(PairedEffect.standardizedMean(of: sample).value)
    #expect(effect.lower > 0 && effect.lower < effect.estimate && effect.upper > effect.estimate)
    let mirrored = try #require(
      PairedEffect.standardizedMean(of: Sample(sample.values.map { -$0 })).value)
    #expect(mirrored.lower == -effect.upper && mirrored.upper == -effect.lower)
  }

  @Test func `orders, ranks and variances of pairs are what they are by hand`() throws {
    let pair = PairedSample(
      baseline: Sample([10, 20, 30, 40]), candidate: Sample([9, 18, 31, 40]))
    let order = PairOrder(pair.differences)
    #expect(order.less == 2 && order.equal == 1 && order.greater == 1)
    #expect(order.probabilityOfLess == .defined(0.625))
    #expect(agrees(order.signTest.value, 1))
    #expect(PairOrder(pair.differences, tolerance: 1).equal == 3)
    // Ranks of 1, 2, 1: 1.5 and 3 against, 1.5 in favour.
    let test = try #require(SignedRankTest.test(pair.differences).value)
    #expect(test.rankBiserialCorrelation == -0.5)
    // Variances 500/3, 565/3 and 5/3.
    #expect(agrees(PairedEffect.varianceRatio(of: pair).value, 5.0 / 1_065, to: 1e-12))
    #expect(PairOrder(Sample([Int]())).probabilityOfLess == .undefined(.noValues))
    #expect(
      HodgesLehmann.interval(of: Sample([1, 2, 3]))
        == .undefined(
          .tooFewValues(needed: 6, given: 3)))
    #expect(HodgesLehmann.interval(of: Sample([2, 2, 2])) == .undefined(.noSpread))
  }

  @Test func `needed repetitions are the first whose power SciPy finds enough`() {
    for row in reference.repetitions {
      let differences = Sample(row.differences)
      let needed = RequiredRepetitions.forDifference(differences, maximum: 2_999)
      #expect(
        needed
          == (row.needed == 0 ? .undefined(.moreThan(repetitions: 2_999)) : .defined(row.needed)),
        "\(row.name)")
      #expect(
        RequiredRepetitions.forEquivalence(differences, margin: row.margin)
          == .defined(row.equivalence), "\(row.name)")
      #expect(
        RequiredRepetitions.forEquivalence(differences, margin: 0) == .undefined(.outsideMargin))
    }
    #expect(reference.repetitions.count == 7)
  }

  @Test func `needed pairs of yes and no follow Connor's formula`() {
    let pairs = PairedProportion(onlyBaseline: 5, onlyCandidate: 15, of: 100)
    // (1.959964 √0.2 + 0.841621 √0.19)² / 0.01 = 154.4.
    #expect(RequiredRepetitions.forDifference(pairs) == .defined(155))
    let tie = PairedProportion(onlyBaseline: 5, onlyCandidate: 5, of: 100)
    #expect(
      RequiredRepetitions.forDifference(tie, maximum: 500)
        == .undefined(.moreThan(repetitions: 500)))
    #expect(
      RequiredRepetitions.forEquivalence(pairs, margin: 0.05) == .undefined(.outsideMargin))
    // One-sided 1.644854² × 0.99 / 0.01 = 267.8 pairs that all agree.
    let agreeing = PairedProportion(onlyBaseline: 0, onlyCandidate: 0, of: 30)
    #expect(RequiredRepetitions.forEquivalence(agreeing, margin: 0.01) == .defined(268))
  }
}
