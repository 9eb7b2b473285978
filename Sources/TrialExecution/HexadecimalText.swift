/// Hexadecimal digits, the highest first.
public enum HexadecimalText {
  /// The sixteen digits of a number, as the digest of an event stream is kept.
  public static func of(_ number: UInt64) -> String {
    digits(16) { place in UInt8(number >> UInt64(60 - place * 4) & 0xF) }
  }

  /// So many digits.
  ///
  /// - Parameter value: the value of each, 0...15.
  @inline(__always)
  static func digits(_ count: Int, _ value: (Int) -> UInt8) -> String {
    String(unsafeUninitializedCapacity: count) { text in
      for place in 0..<count {
        let digit = value(place)
        text.initializeElement(
          at: place, to: digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      }
      return count
    }
  }
}
