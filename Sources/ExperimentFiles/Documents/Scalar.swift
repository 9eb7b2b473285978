// SPDX-License-Identifier: Apache-2.0

/// A piece of text as it stands in a YAML document, after quotes and escapes are resolved.
struct Scalar: Sendable {
  /// How the text was written.
  enum Style: Sendable {
    /// Without quotes.
    case plain
    /// In single or double quotes.
    case quoted
    /// As a literal or folded block (`|`, `>`).
    case block
  }

  /// The text.
  var text: String
  /// How it was written.
  var style: Style
}
