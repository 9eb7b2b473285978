// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit

/// Exponential variates that a generator gives next, some of them drawn ahead where nothing else comes between.
struct VariatesAhead {
  /// What is drawn after each variate.
  enum Between {
    case nothing
    /// One word.
    case word
    /// Anything, by whoever uses the generator.
    case otherDraws
  }

  /// The generator; in step with what has been given only with other draws between.
  var generator: SeededGenerator
  private let between: Between
  private var variates = InlineArray<32, UInt64>(repeating: 0)
  private var words = InlineArray<32, UInt32>(repeating: 0)
  private var place = 0
  private var count = 0

  init(_ generator: SeededGenerator, between: Between) {
    self.generator = generator
    self.between = between
  }

  /// The next variate of mean 1, in units of 2^-32, and the upper half of the word after it if there is one.
  @inline(__always)
  mutating func next() -> (variate: UInt64, word: UInt32) {
    if place == count { refill() }
    let next = (variates[unchecked: place], words[unchecked: place])
    place &+= 1
    return next
  }

  @inline(never)
  private mutating func refill() {
    place = 0
    switch between {
    case .nothing: count = generator.exponentials(&variates)
    case .word: count = generator.exponentials(&variates, each: &words)
    case .otherDraws: count = 0
    }
    guard count == 0 else { return }
    count = 1
    variates[0] = generator.exponentialQ32()
    if between == .word { words[0] = UInt32(truncatingIfNeeded: generator.next() >> 32) }
  }
}
