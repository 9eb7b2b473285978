// SPDX-License-Identifier: Apache-2.0

/// One word or sign of an expression, with its place in the text.
struct ExpressionToken: Sendable {
  /// What a token is.
  enum Kind: Sendable, Equatable {
    /// Digits, perhaps with a point.
    case number(String)
    /// The unit directly after a number.
    case unit(String)
    /// A path, the name of a function, `and`, `or`, `not`, or a bare text.
    case word(String)
    /// A text in quotes.
    case text(String)
    /// An operator, bracket or comma.
    case sign(String)
    /// The end of the expression.
    case end
  }

  /// What the token is.
  var kind: Kind
  /// The byte at which it begins.
  var offset: Int

  /// The token as messages name it.
  var description: String {
    switch kind {
    case .number(let text), .unit(let text), .word(let text), .sign(let text): "'\(text)'"
    case .text(let text): "the text '\(text)'"
    case .end: "the end"
    }
  }
}
