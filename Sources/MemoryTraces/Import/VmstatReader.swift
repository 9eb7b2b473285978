// SPDX-License-Identifier: Apache-2.0

/// Reads outputs of vmstat, with `-t` or without, wide or not; the headings may come again.
///
/// What is held is the memory that is not free and not in buffers and the page cache, or the column
/// that was asked for.
internal struct VmstatReader {
  private static let knownNames: Set<String> = [
    "r", "b", "w", "swpd", "free", "buff", "cache", "inact", "active", "si", "so", "bi", "bo", "in",
    "cs", "us", "sy", "id", "wa", "st", "gu",
  ]

  private var names: [String] = []
  private var saysColumns = false

  mutating func read(into collector: inout ReadingCollector) {
    var isAvailable = false
    for number in 1...collector.text.lineCount {
      let line = collector.text.line(number)
      let words = CellText.blanks(of: line)
      guard let first = words.first, !first.text.hasPrefix("#") else { continue }
      if line.contains("---") || first.text == "procs" { continue }
      if words.contains(where: { $0.text == "swpd" }) {
        names = words.map(\.text).filter(Self.knownNames.contains)
        guard checkColumn(number, &collector) else { return }
        continue
      }
      guard !names.isEmpty else {
        collector.fault("expected the names of the columns (r b swpd free …) first", line: number)
        return
      }
      isAvailable = take(words, number, &collector) || isAvailable
    }
    if collector.settings.memoryColumn == nil, isAvailable { collector.subtractFromTotal(nil) }
  }

  /// Whether the columns hold what is wanted; false when that noted a fault.
  private mutating func checkColumn(_ line: Int, _ collector: inout ReadingCollector) -> Bool {
    let wanted = collector.settings.memoryColumn ?? "free"
    guard names.contains(wanted) else {
      collector.fault(
        "'--memory-column': expected one of \(names.joined(separator: ", ")), found '\(wanted)'",
        line: line)
      return false
    }
    if !saysColumns {
      saysColumns = true
      if collector.settings.memoryUnit == nil {
        collector.note("memory is taken in KiB; for 'vmstat -S' there is --memory-unit")
      }
      if collector.settings.memoryColumn == nil {
        let free = ["free", "buff", "cache"].filter(names.contains)
        collector.note("memory is held where it is not in \(free.joined(separator: ", "))")
      }
    }
    return true
  }

  /// Takes a row of values; false if there is none in it.
  private func take(
    _ words: [Cell], _ line: Int, _ collector: inout ReadingCollector
  ) -> Bool {
    var values = words
    var time: Cell?
    if let index = values.firstIndex(where: { InstantText.parse($0.text) != nil }) {
      time = values.remove(at: index)
    } else if values.count == names.count + 1 {
      // A time in seconds that somebody put in front.
      time = values.removeFirst()
    }
    guard values.count == names.count else {
      collector.fault(
        "expected \(names.count) numbers as in the names of the columns, found \(values.count)",
        line: line, column: values.last.map { $0.column + $0.text.utf8.count } ?? 1)
      return false
    }
    let wanted = collector.settings.memoryColumn.map { [$0] } ?? ["free", "buff", "cache"]
    var sum = 0
    var isWhole = true
    var column = 1
    for index in names.indices where wanted.contains(names[index]) {
      guard let bytes = collector.memory(values[index], line: line, unit: .kibibytes) else {
        isWhole = false
        continue
      }
      if column == 1 { column = values[index].column }
      let (next, overflow) = sum.addingReportingOverflow(bytes)
      sum = overflow ? .max : next
    }
    let nanoseconds =
      if let time { collector.time(time, line: line, unit: .seconds) } else {
        collector.countedTime(line: line)
      }
    guard isWhole, let nanoseconds else { return false }
    collector.take(
      .init(
        line: line, timeColumn: time?.column ?? 1, memoryColumn: column, time: nanoseconds,
        bytes: sum))
    return true
  }
}
