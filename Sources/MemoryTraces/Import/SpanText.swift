// SPDX-License-Identifier: Apache-2.0

/// A span of time as it is typed, such as `90 s`, `1.5h` or `250ms`.
public enum SpanText {
  /// Nanoseconds of a number with a unit, with or without a blank between; nil for anything else.
  public static func nanoseconds(_ text: String) -> Int? {
    guard let (number, rest) = DecimalNumber.prefix(of: text), number.significand >= 0,
      let unit = TimeUnit(word: rest.drop { $0 == " " })
    else { return nil }
    return number.rounded(times: unit.nanoseconds)
  }

  /// Nanoseconds with three digits or so, in the largest unit that fits.
  internal static func text(_ nanoseconds: Int) -> String {
    let units: [(name: String, length: Int)] = [
      ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("min", 60_000_000_000),
      ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000),
    ]
    guard let unit = units.first(where: { nanoseconds >= $0.length }) else {
      return "\(nanoseconds) ns"
    }
    let hundredths = Int(
      (Int128(nanoseconds) * 100).roundedQuotient(by: Int128(unit.length)))
    let decimals = hundredths % 100
    guard decimals > 0, hundredths < 100_000 else { return "\(hundredths / 100) \(unit.name)" }
    let digits =
      decimals % 10 == 0 ? "\(decimals / 10)" : decimals < 10 ? "0\(decimals)" : "\(decimals)"
    return "\(hundredths / 100).\(digits) \(unit.name)"
  }
}
