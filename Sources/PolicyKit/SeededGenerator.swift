// SPDX-License-Identifier: Apache-2.0 OR MIT

/// SplitMix64: the one generator of the laboratory.
///
/// Small, fast and the same everywhere. Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014, https://doi.org/10.1145/2660193.2660195. A policy that draws must
/// lease its answer with `.once` or `.commitment`, for a prediction would not be one.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Hashable {
  private static let stride: UInt64 = 0x9E37_79B9_7F4A_7C15

  private var state: UInt64

  /// Creates the generator of a stream.
  ///
  /// - Parameters:
  ///   - seed: The seed of the trial.
  ///   - stream: The number of the stream; streams of one seed are independent for our purposes.
  public init(seed: UInt64, stream: UInt64 = 0) {
    state = seed &+ stream &* 0xD1B5_4A32_D192_ED03
  }

  /// Creates the generator that belongs to an identity, so that adding an actor shifts nobody's draws.
  ///
  /// - Parameters:
  ///   - seed: The seed of the trial.
  ///   - identity: Who draws, and for what: `task.batch.start`, say.
  public init(seed: UInt64, identity: String) {
    // FNV-1a over the bytes; the hash of the standard library differs between processes.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var identity = identity
    identity.withUTF8 {
      for byte in $0 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    var mixer = SeededGenerator(seed: hash)
    self.init(seed: seed, stream: mixer.next() | 1)
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= Self.stride
    return Self.mixed(state)
  }

  @inline(__always)
  private static func mixed(_ state: UInt64) -> UInt64 {
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A whole number drawn uniformly from `range`, the same on every machine.
  ///
  /// Multiplies and shifts (Lemire, 2019, https://doi.org/10.1145/3230636, without the rejection
  /// step: the bias is below the width of the range divided by 2^64).
  public mutating func uniform(in range: ClosedRange<Int64>) -> Int64 {
    let width = UInt64(bitPattern: range.upperBound &- range.lowerBound)
    guard width != .max else { return Int64(bitPattern: next()) }
    let product = next().multipliedFullWidth(by: width + 1)
    return range.lowerBound &+ Int64(bitPattern: product.high)
  }

  /// An exponential variate of mean `mean`, rounded down, by integer arithmetic alone.
  ///
  /// Von Neumann's comparison method in 32-bit fixed point ("Various techniques used in connection
  /// with random digits", 1951): no floating point and no math library, so the bits are the same
  /// everywhere.
  public mutating func exponential(mean: UInt64) -> UInt64 {
    Self.exponential(exponentialQ32(), mean: mean)
  }

  /// The variate of mean `mean` that belongs to one of mean 1, which is given in units of 2^-32.
  @inlinable
  package static func exponential(_ unit: UInt64, mean: UInt64) -> UInt64 {
    let product = unit.multipliedFullWidth(by: mean)
    return product.high << 32 | product.low >> 32
  }

  /// An exponential variate of mean 1, in units of 2^-32.
  @inline(__always)
  package mutating func exponentialQ32() -> UInt64 {
    var whole: UInt64 = 0
    while true {
      let first = next() >> 32
      var even = first
      while true {
        let odd = next() >> 32
        if odd >= even { return whole << 32 | first }
        even = next() >> 32
        if even >= odd { break }
      }
      whole &+= 1
    }
  }

  /// Draws the exponential variates of mean 1, in units of 2^-32, that the next 64 words hold.
  ///
  /// They are those of `exponentialQ32`, one after another.
  ///
  /// - Parameter variates: Room for them: each is made of two words at least.
  /// - Returns: How many there are; hardly ever none.
  package mutating func exponentials(_ variates: inout InlineArray<32, UInt64>) -> Int {
    drawAhead(skipping: 0) { place, variate, _ in variates[unchecked: place] = variate }
  }

  /// Draws the exponential variates that the next 64 words hold if after each a word is drawn for something else.
  ///
  /// - Parameters:
  ///   - variates: Room for them, of mean 1, in units of 2^-32.
  ///   - words: The upper half of the word after each.
  /// - Returns: How many there are; hardly ever none.
  package mutating func exponentials(
    _ variates: inout InlineArray<32, UInt64>, each words: inout InlineArray<32, UInt32>
  ) -> Int {
    drawAhead(skipping: 1) { place, variate, word in
      variates[unchecked: place] = variate
      words[unchecked: place] = word
    }
  }

  /// Draws exponential variates of mean 1 as long as the next 64 words hold them, and the words between.
  ///
  /// Where each ends it tells from one bit for each pair of words, without the branches of `exponentialQ32`, of which a
  /// processor predicts half.
  ///
  /// - Parameters:
  ///   - skipped: How many words come after each, none or one.
  ///   - keep: Keeps a variate, and the upper half of the word after it, at a place. The last one at a place holds.
  /// - Returns: How many are kept.
  @inline(__always)
  private mutating func drawAhead(
    skipping skipped: Int, _ keep: (Int, UInt64, UInt32) -> Void
  ) -> Int {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 65) { words in
      var ends = fill(words)
      // What follows the last word is not known: nothing may end there.
      words[64] = 0
      var count = 0
      var start = 0
      var drawn = 0
      var whole: UInt64 = 0
      // A run of falling words ends with the first that does not fall; the words after it begin another.
      while ends != 0 {
        let further = ends.trailingZeroBitCount
        let end = start &+ further &+ 2
        guard end &+ skipped <= 64 else { break }
        keep(count, whole << 32 | UInt64(words[start]), words[end])
        // In a run of an even number of words the first is a variate's fraction; an odd one makes it greater by 1.
        let isVariate = (further & 1) ^ 1
        count &+= isVariate
        start = end &+ skipped &* isVariate
        drawn = isVariate == 1 ? start : drawn
        whole = (whole &+ 1) & (UInt64(isVariate) &- 1)
        ends = (ends &>> UInt64(truncatingIfNeeded: further)) &>> UInt64(2 &+ skipped &* isVariate)
      }
      state &+= UInt64(drawn) &* Self.stride
      return count
    }
  }

  /// Writes the upper halves of the next 64 words, without drawing them; bit i says that word i + 1 does not fall
  /// below word i.
  @inline(__always)
  private func fill(_ words: UnsafeMutableBufferPointer<UInt32>) -> UInt64 {
    var state = state &+ 64 &* Self.stride
    var next = UInt32(truncatingIfNeeded: Self.mixed(state) >> 32)
    words[63] = next
    var falls: UInt64 = 0
    var index = 62
    while index >= 0 {
      state &-= Self.stride
      let word = UInt32(truncatingIfNeeded: Self.mixed(state) >> 32)
      words[index] = word
      falls = falls &+ falls &+ (next < word ? 1 : 0)
      next = word
      index &-= 1
    }
    return ~falls & (1 << 63 &- 1)
  }
}
