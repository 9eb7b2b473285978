// SPDX-License-Identifier: Apache-2.0

/// Hexadecimal digits, the highest first.
public enum HexadecimalText {
  /// The sixteen digits of a number, as the digest of an event stream is kept.
  public static func of(_ number: UInt64) -> String {
    String(unsafeUninitializedCapacity: 16) { text in
      write(UInt32(truncatingIfNeeded: number >> 32), to: text, at: 0)
      write(UInt32(truncatingIfNeeded: number), to: text, at: 8)
      return 16
    }
  }

  /// Writes the eight digits of a word.
  static func write(_ word: UInt32, to text: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
    for place in 0..<8 {
      let digit = UInt8(word >> UInt32(28 - place * 4) & 0xF)
      text.initializeElement(
        at: start + place,
        to: digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }
}
