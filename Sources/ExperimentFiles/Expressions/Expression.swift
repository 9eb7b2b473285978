// SPDX-License-Identifier: Apache-2.0

/// An expression over quantities and the values of the same experiment, as a tree.
struct Expression: Sendable {
  /// An operator with two sides.
  enum Operator: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case unequal = "!="
    case and
    case or
  }

  /// A function of several quantities.
  enum Function: String, Sendable, CaseIterable {
    case minimum = "min"
    case maximum = "max"
  }

  /// What a part of an expression is.
  indirect enum Form: Sendable {
    /// A quantity that is written out.
    case quantity(Quantity)
    /// A text in quotes.
    case text(String)
    /// A path, or a bare text when it leads nowhere and has no dot.
    case word(String)
    /// The negative of a quantity.
    case negative(Expression)
    /// The opposite of a condition.
    case not(Expression)
    /// Two sides and what is between them.
    case binary(Operator, Expression, Expression)
    /// A function and its arguments, at least one.
    case call(Function, [Expression])
  }

  /// What it is.
  var form: Form
  /// The byte of the text where it can best be pointed at: its operator or its beginning.
  var offset: Int
}
