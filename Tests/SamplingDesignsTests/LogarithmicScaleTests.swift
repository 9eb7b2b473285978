// SPDX-License-Identifier: Apache-2.0

import Foundation
import SamplingDesigns
import Testing

@Suite struct LogarithmicScaleTests {
  @Test func `takes equal ratios as equal steps`() {
    let scale = LogarithmicScale(lower: 5_000, upper: 5_000_000)
    #expect((0...3).map { scale.number(at: $0, of: 3) } == [5_000, 49_999, 499_999, 5_000_000])
    let binary = LogarithmicScale(lower: 1, upper: 1 << 62)
    #expect((0...62).map { binary.number(at: $0, of: 62) } == (0...62).map { 1 << Int64($0) })
    #expect(LogarithmicScale(lower: 7, upper: 7).number(at: 1, of: 2) == 7)
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func `agrees with floating point to a part in a thousand million`(seed: UInt64) {
    let lower = Int64(1_000_000 + seed * 977_777)
    let upper = lower * Int64(2 + seed * seed * 31)
    let scale = LogarithmicScale(lower: lower, upper: upper)
    var previous = lower
    for step in 0...100 as ClosedRange<UInt64> {
      let number = scale.number(at: step, of: 100)
      let expected =
        Double(lower) * pow(Double(upper) / Double(lower), Double(step) / 100)
      #expect(abs(Double(number) - expected) <= expected * 1e-9 + 1)
      #expect(number >= previous)
      previous = number
    }
  }
}
