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
    /// The header.
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
    var width: Int { cells.reduce(title.count) { max($0, $1.count) } }
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

  private static func lines(_ columns: [Column]) -> [String] {
    let rowCount = columns.map(\.cells.count).max() ?? 0
    var lines = [line(columns.map { ($0, $0.title) })]
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
