// SPDX-License-Identifier: Apache-2.0

/// A place in a source: where a value was written.
public struct SourceLocation: Sendable {
  /// The text that the place lies in.
  public let source: Source

  /// The line, counted from 1.
  public let line: Int

  /// The column in Unicode scalars, counted from 1.
  public let column: Int

  /// Creates a location; line and column count from 1.
  init(source: Source, line: Int, column: Int) {
    self.source = source
    self.line = line
    self.column = column
  }

  /// The place where a source begins, for faults of the whole file.
  static func start(of source: Source) -> SourceLocation {
    SourceLocation(source: source, line: 1, column: 1)
  }

  /// The place a number of columns further on the same line.
  func advanced(by columns: Int) -> SourceLocation {
    SourceLocation(source: source, line: line, column: column + columns)
  }
}

extension SourceLocation: CustomStringConvertible {
  /// The place as `file:line`, the form in which origins are shown.
  public var description: String { "\(source.name):\(line)" }
}

extension SourceLocation: Comparable {
  /// Orders by file name, then line, then column.
  public static func < (left: SourceLocation, right: SourceLocation) -> Bool {
    (left.source.name, left.line, left.column) < (right.source.name, right.line, right.column)
  }

  /// Two places are equal when they print alike; the identity of the source does not matter.
  public static func == (left: SourceLocation, right: SourceLocation) -> Bool {
    (left.source.name, left.line, left.column) == (right.source.name, right.line, right.column)
  }
}
