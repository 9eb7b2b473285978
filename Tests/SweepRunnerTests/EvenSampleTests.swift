// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SweepRunner

@Suite struct EvenSampleTests {
  @Test(arguments: [0, 1, 3, 5, 8, 20, 99])
  func `takes so many as there are, no one twice, and no group gives two more than another`(
    size: Int
  ) {
    let counts = [7, 1, 0, 4, 9, 2]
    let chosen = EvenSample.choose(size, from: counts)
    #expect(chosen.map(\.count).reduce(0, +) == min(size, 23))
    for (indices, count) in zip(chosen, counts) {
      #expect(indices == Array(Set(indices)).sorted())
      #expect(indices.allSatisfy { (0..<count).contains($0) })
    }
    let most = chosen.map(\.count).max() ?? 0
    for (indices, count) in zip(chosen, counts) {
      #expect(indices.count >= min(count, most - 1))
    }
  }

  @Test func `few trials are spread over many points and over their repetitions`() {
    let chosen = EvenSample.choose(5, from: Array(repeating: 20, count: 100))
    #expect(chosen.indices.filter { !chosen[$0].isEmpty } == [0, 20, 40, 60, 80])
    #expect(EvenSample.choose(3, from: [9]) == [[0, 3, 6]])
  }
}
