// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit

/// Small draws for hosts and policies that are made up.
struct Dice {
  private var generator: SeededGenerator

  init(_ generator: SeededGenerator) { self.generator = generator }

  /// Makes all that follows depend on these numbers.
  mutating func stir(_ words: [Int64]) {
    var seed = generator.next()
    for word in words { seed = (seed ^ UInt64(bitPattern: word)) &* 0x100_0000_01B3 }
    generator = SeededGenerator(seed: seed)
  }

  /// One of these.
  mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int(generator.uniform(in: 0...Int64(values.count - 1)))]
  }

  /// A whole number of this range.
  mutating func number(_ range: ClosedRange<Int64>) -> Int64 { generator.uniform(in: range) }

  /// True in so many of a hundred cases.
  mutating func chance(_ percent: Int64) -> Bool { generator.uniform(in: 0...99) < percent }
}
