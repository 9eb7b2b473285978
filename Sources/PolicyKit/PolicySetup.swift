// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Hands a policy its parameters and its own generator, and records what it asked for.
///
/// One mention declares a parameter's name, unit, default, range and help, so that the check of a
/// file, the help page and the value cannot disagree.
public struct PolicySetup {
  /// The instance's own generator: nothing else in a policy may vary.
  public let generator: SeededGenerator
  /// What has been declared, in a setup that is made to know it.
  package private(set) var declarations: [ParameterDeclaration] = []
  private let isDescription: Bool
  private let values: [String: Int64]

  /// Prepares a setup that records what is declared; every parameter has its default.
  package init() {
    isDescription = true
    values = [:]
    generator = SeededGenerator(seed: 0)
  }

  /// Prepares a setup for an instance that will decide something.
  ///
  /// - Parameters:
  ///   - values: Integers by parameter name, checked against the declarations beforehand.
  ///   - generator: The instance's generator.
  package init(values: [String: Int64], generator: SeededGenerator) {
    isDescription = false
    self.values = values
    self.generator = generator
  }

  /// Declares and reads a parameter.
  ///
  /// - Parameters:
  ///   - name: The key in an experiment, in kebab-case.
  ///   - default: The value when the experiment gives none; inside `range`.
  ///   - range: The values that are accepted.
  ///   - help: One sentence that says what it does.
  /// - Returns: The value of the experiment, or the default.
  public mutating func callAsFunction<Value: ParameterValue>(
    _ name: String, default defaultValue: Value, in range: ClosedRange<Value>, _ help: String
  ) -> Value {
    precondition(range.contains(defaultValue), "The default of \(name) is outside its range.")
    declare(
      ParameterDeclaration(
        name: name, help: help, unit: Value.parameterUnit,
        defaultValue: defaultValue.parameterInteger,
        range: range.lowerBound.parameterInteger...range.upperBound.parameterInteger))
    guard let given = values[name] else { return defaultValue }
    return Value(parameterInteger: given)
  }

  /// Declares and reads a parameter that is one of a few words.
  ///
  /// - Parameters:
  ///   - name: The key in an experiment, in kebab-case.
  ///   - default: The value when the experiment gives none.
  ///   - help: One sentence that says what it does.
  /// - Returns: The value of the experiment, or the default.
  public mutating func choice<Word: CaseIterable & RawRepresentable>(
    _ name: String, default defaultValue: Word, _ help: String
  ) -> Word where Word.RawValue == String {
    let words = Array(Word.allCases)
    declare(
      ParameterDeclaration(
        name: name, help: help, unit: .choice(words.map(\.rawValue)),
        defaultValue: Int64(words.firstIndex { $0.rawValue == defaultValue.rawValue } ?? 0),
        range: 0...Int64(words.count - 1)))
    guard let given = values[name] else { return defaultValue }
    return words[Int(given)]
  }

  private mutating func declare(_ made: @autoclosure () -> ParameterDeclaration) {
    guard isDescription else { return }
    let declaration = made()
    precondition(
      !declarations.contains { $0.name == declaration.name },
      "The parameter \(declaration.name) is declared twice.")
    declarations.append(declaration)
  }
}
