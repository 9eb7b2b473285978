// SPDX-License-Identifier: Apache-2.0

/// Reads rows of cells: CSV and its relatives, logs of psrecord, readings of memory.current.
internal struct TableReader {
  let kind: ForeignTraceKind
  private var heading: [Cell]?
  private var headingLine = 1
  private var comment: (cells: [Cell], line: Int)?
  private var separator: Character??
  private var columns: TableColumns?

  init(kind: ForeignTraceKind) { self.kind = kind }

  /// Reads all rows into the collector.
  mutating func read(into collector: inout ReadingCollector) {
    for number in 1...collector.text.lineCount {
      let line = collector.text.line(number)
      let trimmed = line.trimmingBlanks
      if trimmed.isEmpty { continue }
      if trimmed.hasPrefix("#") {
        noteComment(line, number)
        continue
      }
      let separator = self.separator ?? self.separator(of: line)
      self.separator = .some(separator)
      var cells = CellText.cells(of: line, separator: separator)
      if separator == ";" { setPoints(&cells, &collector) }
      if heading == nil, columns == nil, isHeading(cells) {
        heading = cells
        headingLine = number
        continue
      }
      // Files that were put together, and tools that were started again, repeat the heading.
      if let heading, cells.map(\.text) == heading.map(\.text) { continue }
      if columns == nil, !findColumns(cells, number, &collector) { return }
      if let columns { take(cells, number, columns, &collector) }
    }
    if columns == nil, let line = heading.map({ _ in headingLine }) {
      collector.fault("expected rows of values below the heading, found none", line: line)
    }
  }

  private func separator(of line: String) -> Character? {
    kind == .psrecord && !line.contains(",") ? nil : CellText.separator(of: line.trimmingBlanks)
  }

  /// Between semicolons a comma is the decimal point.
  private func setPoints(_ cells: inout [Cell], _ collector: inout ReadingCollector) {
    for index in cells.indices {
      guard let text = CellText.withPoint(cells[index].text) else { continue }
      cells[index].text = text
      collector.note("commas in numbers are taken as decimal points")
    }
  }

  /// A comment may be the heading of the rows below it.
  private mutating func noteComment(_ line: String, _ number: Int) {
    guard columns == nil else { return }
    let blank = line.prefix { $0 == " " || $0 == "\t" }.utf8.count
    let text = line.dropFirst(blank + 1)
    let cells = CellText.cells(of: text, separator: CellText.separator(of: text.trimmingBlanks))
    comment = (cells.map { Cell(text: $0.text, column: $0.column + blank + 1) }, number)
  }

  private func isHeading(_ cells: [Cell]) -> Bool {
    !cells.contains { CellText.isValue($0.text) }
      && cells.contains { $0.text.contains { $0.isLetter } }
      && cells.allSatisfy { !["nan", "null", "max"].contains($0.text.lowercased()) }
  }

  /// Finds out which columns to read; false when that noted a fault.
  private mutating func findColumns(
    _ row: [Cell], _ line: Int, _ collector: inout ReadingCollector
  ) -> Bool {
    if kind == .psrecord {
      columns = psrecordColumns(line, &collector)
      return columns != nil
    }
    if heading == nil, let comment, comment.cells.count == row.count, row.count > 1 {
      heading = comment.cells
      headingLine = comment.line
    }
    if kind == .cgroup, heading == nil, collector.settings.timeColumn == nil,
      collector.settings.memoryColumn == nil, row.count <= 2
    {
      let isCounted = row.count == 1 || collector.settings.intervalNanoseconds != nil
      columns = TableColumns(time: isCounted ? nil : 0, memory: row.count - 1)
      return true
    }
    columns = TableColumns.find(
      heading: heading, row: row, line: heading == nil ? line : headingLine, in: &collector)
    return columns != nil
  }

  /// psrecord has names with blanks in them, so that only its order tells the columns.
  private func psrecordColumns(
    _ line: Int, _ collector: inout ReadingCollector
  ) -> TableColumns? {
    var columns = TableColumns.psrecord
    let names = heading.map { $0.map { $0.text.lowercased() } } ?? []
    if let index = names.firstIndex(of: "mem_real") { columns.memory = index }
    if let index = names.firstIndex(of: "elapsed_time") { columns.time = index }
    guard let wanted = collector.settings.memoryColumn else { return columns }
    if let index = names.firstIndex(of: wanted.lowercased()) {
      columns.memory = index
    } else if let number = Int(wanted), number > 0 {
      columns.memory = number - 1
    } else if wanted.lowercased().hasPrefix("virtual") {
      columns.memory += 1
    } else if !wanted.lowercased().hasPrefix("real") {
      collector.fault(
        "'--memory-column': expected Real, Virtual or the number of a column, found '\(wanted)'",
        line: line)
      return nil
    }
    return columns
  }

  private func take(
    _ cells: [Cell], _ line: Int, _ columns: TableColumns, _ collector: inout ReadingCollector
  ) {
    let needed = max(columns.time ?? 0, columns.memory) + 1
    guard cells.count >= needed else {
      let end = cells.last.map { $0.column + $0.text.utf8.count } ?? 1
      collector.fault(
        "expected at least \(needed) cells, found \(cells.count); is the file cut short?",
        line: line,
        column: end)
      return
    }
    let memory = cells[columns.memory]
    let unit = columns.memoryUnit ?? .bytes
    guard let index = columns.time else {
      guard let time = collector.countedTime(line: line),
        let bytes = collector.memory(memory, line: line, unit: unit)
      else { return }
      collector.take(
        .init(line: line, timeColumn: 1, memoryColumn: memory.column, time: time, bytes: bytes))
      return
    }
    collector.take(
      line: line, time: cells[index], memory: memory, timeUnit: columns.timeUnit, memoryUnit: unit)
  }
}
