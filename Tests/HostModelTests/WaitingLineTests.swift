// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit
internal import Testing

@testable internal import HostModel

/// The waiting line against an array.
struct WaitingLineTests {
  @Test func `elements leave in the order in which they came`() {
    for seed in 1...100 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      var line = WaitingLine<Int64>()
      defer { line.deallocate() }
      var model: [Int64] = []
      // Long enough for the place of those that have gone to be used again.
      for number in 0..<2_000 as Range<Int64> {
        if generator.uniform(in: 0...9) < 6 || model.isEmpty {
          line.append(number)
          model.append(number)
        } else {
          #expect(line.removeFirst() == model.removeFirst(), "seed \(seed)")
        }
        #expect(line.count == model.count && line.isEmpty == model.isEmpty, "seed \(seed)")
        if let last = model.last { #expect(line[model.count - 1] == last, "seed \(seed)") }
      }
      while !model.isEmpty { #expect(line.removeFirst() == model.removeFirst(), "seed \(seed)") }
      #expect(line.isEmpty)
    }
  }
}
