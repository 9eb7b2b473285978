// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// A whole number as it is typed behind an option.
enum WholeNumberArgument {
  /// Reads a number.
  ///
  /// - Throws: a `ValidationError` that says what was expected.
  static func parse<Number: FixedWidthInteger>(_ argument: String) throws -> Number {
    guard let number = Number(argument) else {
      throw ValidationError("expected a whole number such as '4'")
    }
    return number
  }

  /// Refuses a number out of its range.
  ///
  /// - Parameters:
  ///   - name: the option, such as `--jobs`.
  ///   - value: the number; nil if the option was not given.
  ///   - range: what it may be.
  ///   - unit: what is counted, with a space before it, where the option does not say it.
  /// - Throws: a `ValidationError` that says what was expected and what was found.
  static func check<Number: FixedWidthInteger>(
    _ name: String, _ value: Number?, _ range: ClosedRange<Number>, unit: String = ""
  ) throws {
    guard let value, !range.contains(value) else { return }
    throw ValidationError(
      "'\(name)': expected \(range.lowerBound)...\(range.upperBound)\(unit), found \(value)")
  }
}
