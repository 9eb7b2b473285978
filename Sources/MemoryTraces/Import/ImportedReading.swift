// SPDX-License-Identifier: Apache-2.0

/// One reading of a file that another tool wrote, as the file has it.
internal struct ImportedReading: Sendable, Hashable {
  /// The line, counted from 1.
  let line: Int
  /// Where the time stands in it.
  let timeColumn: Int
  /// Where the memory stands in it.
  let memoryColumn: Int
  /// Nanoseconds since 1970, or since whatever the tool counts from.
  let time: Int
  /// Bytes; what was still available, where a reader says so.
  var bytes: Int
}
