// SPDX-License-Identifier: Apache-2.0

/// An exact fraction of 128-bit integers in lowest terms; what does not fit is an error, never
/// rounded.
struct Rational: Sendable, Equatable {
  /// A result that does not fit into 128 bits, or a division by zero.
  enum Fault: Error {
    /// The number is too large or its fraction too fine.
    case overflow
    /// The divisor is zero.
    case divisionByZero
  }

  /// The numerator; it carries the sign.
  let numerator: Int128
  /// The denominator; at least 1.
  let denominator: Int128

  /// A whole number.
  init(_ whole: Int128) {
    numerator = whole
    denominator = 1
  }

  /// A fraction, brought to lowest terms.
  init(_ numerator: Int128, over denominator: Int128) throws(Fault) {
    guard denominator != 0 else { throw .divisionByZero }
    guard numerator != .min, denominator != .min else { throw .overflow }
    let divisor = Self.greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
    let sign: Int128 = denominator < 0 ? -1 : 1
    self.numerator = sign * numerator / divisor
    self.denominator = sign * denominator / divisor
  }

  /// The number when it is whole, nil otherwise.
  var whole: Int128? { denominator == 1 ? numerator : nil }

  /// The greatest whole number that is not greater.
  var roundedDown: Int128 {
    let quotient = numerator / denominator
    return numerator < 0 && quotient * denominator != numerator ? quotient - 1 : quotient
  }

  /// The nearest whole number; the greater one of two that are equally near.
  var rounded: Int128 {
    let down = roundedDown
    let rest = numerator - down * denominator
    return rest >= denominator - rest ? down + 1 : down
  }

  /// Whether the nearest whole number differs by at most a thousandth.
  var isNearWhole: Bool {
    guard let distance = try? self - Rational(rounded) else { return false }
    let (product, overflow) = distance.numerator.magnitude.multipliedReportingOverflow(by: 1000)
    // The denominator of a difference from a whole number divides that of the number.
    return !overflow
      && product <= numerator.magnitude / UInt128(denominator / distance.denominator)
  }

  static func + (left: Rational, right: Rational) throws(Fault) -> Rational {
    let (a, b) = (
      try product(left.numerator, right.denominator), try product(right.numerator, left.denominator)
    )
    let (sum, overflow) = a.addingReportingOverflow(b)
    guard !overflow else { throw .overflow }
    return try Rational(sum, over: try product(left.denominator, right.denominator))
  }

  static func - (left: Rational, right: Rational) throws(Fault) -> Rational {
    try left + Rational(-right.numerator, over: right.denominator)
  }

  static func * (left: Rational, right: Rational) throws(Fault) -> Rational {
    // Crosswise reduction first keeps the products small.
    let first = try Rational(left.numerator, over: right.denominator)
    let second = try Rational(right.numerator, over: left.denominator)
    return try Rational(
      try product(first.numerator, second.numerator),
      over: try product(first.denominator, second.denominator))
  }

  static func / (left: Rational, right: Rational) throws(Fault) -> Rational {
    guard right.numerator != 0 else { throw .divisionByZero }
    return try left * Rational(right.denominator, over: right.numerator)
  }

  /// Whether one number is less than another.
  static func isLess(_ left: Rational, _ right: Rational) throws(Fault) -> Bool {
    try (left - right).numerator < 0
  }

  private static func product(_ left: Int128, _ right: Int128) throws(Fault) -> Int128 {
    let (product, overflow) = left.multipliedReportingOverflow(by: right)
    guard !overflow else { throw .overflow }
    return product
  }

  private static func greatestCommonDivisor(_ left: UInt128, _ right: UInt128) -> Int128 {
    var (a, b) = (left, right)
    while b != 0 { (a, b) = (b, a % b) }
    return a == 0 ? 1 : Int128(a)
  }
}
