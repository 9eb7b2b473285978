// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Statistics

/// How far a bootstrap sees into the tails.
@Suite struct BootstrapTailsTests {
  @Test func `reaches where ten resamples lie beyond either end`() {
    let level = ConfidenceLevel.ninetyFivePercent
    let many = Bootstrap(seed: 1, resamples: 9_999)
    #expect(many.reaches(level.simultaneous(over: 25)))
    #expect(!many.reaches(level.simultaneous(over: 26)))
    #expect(Bootstrap(seed: 1, resamples: 399).reaches(level))
    #expect(!Bootstrap(seed: 1, resamples: 398).reaches(level))
  }

  @Test func `grows with the level, and no further than a bound`() {
    let level = ConfidenceLevel.ninetyFivePercent
    let few = Bootstrap(seed: 7, resamples: 1_999)
    #expect(few.grown(for: level) == few)
    #expect(few.grown(for: level.simultaneous(over: 9)) == Bootstrap(seed: 7, resamples: 7_199))
    for members in [1, 2, 3, 9, 30, 124, 250] {
      let share = level.simultaneous(over: members)
      #expect(few.grown(for: share).reaches(share), "\(members)")
    }
    let bound = level.simultaneous(over: 1_000_000_000)
    #expect(few.grown(for: bound).resamples == 99_999 && !few.grown(for: bound).reaches(bound))
  }

  @Test func `more resamples begin with the same ones`() {
    let rows = { (resamples: Int) in
      var rows: [UInt32] = []
      ResampleDraws(count: 5, bootstrap: Bootstrap(seed: 3, resamples: resamples))
        .forEachBlock { block, _ in rows += block }
      return rows
    }
    #expect(rows(40).starts(with: rows(20)))
  }
}
