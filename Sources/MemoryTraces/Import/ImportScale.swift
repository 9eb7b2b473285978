// SPDX-License-Identifier: Apache-2.0

/// A factor by which times or memory of a trace are multiplied.
public struct ImportScale: Sendable, Hashable {
  /// The largest number above or below the line: 10^15.
  private static let partMax: Int128 = 1_000_000_000_000_000

  /// No change.
  public static let one = ImportScale(text: "1", numerator: 1, denominator: 1)

  /// The factor as it was typed.
  public let text: String
  private let numerator: Int128
  private let denominator: Int128

  private init(text: String, numerator: Int128, denominator: Int128) {
    self.text = text
    self.numerator = numerator
    self.denominator = denominator
  }

  /// Reads a positive number or a ratio, such as `0.1`, `2` or `1/60`; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(Self.ratio)
    guard parts.count <= 2, let first = parts[0] else { return nil }
    guard parts.count == 2 else {
      self = first
      return
    }
    guard let second = parts[1] else { return nil }
    let (above, overflow) = first.numerator.multipliedReportingOverflow(by: second.denominator)
    let (below, underflow) = first.denominator.multipliedReportingOverflow(by: second.numerator)
    guard !overflow, !underflow, above <= Self.partMax, below <= Self.partMax else { return nil }
    self.init(text: text, numerator: above, denominator: below)
  }

  /// A value times the factor, rounded to the nearest whole number; nil beyond 64 bits.
  internal func applied(to value: Int) -> Int? {
    Int(exactly: (Int128(value) * numerator).roundedQuotient(by: denominator))
  }

  /// Whether nothing changes.
  internal var isOne: Bool { numerator == denominator }

  private static func ratio(_ text: Substring) -> ImportScale? {
    guard let number = DecimalNumber(text), number.significand > 0,
      (-15...15).contains(number.exponent)
    else { return nil }
    var power: Int128 = 1
    for _ in 0..<abs(number.exponent) { power *= 10 }
    let isWhole = number.exponent >= 0
    let above = number.significand * (isWhole ? power : 1)
    guard above <= partMax else { return nil }
    return ImportScale(
      text: String(text), numerator: above, denominator: isWhole ? 1 : power)
  }
}
