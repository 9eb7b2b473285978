// SPDX-License-Identifier: Apache-2.0

/// The readings of one file while it is read, with all that is wrong with them.
internal struct ReadingCollector {
  /// In which way a file writes its times.
  private enum TimeForm { case instant, number, clock, counted }

  private static let halfDay = 43_200_000_000_000
  private static let missing = [
    "", "nan", "-nan", "+nan", "null", "none", "na", "n/a", "-", "inf", "+inf", "-inf", "max",
  ]

  let text: ImportedText
  let settings: TraceImportSettings
  private(set) var faults: FaultList
  private(set) var readings: [ImportedReading] = []
  private(set) var missingCount = 0
  /// What was taken for granted, for a person to check.
  private(set) var notes: [String] = []
  /// The command that the file says was measured.
  var command: String?
  private(set) var timeUnit: TimeUnit?
  private var timeForm: TimeForm?
  private var lastClock = 0
  private var daysPassed = 0
  private var countedRows = 0

  init(text: ImportedText, settings: TraceImportSettings) {
    self.text = text
    self.settings = settings
    faults = FaultList(path: text.path)
  }

  /// Whether the times are nanoseconds since 1970.
  var hasInstants: Bool {
    switch timeForm {
    case .instant: true
    // A count of nanoseconds as large as 1973 is no time since a start.
    case .number: (readings.first?.time ?? 0) >= 100_000_000_000_000_000
    case .clock, .counted, nil: false
    }
  }

  mutating func note(_ text: String) {
    if !notes.contains(text) { notes.append(text) }
  }

  mutating func fault(_ message: String, line: Int? = nil, column: Int = 1) {
    faults.append(message, at: line.map { text.place(line: $0, column: column) })
  }

  /// Takes one reading.
  mutating func take(
    line: Int, time: Cell, memory: Cell, timeUnit: TimeUnit?, memoryUnit: MemoryUnit
  ) {
    let nanoseconds = self.time(time, line: line, unit: timeUnit)
    let missingBefore = missingCount
    let bytes = self.memory(memory, line: line, unit: memoryUnit)
    guard let nanoseconds, missingCount == missingBefore else { return }
    // With a fault no trace is made, but the order of the times is looked at all the same.
    take(
      .init(
        line: line, timeColumn: time.column, memoryColumn: memory.column, time: nanoseconds,
        bytes: bytes ?? 0))
  }

  mutating func take(_ reading: ImportedReading) { readings.append(reading) }

  /// The time of a row without one; nil, with a fault at the first, without an interval.
  mutating func countedTime(line: Int) -> Int? {
    timeForm = .counted
    defer { countedRows += 1 }
    guard let interval = settings.intervalNanoseconds else {
      if countedRows == 0 {
        fault(
          "the file has no times; name the time from one reading to the next, such as --interval 1s",
          line: line)
      }
      return nil
    }
    let (time, overflow) = countedRows.multipliedReportingOverflow(by: interval)
    return overflow ? .max : time
  }

  /// Reads a time in nanoseconds; nil when it noted a fault.
  mutating func time(_ cell: Cell, line: Int, unit: TimeUnit?) -> Int? {
    if let instant = InstantText.parse(cell.text) {
      return isForm(.instant, cell, line) ? instant : nil
    }
    if let clock = InstantText.clock(cell.text) {
      guard isForm(.clock, cell, line) else { return nil }
      // A time of day that falls by hours has passed midnight.
      if clock < lastClock - Self.halfDay { daysPassed += 1 }
      lastClock = clock
      return clock + daysPassed * 2 * Self.halfDay
    }
    return number(cell, line: line, unit: unit)
  }

  /// Reads a time that is a number.
  private mutating func number(_ cell: Cell, line: Int, unit: TimeUnit?) -> Int? {
    guard let (number, rest) = DecimalNumber.prefix(of: cell.text),
      rest.isEmpty || TimeUnit(word: rest.trimmingBlanks) != nil
    else {
      let comma = cell.text.contains(",") ? "; a decimal comma is to be a point" : ""
      fault(
        "expected a time: a number, or such as 2026-01-31T12:00:00, found '\(cell.text)'\(comma)",
        line: line, column: cell.column)
      return nil
    }
    guard isForm(.number, cell, line) else { return nil }
    let known = TimeUnit(word: rest.trimmingBlanks) ?? settings.timeUnit ?? unit ?? timeUnit
    if known == nil {
      let likely = TimeUnit.likely(for: number)
      timeUnit = likely
      note("times are taken as \(likely.rawValue); --time-unit names another unit")
    }
    if timeUnit == nil { timeUnit = known }
    guard let time = number.rounded(times: (known ?? timeUnit ?? .seconds).nanoseconds) else {
      fault(
        "expected a time before the year 2262, found '\(cell.text)'; is the unit wrong? --time-unit",
        line: line, column: cell.column)
      return nil
    }
    return time
  }

  private mutating func isForm(_ form: TimeForm, _ cell: Cell, _ line: Int) -> Bool {
    if timeForm == nil { timeForm = form }
    guard timeForm != form else { return true }
    fault(
      "expected a time written as in the rows before, found '\(cell.text)'", line: line,
      column: cell.column)
    return false
  }

  /// Reads memory in bytes; nil when it is missing or noted a fault.
  mutating func memory(_ cell: Cell, line: Int, unit: MemoryUnit) -> Int? {
    if Self.missing.contains(cell.text.lowercased()) {
      if settings.skipsMissing {
        missingCount += 1
      } else {
        let found = cell.text.isEmpty ? "nothing" : "'\(cell.text)'"
        fault(
          "expected memory as a number, found \(found); --skip-missing leaves such readings out",
          line: line, column: cell.column)
      }
      return nil
    }
    let parts = DecimalNumber.prefix(of: cell.text)
    let suffix = parts?.rest.trimmingBlanks ?? ""
    let written = MemoryUnit(word: suffix)
    guard let number = parts?.0, suffix.isEmpty || written != nil else {
      let hint =
        parts == nil
        ? "" : "; units are \(MemoryUnit.allCases.map(\.rawValue).joined(separator: ", "))"
      let comma =
        suffix.hasPrefix(",")
        ? "; write a decimal comma as a point, and no commas between thousands" : hint
      fault(
        "expected memory as a number, found '\(cell.text)'\(comma)", line: line,
        column: cell.column)
      return nil
    }
    guard number.significand >= 0 else {
      fault(
        "expected memory of 0 or more, found '\(cell.text)'", line: line, column: cell.column)
      return nil
    }
    guard let bytes = number.rounded(times: (written ?? settings.memoryUnit ?? unit).bytes) else {
      fault(
        "expected memory below 2^63 bytes, found '\(cell.text)'; is the unit wrong? --memory-unit",
        line: line, column: cell.column)
      return nil
    }
    return bytes
  }

  /// Replaces what was available by what was held: the rest of the machine's memory, or of the
  /// largest that was ever available.
  mutating func subtractFromTotal(_ total: Int?) {
    guard let largest = readings.map(\.bytes).max() else { return }
    let all = settings.memoryTotalBytes ?? total ?? largest
    if settings.memoryTotalBytes == nil, total == nil {
      note(
        "memory is counted from the reading at which most was available; --memory-total counts all")
    }
    for index in readings.indices {
      let reading = readings[index]
      guard reading.bytes <= all else {
        fault(
          "expected at most \(all) bytes of memory to be available, found \(reading.bytes); is "
            + "--memory-total or --memory-unit wrong?", line: reading.line,
          column: reading.memoryColumn)
        continue
      }
      readings[index].bytes = all - reading.bytes
    }
  }
}
