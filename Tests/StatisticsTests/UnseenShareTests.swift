// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Statistics

@Suite struct UnseenShareTests {
  @Test func `is the exact upper bound of no success`() throws {
    // One-sided at 5 %: the upper end of Clopper and Pearson at 90 %.
    for runs in [1, 6, 10, 59, 299] {
      let interval = try #require(
        Proportion(successes: 0, of: runs).clopperPearsonInterval(level: .ninetyPercent).value)
      #expect(abs(UnseenShare.bound(runs: runs) - interval.upper) < 1e-12)
    }
    #expect(UnseenShare.bound(runs: 0) == 1)
  }

  @Test(arguments: [(0.05, 59), (0.01, 299)])
  func `says how many runs leave no more than a share`(share: Double, runs: Int) {
    #expect(UnseenShare.runs(toBound: share) == runs)
    #expect(UnseenShare.bound(runs: runs) <= share)
    #expect(UnseenShare.bound(runs: runs - 1) > share)
  }
}
