// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The table of an answer, as its lines.
struct AnswerTable: Sendable {
  /// How long a name may be.
  static let nameMax = 26

  /// The lines of the header.
  let header: [String]
  /// One line for each row.
  let rows: [StyledLine]
  /// What the marks mean; empty where there are none.
  let marks: String

  /// Lays out a table, with as many of its columns as fit.
  ///
  /// - Parameters:
  ///   - table: the table.
  ///   - styles: of the rows, in their order.
  ///   - marks: what the marks mean.
  ///   - width: how many characters a line may have.
  init(_ table: TextTable, styles: [StyledLine.Style], marks: String, width: Int) {
    let lines = table.fittingLines(width: width)
    header = lines.header
    rows = zip(lines.rows, styles).map { StyledLine($0, $1) }
    self.marks = marks
  }

  /// The name of a metric over several short lines, broken at its dots.
  static func title(_ metric: String) -> String {
    var lines: [String] = []
    let parts = metric.split(separator: ".").map(String.init)
    for (place, part) in parts.enumerated() {
      let piece = part + (place < parts.count - 1 ? "." : "")
      if let last = lines.last, last.count + piece.count <= 12 {
        lines[lines.count - 1] = last + piece
      } else {
        lines.append(piece)
      }
    }
    return lines.joined(separator: "\n")
  }

  /// Words over several short lines.
  static func words(_ text: String, width: Int = 11) -> String {
    TextWrap.lines(text, width: width).joined(separator: "\n")
  }

  /// A name in little room.
  static func short(_ name: String, _ most: Int = nameMax) -> String {
    name.count <= most ? name : name.prefix(most - 3).trimmingCharacters(in: .whitespaces) + "..."
  }

  /// Names in little room, none of which is like another; in full where they would be.
  static func short(_ names: [String], _ most: Int = nameMax) -> [String] {
    let short = names.map { Self.short($0, most) }
    return zip(names, short).map { name, text in
      short.count { $0 == text } == names.count { $0 == name } ? text : name
    }
  }
}
