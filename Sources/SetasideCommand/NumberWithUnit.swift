// SPDX-License-Identifier: Apache-2.0

/// A whole number and what stands behind it, as an option of the command line is typed.
struct NumberWithUnit {
  /// The number; nil where the text does not begin with one, or it is larger than any option's.
  let number: Int?
  /// What stands behind the number and blanks.
  let unit: String

  /// Takes a text apart.
  init(_ text: String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    number = Int(digits)
    unit = String(text.dropFirst(digits.count).drop { $0 == " " })
  }

  /// What is wrong with it, and how it could be typed.
  ///
  /// - Parameters:
  ///   - units: the units that are known.
  ///   - examples: some of them, for the number that is there.
  ///   - otherwise: an example where there is no number.
  func fault(units: [String], examples: [String], otherwise: String) -> String {
    guard let number else {
      return "expected a whole number with a unit (\(units.joined(separator: ", "))), such as "
        + "'\(otherwise)'"
    }
    if unit.isEmpty {
      let ways = examples.map { "'\(number) \($0)'" }.joined(separator: " or ")
      return "the unit is missing: expected \(ways)"
    }
    guard units.contains(unit) else {
      return "expected a whole number with one of the units \(units.joined(separator: ", ")), "
        + "found '\(unit)'"
    }
    return "the number is too large"
  }
}
