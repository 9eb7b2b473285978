// SPDX-License-Identifier: Apache-2.0

/// FNV-1a of 64 bits over bytes, written as 16 hexadecimal digits.
///
/// Tells two versions of a policy apart; no protection against somebody who wants a collision.
/// Fowler, Noll, Vo and Eastlake, https://datatracker.ietf.org/doc/draft-eastlake-fnv/.
struct SourceDigest {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Takes in the bytes of a text, and its end, so that moving text between files is seen.
  mutating func absorb(_ text: String) {
    for byte in text.utf8 { absorb(byte) }
    // No byte of UTF-8 is 0xFF.
    absorb(0xFF)
  }

  private mutating func absorb(_ byte: UInt8) {
    state = (state ^ UInt64(byte)) &* 0x100_0000_01B3
  }

  /// The digest of what was taken in.
  var hexadecimal: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
