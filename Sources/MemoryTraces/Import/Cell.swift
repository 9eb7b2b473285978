// SPDX-License-Identifier: Apache-2.0

/// A part of a line, and where it stands.
internal struct Cell: Sendable, Hashable {
  /// The text without blanks and quotes around it.
  var text: String
  /// The column of its first byte, counted from 1.
  let column: Int
}
