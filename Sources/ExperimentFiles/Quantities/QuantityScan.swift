// SPDX-License-Identifier: Apache-2.0

/// The parts of a text that is a number and perhaps one word after it.
struct QuantityScan {
  /// The digits as a whole number, with the sign.
  private(set) var mantissa: Int128 = 0
  /// The number of digits from the first that is not zero.
  private(set) var digits = 0
  /// The number of digits after the point.
  private(set) var decimals = 0
  /// Where the word after the number begins, if there is one.
  private(set) var unitOffset: Int?

  /// Reads a text in UTF-8; nil when it is anything else than a number and a word.
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    var index = text.first == UInt8(ascii: "-") ? 1 : 0
    let start = index
    var point: Int?
    scanning: while index < text.count {
      switch text[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if digits > 0 || text[index] != UInt8(ascii: "0") { digits += 1 }
        if digits <= QuantityLiteral.digitsMax {
          mantissa = mantissa * 10 + Int128(text[index] - UInt8(ascii: "0"))
        }
      case UInt8(ascii: ".") where point == nil && index > start: point = index
      default: break scanning
      }
      index += 1
    }
    guard index > start, text[index - 1] != UInt8(ascii: ".") else { return nil }
    if let point { decimals = index - point - 1 }
    // Zeros behind the point are no digits by the count above, but powers of ten all the same.
    if decimals > QuantityLiteral.digitsMax { digits = .max }
    if start == 1 { mantissa = -mantissa }
    while index < text.count, text[index] == UInt8(ascii: " ") { index += 1 }
    guard index < text.count else { return }
    unitOffset = index
    guard Self.isWord(text[index...]) else { return nil }
  }

  /// Whether a text can be the name of a unit: letters, `%`, a `/` that is not the first.
  private static func isWord(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    for (position, byte) in text.enumerated() {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "%"), 0x80...0xFF:
        continue
      case UInt8(ascii: "/") where position > 0:
        continue
      default:
        return false
      }
    }
    return true
  }
}
