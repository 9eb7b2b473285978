// SPDX-License-Identifier: Apache-2.0

/// A bound on how often a metric may be bad: `P(oom.kills > 0) <= 1 %`.
public struct Requirement: Sendable, Hashable {
  /// How two numbers are compared.
  public enum Relation: String, Sendable, Hashable, CaseIterable {
    /// Less than.
    case less = "<"
    /// Less than or equal.
    case lessOrEqual = "<="
    /// Greater than.
    case greater = ">"
    /// Greater than or equal.
    case greaterOrEqual = ">="
    /// Equal.
    case equal = "=="
    /// Unequal.
    case unequal = "!="

    /// Whether the relation holds between two numbers.
    public func holds(_ left: Int64, _ right: Int64) -> Bool {
      switch self {
      case .less: left < right
      case .lessOrEqual: left <= right
      case .greater: left > right
      case .greaterOrEqual: left >= right
      case .equal: left == right
      case .unequal: left != right
      }
    }
  }

  /// The metric of a run that is looked at.
  public var metric: String
  /// How its value is compared with ``threshold``.
  public var relation: Relation
  /// The number that it is compared with, in the metric's unit.
  public var threshold: Int64
  /// Whether the share of such runs may be at most or must be at least ``share``: `<=` or `>=`.
  public var bound: Relation
  /// A share of runs, in millionths.
  public var share: Int64
  /// The requirement as it was written.
  public var text: String
}
