// SPDX-License-Identifier: Apache-2.0

/// Which trial has which key, in the memory of the one process that writes a file.
struct KeyIndex {
  /// 128 bits of a key; keys are hashes themselves, of which two never agree in so many.
  private struct Digest: Hashable {
    let high: UInt64
    let low: UInt64

    init(_ key: String) {
      var high: UInt64 = 0xcbf2_9ce4_8422_2325
      var low: UInt64 = 0x9e37_79b9_7f4a_7c15
      // A real key is eight words of hexadecimal digits.
      var word: UInt64 = 0
      var place = 0
      for byte in key.utf8 {
        word = word << 8 | UInt64(byte)
        place += 1
        guard place & 7 == 0 else { continue }
        (high, low) = Self.mixed(high, low, word)
        word = 0
      }
      (high, low) = Self.mixed(high, low, word ^ UInt64(key.utf8.count) << 56)
      self.high = high
      self.low = low
    }

    private static func mixed(_ high: UInt64, _ low: UInt64, _ word: UInt64) -> (UInt64, UInt64) {
      let first = (high ^ word) &* 0xff51_afd7_ed55_8ccd
      let second = (low ^ word) &* 0xbf58_476d_1ce4_e5b9
      return (first ^ first >> 33, second ^ second >> 29)
    }
  }

  private var trials: [Digest: Int64] = [:]

  /// The trial with a key, or nil.
  subscript(key: String) -> Int64? {
    get { trials[Digest(key)] }
    set { trials[Digest(key)] = newValue }
  }

  /// How many keys there are.
  var count: Int { trials.count }

  /// Makes room.
  mutating func reserve(_ count: Int) { trials.reserveCapacity(count) }
}
