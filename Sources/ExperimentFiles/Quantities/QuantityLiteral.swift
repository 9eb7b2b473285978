// SPDX-License-Identifier: Apache-2.0

/// A number with at most one unit, read from text: `64 GiB`, `4.5 us`, `50 %`, `-900`, `7`.
struct QuantityLiteral: Sendable {
  /// Why a text is not a quantity.
  enum Fault: Error {
    /// The text does not begin with a number, or goes on after the unit; it may be an expression.
    case notLiteral
    /// The number has more digits than are kept exactly.
    case tooManyDigits
    /// The word after the number is no unit; it begins at the offset.
    case unknownUnit(String, atUTF8Offset: Int)
  }

  /// The most digits of a number, leading zeros not counted.
  static let digitsMax = 27

  /// The digits as a whole number, with the sign.
  let mantissa: Int128
  /// Ten to the number of decimals.
  let power: Int128
  /// The unit, if one was written.
  let unit: Unit?

  /// Reads a text.
  init(_ text: String) throws(Fault) {
    var text = text
    guard let scan = text.withUTF8({ QuantityScan($0) }) else { throw .notLiteral }
    guard scan.digits <= Self.digitsMax else { throw .tooManyDigits }
    mantissa = scan.mantissa
    var power: Int128 = 1
    for _ in 0..<scan.decimals { power *= 10 }
    self.power = power
    guard let offset = scan.unitOffset else {
      unit = nil
      return
    }
    let name = String(text[text.utf8.index(text.startIndex, offsetBy: offset)...])
    guard let known = Unit.named(name) else {
      throw .unknownUnit(name, atUTF8Offset: offset)
    }
    unit = known
  }

  /// What is measured.
  var dimension: Dimension { unit?.dimension ?? .number }

  /// The exact amount in the base unit.
  var quantity: Quantity {
    get throws(Rational.Fault) {
      let number = try Rational(mantissa, over: power)
      guard let unit else { return Quantity(value: number, dimension: .number) }
      let scale = try Rational(unit.numerator, over: unit.denominator)
      return Quantity(value: try number * scale, dimension: unit.dimension)
    }
  }

  /// The amount in the whole numbers of a kind, or nil when it is not whole or does not fit.
  ///
  /// The same as converting ``quantity``, but without reducing fractions: most values of a file
  /// are literals, and each is read again for every point of a sweep.
  func grains(of kind: QuantityKind) -> Int64? {
    // A bare number of pages counts pages, any other bare number the base unit.
    if unit == nil, kind == .pages { return power == 1 ? Int64(exactly: mantissa) : nil }
    let (number, first) = mantissa.multipliedReportingOverflow(
      by: (unit?.numerator ?? 1) * kind.grainNumerator)
    let (divisor, second) = power.multipliedReportingOverflow(
      by: (unit?.denominator ?? 1) * kind.grainDenominator)
    guard !first, !second else { return nil }
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
    return remainder == 0 ? Int64(exactly: quotient) : nil
  }
}
