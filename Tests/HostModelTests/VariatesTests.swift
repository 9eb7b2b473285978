// SPDX-License-Identifier: Apache-2.0

internal import Testing

@testable internal import PolicyKit

/// Exponential variates that are drawn ahead.
struct VariatesTests {
  @Test(arguments: 0..<200 as Range<UInt64>)
  func `are those that are drawn one by one`(seed: UInt64) {
    var ahead = SeededGenerator(seed: seed, stream: 2)
    var oneByOne = ahead
    var variates = InlineArray<32, UInt64>(repeating: 0)
    for _ in 0..<50 {
      let count = ahead.exponentials(&variates)
      for index in 0..<count { #expect(variates[index] == oneByOne.exponentialQ32()) }
      // Both stand at the same word.
      #expect(ahead == oneByOne)
    }
  }

  @Test func `are as many as 64 words hold`() {
    var generator = SeededGenerator(seed: 1)
    var variates = InlineArray<32, UInt64>(repeating: 0)
    let counts = (0..<2_000).map { _ in generator.exponentials(&variates) }
    // A variate takes e^2 / (e - 1) = 4.3 words on the average, and what is left of the 64 is drawn again.
    let mean = Double(counts.reduce(0, +)) / 2_000
    #expect((13...15).contains(mean))
    #expect(counts.allSatisfy { $0 > 0 })
  }
}
