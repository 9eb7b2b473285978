// SPDX-License-Identifier: Apache-2.0

public import TrialExecution

/// A table for machines: one name for each column, with its unit, and every figure in full.
///
/// The same rows are printed as RFC 4180 CSV and as JSON, so that neither can say what the other
/// does not.
public struct DataTable: Sendable {
  /// What stands in one place.
  public enum Cell: Sendable, Hashable {
    /// Words.
    case text(String)
    /// A count.
    case integer(Int64)
    /// A number in the column's unit; never infinite.
    case number(Double)
    /// Nothing, with the reason, which the row's last column tells.
    case none(String)
  }

  /// Which table it is.
  public let name: TableName
  /// The columns; the unit is the last part of the name, such as `difference_ns`.
  public let columns: [String]
  /// The rows, each as long as the columns.
  public let rows: [[Cell]]

  /// Makes a table.
  init(_ name: TableName, columns: [String], rows: [[Cell]]) {
    precondition(rows.allSatisfy { $0.count == columns.count }, "a row has a cell for each column")
    self.name = name
    self.columns = columns
    self.rows = rows
  }

  /// The table as RFC 4180 CSV with a header, lines ended by CR LF, and `reason` as the last column.
  public var csv: String {
    let lines =
      [columns + ["reason"]]
      + rows.map { row in row.map(Self.text) + [Self.reasons(row, columns)] }
    return lines.map { $0.map(Self.quoted).joined(separator: ",") }.joined(separator: "\r\n")
  }

  /// The rows as objects; what is not there is null, with its reason in `reason`.
  public var json: JSONValue {
    .array(
      rows.map { row in
        let reasons = Self.reasons(row, columns)
        return .object(
          zip(columns, row).map { ($0, Self.json($1)) }
            + [("reason", reasons.isEmpty ? .null : .text(reasons))])
      })
  }

  private static func text(_ cell: Cell) -> String {
    switch cell {
    case .text(let text): text
    case .integer(let integer): "\(integer)"
    case .number(let number): "\(number)"
    case .none: ""
    }
  }

  private static func json(_ cell: Cell) -> JSONValue {
    switch cell {
    case .text(let text): .text(text)
    case .integer(let integer): .integer(integer)
    case .number(let number): .number(number)
    case .none: .null
    }
  }

  /// Why cells are empty, each reason once with the columns that it empties.
  private static func reasons(_ row: [Cell], _ columns: [String]) -> String {
    var order: [String] = []
    var members: [String: [String]] = [:]
    for (cell, column) in zip(row, columns) {
      guard case .none(let reason) = cell, !reason.isEmpty else { continue }
      if members[reason] == nil { order.append(reason) }
      members[reason, default: []].append(column)
    }
    return order.map { "\((members[$0] ?? []).joined(separator: " ")): \($0)" }
      .joined(separator: "; ")
  }

  /// A field as the RFC wants it: in quotation marks where it has a comma, a mark or a line's end.
  private static func quoted(_ field: String) -> String {
    // Scalars, because CR LF is a single character.
    let needsMarks = field.unicodeScalars.contains {
      $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r"
    }
    return needsMarks ? "\"\(field.replacing("\"", with: "\"\""))\"" : field
  }
}

extension DataTable.Cell {
  /// A number where there is one, else why there is none.
  static func optional(_ number: Double?, _ reason: @autoclosure () -> String) -> Self {
    number.map { .number($0) } ?? .none(reason())
  }
}
