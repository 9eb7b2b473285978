// SPDX-License-Identifier: Apache-2.0

/// A text that is not an expression, or one that has no value.
struct ExpressionFault: Error {
  /// What is wrong.
  var message: String
  /// The byte of the text at which it is wrong.
  var offset: Int
  /// What may have been meant.
  var suggestion: String?
}
