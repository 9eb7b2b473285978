/// Which trial has which key, in the memory of the one process that writes a file.
struct KeyIndex {
  /// 128 bits of a key; keys are hashes themselves, of which two never agree in so many.
  private struct Digest: Hashable {
    let high: UInt64
    let low: UInt64

    init(_ key: String) {
      var high: UInt64 = 0xcbf2_9ce4_8422_2325
      var low: UInt64 = 0x9e37_79b9_7f4a_7c15
      for byte in key.utf8 {
        high = (high ^ UInt64(byte)) &* 0x100_0000_01b3
        low = (low ^ UInt64(byte)) &* 0xbf58_476d_1ce4_e5b9
        low ^= low >> 29
      }
      self.high = high
      self.low = low
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
