// SPDX-License-Identifier: Apache-2.0

/// The SplitMix64 generator: equal seeds give equal streams on every machine and in every release.
///
/// Source: Steele, Lea and Flood 2014, "Fast Splittable Pseudorandom Number Generators",
/// doi:10.1145/2660193.2660195. Draws are made here and not by the standard library, whose algorithm
/// for ranges is not promised to stay the same.
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Returns an integer from 0 up to but not including `bound`, each with the same probability.
  ///
  /// Source: Lemire 2019, "Fast Random Integer Generation in an Interval", doi:10.1145/3230636.
  mutating func next(below bound: Int) -> Int {
    precondition(bound > 0, "a bound is positive")
    let width = UInt64(bound)
    var product = next().multipliedFullWidth(by: width)
    if product.low < width {
      let threshold = (0 &- width) % width
      // Each turn is rejected with a probability below one half, so the loop ends.
      while product.low < threshold { product = next().multipliedFullWidth(by: width) }
    }
    return Int(product.high)
  }
}
