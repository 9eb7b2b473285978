// SPDX-License-Identifier: Apache-2.0

/// What an expression can give.
enum ExpressionValue: Sendable, Equatable {
  /// An amount or a plain number.
  case quantity(Quantity)
  /// A name, such as that of a policy.
  case text(String)
  /// Whether a condition holds.
  case truth(Bool)

  /// The value in the words of messages.
  var kindName: String {
    switch self {
    case .quantity(let quantity): quantity.dimension.name
    case .text(let text): "the text '\(text.abbreviated)'"
    case .truth: "a condition"
    }
  }
}
