// SPDX-License-Identifier: Apache-2.0

/// A table of aligned columns for a terminal, legible without colour.
public struct TextTable: Sendable {
  /// Where the text of a column stands.
  public enum Alignment: Sendable {
    /// At the left edge: words.
    case left
    /// At the right edge: numbers.
    case right
  }

  /// A column with its cells.
  public struct Column: Sendable {
    /// The header; a line break makes lines of it.
    public let title: String
    /// Where the text stands.
    public let alignment: Alignment
    /// One text for each row.
    public let cells: [String]

    /// Describes a column.
    public init(_ title: String, _ alignment: Alignment = .left, cells: [String]) {
      self.title = title
      self.alignment = alignment
      self.cells = cells
    }

    /// The width of the widest text, in characters.
    var width: Int { (cells + titleLines).reduce(0) { max($0, $1.count) } }

    /// The lines of the header, at least one.
    var titleLines: [String] {
      title.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
  }

  private static let gap = "  "

  private let lead: [Column]
  private let columns: [Column]

  /// Makes a table.
  ///
  /// - Parameters:
  ///   - lead: columns that name the row; repeated when the table is split.
  ///   - columns: the others.
  public init(lead: [Column], columns: [Column]) {
    self.lead = lead
    self.columns = columns
  }

  /// The lines of the table, split into several beneath each other where it is wider than the terminal.
  ///
  /// - Parameter width: how many characters a line may have; a table with a single wide column may
  ///   exceed it.
  public func lines(width: Int) -> [String] {
    let leadWidth = lead.reduce(0) { $0 + $1.width + Self.gap.count }
    var parts: [[Column]] = [[]]
    var used = leadWidth
    for column in columns {
      if used + column.width > width, parts.last?.isEmpty == false {
        parts.append([])
        used = leadWidth
      }
      parts[parts.count - 1].append(column)
      used += column.width + Self.gap.count
    }
    return Array(parts.map { Self.lines(lead + $0) }.joined(separator: [""]))
  }

  /// The lines of as many columns as fit beneath one header, without those that do not; the header first.
  func fittingLines(width: Int) -> (header: [String], rows: [String]) {
    var fitting = lead
    var used = lead.reduce(-Self.gap.count) { $0 + $1.width + Self.gap.count }
    for column in columns {
      used += Self.gap.count + column.width
      if used > width { break }
      fitting.append(column)
    }
    let lines = Self.lines(fitting)
    let height = Self.titleHeight(fitting)
    return (Array(lines.prefix(height)), Array(lines.dropFirst(height + 1)))
  }

  private static func titleHeight(_ columns: [Column]) -> Int {
    columns.map(\.titleLines.count).max() ?? 1
  }

  private static func lines(_ columns: [Column]) -> [String] {
    let rowCount = columns.map(\.cells.count).max() ?? 0
    let height = titleHeight(columns)
    var lines = (0..<height).map { number in
      line(
        columns.map { column in
          let titles = column.titleLines
          let place = number - (height - titles.count)
          return (column, place < 0 ? "" : titles[place])
        })
    }
    lines.append(line(columns.map { ($0, String(repeating: "-", count: $0.width)) }))
    for row in 0..<rowCount {
      lines.append(line(columns.map { ($0, row < $0.cells.count ? $0.cells[row] : "") }))
    }
    return lines
  }

  private static func line(_ cells: [(Column, String)]) -> String {
    var line = cells.map { column, text in
      let padding = String(repeating: " ", count: column.width - text.count)
      return column.alignment == .left ? text + padding : padding + text
    }.joined(separator: gap)
    while line.last == " " { line.removeLast() }
    return line
  }
}
