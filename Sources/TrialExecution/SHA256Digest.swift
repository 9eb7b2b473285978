// SPDX-License-Identifier: Apache-2.0

/// The SHA-256 of a stream of bytes (FIPS 180-4, https://doi.org/10.6028/NIST.FIPS.180-4).
///
/// Here it names contents, it keeps no secrets; the package has no other use for a cryptography library.
/// It holds no memory of its own, so that a copy that goes on from a common beginning costs nothing.
public struct SHA256Digest: Sendable {
  private static let blockBytes = 64

  private var state: InlineArray<8, UInt32> = [
    0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB,
    0x5BE0_CD19,
  ]
  private var pending = InlineArray<64, UInt8>(repeating: 0)
  private var byteCount: UInt64 = 0

  /// The digest of nothing so far.
  public init() {}

  /// Absorbs the UTF-8 of a text.
  public mutating func absorb(_ text: String) {
    for byte in text.utf8 { absorb(byte) }
  }

  /// The digest of all that was absorbed, as 64 hexadecimal digits.
  public var hexadecimal: String {
    var copy = self
    copy.pad()
    return String(unsafeUninitializedCapacity: 64) { text in
      for word in 0..<8 { HexadecimalText.write(copy.state[word], to: text, at: word * 8) }
      return 64
    }
  }

  /// The digest of a text, as 64 hexadecimal digits.
  public static func hexadecimal(of text: String) -> String {
    var digest = SHA256Digest()
    digest.absorb(text)
    return digest.hexadecimal
  }

  private mutating func absorb(_ byte: UInt8) {
    let place = Int(byteCount % UInt64(Self.blockBytes))
    pending[place] = byte
    byteCount += 1
    if place == Self.blockBytes - 1 { compress() }
  }

  /// Pads to whole blocks: a one bit, zeros, and the length in bits.
  private mutating func pad() {
    let bitCount = byteCount * 8
    absorb(UInt8(0x80))
    while byteCount % UInt64(Self.blockBytes) != UInt64(Self.blockBytes) - 8 { absorb(UInt8(0)) }
    for shift in stride(from: 56, through: 0, by: -8) {
      absorb(UInt8(truncatingIfNeeded: bitCount >> UInt64(shift)))
    }
  }

  private mutating func compress() {
    // The last sixteen words of the schedule are all that its next one needs.
    var schedule = InlineArray<16, UInt32>(repeating: 0)
    for index in 0..<16 {
      let start = index * 4
      schedule[index] =
        UInt32(pending[start]) << 24 | UInt32(pending[start + 1]) << 16
        | UInt32(pending[start + 2]) << 8 | UInt32(pending[start + 3])
    }
    // Eight variables, not an array: this is the one loop here whose speed is felt.
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for index in 0..<64 {
      if index >= 16 {
        let early = schedule[(index + 1) % 16]
        let late = schedule[(index + 14) % 16]
        let first = Self.rotate(early, 7) ^ Self.rotate(early, 18) ^ (early >> 3)
        let second = Self.rotate(late, 17) ^ Self.rotate(late, 19) ^ (late >> 10)
        schedule[index % 16] &+= first &+ schedule[(index + 9) % 16] &+ second
      }
      let mixed = Self.rotate(e, 6) ^ Self.rotate(e, 11) ^ Self.rotate(e, 25)
      let choice = (e & f) ^ (~e & g)
      let first = h &+ mixed &+ choice &+ Self.constants[index] &+ schedule[index % 16]
      let spread = Self.rotate(a, 2) ^ Self.rotate(a, 13) ^ Self.rotate(a, 22)
      let majority = (a & b) ^ (a & c) ^ (b & c)
      (h, g, f, e) = (g, f, e, d &+ first)
      (d, c, b, a) = (c, b, a, first &+ spread &+ majority)
    }
    state[0] &+= a
    state[1] &+= b
    state[2] &+= c
    state[3] &+= d
    state[4] &+= e
    state[5] &+= f
    state[6] &+= g
    state[7] &+= h
  }

  private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }

  private static let constants: [UInt32] = [
    0x428A_2F98, 0x7137_4491, 0xB5C0_FBCF, 0xE9B5_DBA5, 0x3956_C25B, 0x59F1_11F1, 0x923F_82A4,
    0xAB1C_5ED5, 0xD807_AA98, 0x1283_5B01, 0x2431_85BE, 0x550C_7DC3, 0x72BE_5D74, 0x80DE_B1FE,
    0x9BDC_06A7, 0xC19B_F174, 0xE49B_69C1, 0xEFBE_4786, 0x0FC1_9DC6, 0x240C_A1CC, 0x2DE9_2C6F,
    0x4A74_84AA, 0x5CB0_A9DC, 0x76F9_88DA, 0x983E_5152, 0xA831_C66D, 0xB003_27C8, 0xBF59_7FC7,
    0xC6E0_0BF3, 0xD5A7_9147, 0x06CA_6351, 0x1429_2967, 0x27B7_0A85, 0x2E1B_2138, 0x4D2C_6DFC,
    0x5338_0D13, 0x650A_7354, 0x766A_0ABB, 0x81C2_C92E, 0x9272_2C85, 0xA2BF_E8A1, 0xA81A_664B,
    0xC24B_8B70, 0xC76C_51A3, 0xD192_E819, 0xD699_0624, 0xF40E_3585, 0x106A_A070, 0x19A4_C116,
    0x1E37_6C08, 0x2748_774C, 0x34B0_BCB5, 0x391C_0CB3, 0x4ED8_AA4A, 0x5B9C_CA4F, 0x682E_6FF3,
    0x748F_82EE, 0x78A5_636F, 0x84C8_7814, 0x8CC7_0208, 0x90BE_FFFA, 0xA450_6CEB, 0xBEF9_A3F7,
    0xC671_78F2,
  ]
}
