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
}
