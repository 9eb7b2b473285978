// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Statistics

/// Tests of paired differences: of being different, and of being equivalent.
@Suite struct PairedTestsTests {
  let reference: ComparisonValues

  init() throws {
    reference = try #require(ComparisonValues.shared)
  }

  @Test func `t tests for a difference and for equivalence are those of SciPy`() throws {
    for row in reference.tTests {
      let differences = Sample(row.differences)
      let test = try #require(PairedTTest.test(differences).value)
      #expect(agrees(test.statistic, row.statistic), "\(row.name)")
      #expect(agrees(test.pValue, row.p, to: 1e-12), "\(row.name)")
      let equivalence = try #require(
        EquivalenceTest.test(differences, margin: row.margin).value)
      #expect(agrees(equivalence.lowerPValue, row.lower, to: 1e-12), "\(row.name) \(row.margin)")
      #expect(agrees(equivalence.upperPValue, row.upper, to: 1e-12), "\(row.name) \(row.margin)")
      #expect(equivalence.pValue == max(equivalence.lowerPValue, equivalence.upperPValue))
    }
    #expect(reference.tTests.count == 24)
  }

  @Test func `an equivalence test agrees with its interval`() throws {
    let level = try #require(ConfidenceLevel.ninetyFivePercent.forEquivalence)
    for row in reference.tTests {
      let differences = Sample(row.differences)
      let interval = try #require(differences.meanInterval(level: level).value)
      let isInside = -row.margin < interval.lower && interval.upper < row.margin
      let test = EquivalenceTest.test(differences, margin: row.margin)
      #expect(test.value.map { $0.pValue < 0.05 } == isInside, "\(row.name) \(row.margin)")
    }
  }

  @Test func `one-sided signed-rank tests are those of SciPy`() throws {
    for row in reference.oneSidedSignedRank {
      let test = try #require(SignedRankTest.test(Sample(row.differences)).value)
      #expect(agrees(test.lessPValue, row.less, to: 1e-12), "\(row.name)")
      #expect(agrees(test.greaterPValue, row.greater, to: 1e-12), "\(row.name)")
    }
    #expect(reference.oneSidedSignedRank.count == 6)
  }

  @Test func `equivalence by signed ranks shifts the differences by the margin`() throws {
    let differences = Sample([3, -1, 2, -2, 1, 4, -3, 0, 1, -1])
    let test = try #require(
      EquivalenceTest.test(differences, margin: 5, method: .signedRank).value)
    // All ten are above -5 and below 5: one sign pattern in 1,024.
    #expect(test.lowerPValue == 1.0 / 1024 && test.upperPValue == 1.0 / 1024)
    let narrow = try #require(
      EquivalenceTest.test(differences, margin: 0, method: .signedRank).value)
    #expect(narrow.pValue > 0.5)
  }

  @Test func `differences that do not vary are not tested, whatever the test`() {
    let zeros = Sample([0, 0, 0])
    let same = Sample([4, 4, 4])
    #expect(PairedTTest.test(Sample([Int]())) == .undefined(.noValues))
    #expect(PairedTTest.test(Sample([1])) == .undefined(.tooFewValues(needed: 2, given: 1)))
    #expect(PairedTTest.test(zeros) == .undefined(.allDifferencesZero))
    #expect(PairedTTest.test(same) == .undefined(.noSpread))
    for method in EquivalenceTest.Method.allCases {
      #expect(
        EquivalenceTest.test(zeros, margin: 1, method: method) == .undefined(.allDifferencesZero))
      #expect(EquivalenceTest.test(same, margin: 1, method: method) == .undefined(.noSpread))
    }
    let extremes = Sample([1e-100, 2e-100]).values.map { $0 + 1e60 }
    #expect(PairedTTest.test(Sample(extremes)) == .undefined(.noSpread))
  }
}
