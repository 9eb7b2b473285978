// SPDX-License-Identifier: Apache-2.0

/// A decimal number as it is written, so that `1700000000.1` is exactly that.
internal struct DecimalNumber: Sendable, Hashable {
  /// Digits beyond these change no result: the nanoseconds of a year have 17.
  private static let digitsMax = 19

  /// At most 19 digits, with the sign.
  let significand: Int128
  /// The power of ten that the digits count.
  let exponent: Int

  /// Reads a whole text, such as `12`, `-0.5` or `1.048576e+06`; nil for anything else.
  init?(_ text: some StringProtocol) {
    guard let (number, rest) = Self.prefix(of: text), rest.isEmpty else { return nil }
    self = number
  }

  private init(significand: Int128, exponent: Int) {
    self.significand = significand
    self.exponent = exponent
  }

  /// Reads the number that a text begins with, and what stands behind it; nil without a number.
  static func prefix(of text: some StringProtocol) -> (DecimalNumber, rest: String)? {
    let bytes = Array(text.utf8)
    var cursor = 0
    var isNegative = false
    if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      cursor = 1
    }
    var digits = DigitReader(bytes: bytes, cursor: cursor)
    digits.read(countsDown: false)
    if digits.cursor < bytes.count, bytes[digits.cursor] == UInt8(ascii: ".") {
      digits.cursor += 1
      digits.read(countsDown: true)
    }
    guard digits.count > 0 else { return nil }
    let written = Self.writtenExponent(bytes, from: digits.cursor)
    let number = DecimalNumber(
      significand: isNegative ? -digits.value : digits.value,
      exponent: digits.exponent + (written?.value ?? 0))
    let rest = String(decoding: bytes[(written?.end ?? digits.cursor)...], as: UTF8.self)
    return (number, rest)
  }

  /// The number times a unit, rounded to the nearest whole number; nil beyond 64 bits.
  ///
  /// - Parameter unit: 1 to 2^42.
  func rounded(times unit: Int) -> Int? {
    var product = significand * Int128(unit)
    guard product != 0 else { return 0 }
    if exponent >= 0 {
      for _ in 0..<exponent {
        let (next, overflow) = product.multipliedReportingOverflow(by: 10)
        guard !overflow, next.magnitude <= Int128(Int.max).magnitude else { return nil }
        product = next
      }
      return Int(exactly: product)
    }
    // 10^19 times 2^42 has 32 digits: beyond 33 nothing is left.
    guard exponent >= -33 else { return 0 }
    var divisor: Int128 = 1
    for _ in 0..<(-exponent) { divisor *= 10 }
    return Int(exactly: product.roundedQuotient(by: divisor))
  }

  /// Reads `e+06`; nil if it does not stand there.
  private static func writtenExponent(
    _ bytes: [UInt8], from start: Int
  ) -> (value: Int, end: Int)? {
    guard start < bytes.count, bytes[start] | 0x20 == UInt8(ascii: "e") else { return nil }
    var cursor = start + 1
    var isNegative = false
    if cursor < bytes.count,
      bytes[cursor] == UInt8(ascii: "-") || bytes[cursor] == UInt8(ascii: "+")
    {
      isNegative = bytes[cursor] == UInt8(ascii: "-")
      cursor += 1
    }
    let first = cursor
    var value = 0
    while cursor < bytes.count, (48...57).contains(bytes[cursor]) {
      // Larger ones mean the same: nothing, or more than there is.
      value = min(value * 10 + Int(bytes[cursor] - 48), 9_999)
      cursor += 1
    }
    return cursor > first ? (isNegative ? -value : value, cursor) : nil
  }

  /// The digits before and behind the point.
  private struct DigitReader {
    let bytes: [UInt8]
    var cursor: Int
    var value: Int128 = 0
    var exponent = 0
    var count = 0
    private var kept = 0

    init(bytes: [UInt8], cursor: Int) {
      self.bytes = bytes
      self.cursor = cursor
    }

    mutating func read(countsDown: Bool) {
      while cursor < bytes.count, (48...57).contains(bytes[cursor]) {
        let digit = Int128(bytes[cursor] - 48)
        if kept < DecimalNumber.digitsMax {
          value = value * 10 + digit
          if value > 0 { kept += 1 }
          if countsDown { exponent -= 1 }
        } else if !countsDown {
          exponent += 1
        }
        count += 1
        cursor += 1
      }
    }
  }
}

extension Int128 {
  /// The quotient by a positive number, rounded to the nearest, halves away from zero.
  internal func roundedQuotient(by divisor: Int128) -> Int128 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    guard remainder.magnitude >= (divisor - Int128(remainder.magnitude)).magnitude else {
      return quotient
    }
    return quotient + signum()
  }
}
