// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Statistics

/// Corrections for the number of comparisons, of p-values and of intervals.
@Suite struct MultiplicityTests {
  @Test func `false discovery corrections are those of SciPy`() throws {
    let reference = try #require(ComparisonValues.shared)
    for row in reference.falseDiscovery {
      let positive = BenjaminiHochbergAdjustment.adjusted(row.pValues)
      let arbitrary = BenjaminiHochbergAdjustment.adjusted(row.pValues, dependence: .arbitrary)
      #expect(zip(positive, row.positive).allSatisfy { agrees($0, $1, to: 1e-14) })
      #expect(zip(arbitrary, row.arbitrary).allSatisfy { agrees($0, $1, to: 1e-14) })
    }
    #expect(reference.falseDiscovery.count == 5)
  }

  @Test func `every correction keeps the order, the reasons and the size of a family`() {
    let family: [Estimate<Double>] = [
      .defined(0.01), .undefined(.allDifferencesZero), .defined(0.02), .defined(0.5),
    ]
    let expected: [Multiplicity: [Double]] = [
      .none: [0.01, 0.02, 0.5], .holm: [0.04, 0.06, 1],
      .benjaminiHochberg: [0.04, 0.04, 2.0 / 3],
      .benjaminiYekutieli: [0.04 * 25 / 12, 0.04 * 25 / 12, 1],
    ]
    for correction in Multiplicity.allCases {
      let adjusted = correction.adjusted(family)
      #expect(adjusted[1] == .undefined(.allDifferencesZero))
      let values = adjusted.compactMap(\.value)
      let wanted = expected[correction] ?? []
      #expect(values.count == 3 && wanted.count == 3)
      #expect(
        zip(values, wanted).allSatisfy { agrees($0, $1, to: 1e-14) }, "\(correction): \(values)")
      #expect(correction.adjusted([]).isEmpty)
    }
    #expect(Multiplicity(rawValue: "benjamini-hochberg") == .benjaminiHochberg)
  }

  @Test func `a family of intervals shares the significance of one`() throws {
    let level = ConfidenceLevel.ninetyFivePercent
    #expect(level.simultaneous(over: 1) == level)
    #expect(agrees(level.simultaneous(over: 5).probability, 0.99, to: 1e-15))
    #expect(Multiplicity.none.intervalLevel(level, members: 5) == level)
    #expect(Multiplicity.holm.intervalLevel(level, members: 5) == level.simultaneous(over: 5))
    // Even in the largest family an interval has ends.
    let sample = Sample([9, 2, 31, 4, 4, 17, 8])
    let widest = try #require(
      sample.meanInterval(level: level.simultaneous(over: ConfidenceLevel.familyLimit)).value)
    #expect(widest.lower.isFinite && widest.upper.isFinite)
    #expect(widest.halfWidth > 40 * (sample.meanInterval().value?.halfWidth ?? .infinity))
  }

  @Test func `the level for equivalence spends the significance on each side`() {
    #expect(
      agrees(
        ConfidenceLevel.ninetyFivePercent.forEquivalence?.probability, 0.9, to: 1e-15))
    #expect(ConfidenceLevel(0.5)?.forEquivalence == nil)
  }
}
