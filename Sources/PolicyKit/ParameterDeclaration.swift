// SPDX-License-Identifier: Apache-2.0 OR MIT

/// A parameter as its policy declares it, for checks, help pages and schemas.
public struct ParameterDeclaration: Sendable, Hashable {
  /// The key in an experiment, in kebab-case.
  public let name: String
  /// One sentence that says what it does, without its unit.
  public let help: String
  /// What the numbers below count.
  public let unit: ParameterUnit
  /// The value when the experiment gives none.
  public let defaultValue: Int64
  /// The values that are accepted, bounds included.
  public let range: ClosedRange<Int64>
}
