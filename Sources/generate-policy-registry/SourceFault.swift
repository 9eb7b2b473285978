// SPDX-License-Identifier: Apache-2.0

/// A fault at a place in a source file, printed as compilers do, so that editors can jump to it.
struct SourceFault: Hashable, Comparable, CustomStringConvertible {
  /// The path of the file.
  let path: String
  /// The place of the fault.
  let position: SourcePosition
  /// What is wrong and what to do; lower case, without a full stop.
  let message: String

  var description: String { "\(path):\(position.line):\(position.column): error: \(message)" }

  static func < (left: Self, right: Self) -> Bool {
    (left.path, left.position.line, left.position.column, left.message)
      < (right.path, right.position.line, right.position.column, right.message)
  }
}

/// A place in a source file.
struct SourcePosition: Hashable {
  /// The line, from 1.
  var line = 1
  /// The column in bytes, from 1, as compilers count.
  var column = 1
}
