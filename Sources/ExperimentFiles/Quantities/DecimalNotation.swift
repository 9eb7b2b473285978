// SPDX-License-Identifier: Apache-2.0

/// Writes exact numbers as a person would, where that is possible.
enum DecimalNotation {
  /// The most digits behind the point in the unit that a file uses itself.
  private static let decimalsMax = 6
  /// The most digits behind the point in a unit of this program's choice.
  private static let decimalsOfChoice = 3

  /// A number in decimal digits; nil where it needs more of them behind the point.
  static func text(_ number: Rational, decimals: Int = decimalsMax) -> String? {
    var power: Int128 = 1
    for count in 0...decimals {
      if power % number.denominator == 0 {
        let (scaled, overflow) = number.numerator.multipliedReportingOverflow(
          by: power / number.denominator)
        guard !overflow else { return nil }
        return digits(scaled, decimals: count)
      }
      power *= 10
    }
    return nil
  }

  /// An amount with a unit: that of the ends of its range where they have one, or else the largest that
  /// is not larger than the amount; nil where it has no short notation.
  static func text(_ amount: Quantity, units: [Unit]) -> String? {
    let family = Unit.all.filter {
      $0.dimension == amount.dimension && !$0.name.hasPrefix("page") && $0.name != "µs"
    }
    if let only = units.first, units.allSatisfy({ $0.name == only.name }) {
      return text(amount.value, in: only, decimals: decimalsMax)
    }
    guard units.count > 1, amount.dimension != .number else { return nil }
    let larger = family.reversed().first { unit in
      guard let count = try? unit.count(of: amount.value) else { return false }
      return count.numerator >= count.denominator
        && text(count, decimals: decimalsOfChoice) != nil
    }
    return (larger ?? units.first).flatMap {
      text(amount.value, in: $0, decimals: decimalsMax)
    }
  }

  private static func text(_ value: Rational, in unit: Unit, decimals: Int) -> String? {
    guard let count = try? unit.count(of: value) else { return nil }
    return text(count, decimals: decimals).map { "\($0) \(unit.name)" }
  }

  private static func digits(_ number: Int128, decimals: Int) -> String {
    var text = "\(number.magnitude)"
    guard decimals > 0 else { return (number < 0 ? "-" : "") + text }
    text = String(repeating: "0", count: max(0, decimals + 1 - text.count)) + text
    return (number < 0 ? "-" : "") + text.dropLast(decimals) + "." + text.suffix(decimals)
  }
}

extension Unit {
  /// How many of the unit an amount in the base unit is.
  func count(of value: Rational) throws(Rational.Fault) -> Rational {
    try value / Rational(numerator, over: denominator)
  }
}
