// SPDX-License-Identifier: Apache-2.0

import Testing
import TrialExecution

@Suite struct RepetitionSeedsTests {
  @Test func `gives the first repetition the seed of the file`() {
    #expect(RepetitionSeeds.seed(ofRepetition: 0, of: 2021) == 2021)
  }

  @Test func `shares no seed between repetitions or neighbouring experiments`() {
    var seeds: Set<UInt64> = []
    for seed in UInt64(0)..<20 {
      for repetition in 0..<200 {
        seeds.insert(RepetitionSeeds.seed(ofRepetition: repetition, of: seed))
      }
    }
    #expect(seeds.count == 20 * 200)
  }

  @Test func `keeps seeds within signed integers`() {
    for repetition in 1..<1_000 {
      #expect(RepetitionSeeds.seed(ofRepetition: repetition, of: .max) <= UInt64(Int64.max))
    }
  }
}
