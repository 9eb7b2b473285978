// SPDX-License-Identifier: Apache-2.0

/// Reads the text of a trace, noting every fault with its place.
///
/// It works on bytes, because a trace may have a million lines and all that is variable in them are
/// decimal digits.
internal struct MemoryTraceParser {
  private static let columnNames = "time_ns,resident_bytes"
  private static let shownBytesMax = 200

  private let bytes: [UInt8]
  private var faults: FaultList
  private var position = 0
  private var lineNumber = 0
  private var lineRange = 0..<0

  private var fields: [String: String] = [:]
  private var interval: Int?
  private var memory: MeasuredMemory?
  private var notes: [String] = []
  private var samples: [MemoryTrace.Sample] = []

  init(bytes: [UInt8], path: String) {
    // Spreadsheets begin their texts with a byte order mark.
    self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    self.faults = FaultList(path: path)
  }

  /// Reads the whole text.
  mutating func parse() throws(MemoryTraceError) -> MemoryTrace {
    guard !bytes.isEmpty else {
      faults.append("the file is empty; expected '# setaside-trace: 1' in its first line")
      try faults.throwIfAny()
      return MemoryTrace(checkedHeader: .init(), samples: [])
    }
    if parseVersion(), parseComments() {
      parseRows()
    }
    try faults.throwIfAny()
    let header = MemoryTraceHeader(
      command: fields["command"], recorded: fields["recorded"], host: fields["host"],
      intervalNanoseconds: interval, memory: memory, notes: notes)
    return MemoryTrace(checkedHeader: header, samples: samples)
  }

  // MARK: Header

  /// Reads the first line; false if what follows cannot be understood.
  private mutating func parseVersion() -> Bool {
    guard nextLine() else { return false }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      faults.append(
        "expected a text in UTF-8, found one in UTF-16; this writes it anew: iconv -f UTF-16 -t UTF-8"
      )
      return false
    }
    if bytes.contains(0) {
      faults.append("expected a text file, found a binary one (it contains a zero byte)")
      return false
    }
    let prefix = "# setaside-trace:"
    guard lineText.hasPrefix(prefix) else {
      fault(1, "expected '# setaside-trace: 1', the mark of a trace")
      return false
    }
    let version = String(lineText.dropFirst(prefix.count)).trimmingSpaces
    guard version == String(MemoryTraceHeader.formatVersion) else {
      fault(
        column(of: version, default: prefix.utf8.count + 1),
        "expected version \(MemoryTraceHeader.formatVersion) of the format, found '\(version)'")
      return false
    }
    return true
  }

  /// Reads the comments and the line with the names of the columns; false if the latter is missing.
  private mutating func parseComments() -> Bool {
    while nextLine() {
      let text = lineText
      guard text.hasPrefix("#") else {
        if text == Self.columnNames { return true }
        fault(1, "expected a comment or the line '\(Self.columnNames)'")
        return false
      }
      parseComment(String(text.dropFirst()).trimmingSpaces)
    }
    faults.append("expected the line '\(Self.columnNames)', found the end of the file")
    return false
  }

  private mutating func parseComment(_ comment: String) {
    guard String(validating: bytes[lineRange], as: UTF8.self) != nil else {
      fault(1, "expected text in UTF-8")
      return
    }
    guard let colon = comment.firstIndex(of: ":") else {
      notes.append(comment)
      return
    }
    let name = String(comment[..<colon])
    let value = String(comment[comment.index(after: colon)...]).trimmingSpaces
    guard ["command", "recorded", "host", "interval", "memory"].contains(name) else {
      notes.append(comment)
      return
    }
    if fields.updateValue(value, forKey: name) != nil {
      fault(column(of: name, default: 1), "'\(name)' is given twice")
      return
    }
    if name == "interval" {
      interval = IntervalText.parse(value)
      if interval == nil {
        fault(
          column(of: value, default: 1),
          "'interval': expected a whole number and ns, us, ms or s, such as '10 ms', found '\(value)'"
        )
      }
    } else if name == "memory" {
      memory = MeasuredMemory(rawValue: value)
      if memory == nil {
        fault(column(of: value, default: 1), "'memory': expected rss or pss, found '\(value)'")
      }
    }
  }

  // MARK: Rows

  private mutating func parseRows() {
    var previous: MemoryTrace.Sample?
    var rowCount = 0
    while nextLine() {
      rowCount += 1
      guard rowCount <= MemoryTrace.sampleCountMax else {
        fault(1, "expected at most \(MemoryTrace.sampleCountMax) samples")
        return
      }
      guard let sample = parseRow() else { continue }
      if let complaint = sample.complaint(after: previous) {
        // A wrong value of memory is blamed where it stands, every other fault concerns the time.
        let timeIsGood = (0...MemoryTrace.timeNanosecondsMax).contains(sample.timeNanoseconds)
        let memoryIsBad = sample.residentBytes > MemoryTrace.residentBytesMax
        let comma = bytes[lineRange].firstIndex(of: Character.comma) ?? lineRange.lowerBound
        fault(
          timeIsGood && memoryIsBad ? comma - lineRange.lowerBound + 2 : 1, complaint)
        // A time that runs ahead by mistake must not put every row behind it in the wrong.
        if previous != nil && sample.timeNanoseconds > MemoryTrace.timeNanosecondsMax { continue }
      }
      previous = sample
      samples.append(sample)
    }
    if rowCount == 0 { faults.append("expected at least one sample, found none") }
    if bytes.last != Character.lineFeed {
      fault(
        lineRange.count + 1, "expected a line end behind the last row; the file may be cut short")
    }
  }

  /// Reads `time,bytes`; nil when it noted a fault.
  private mutating func parseRow() -> MemoryTrace.Sample? {
    var cursor = lineRange.lowerBound
    guard let time = parseNumber(at: &cursor, name: "time_ns") else { return nil }
    guard cursor < lineRange.upperBound, bytes[cursor] == Character.comma else {
      fault(cursor - lineRange.lowerBound + 1, "expected ',' behind time_ns")
      return nil
    }
    cursor += 1
    guard let memory = parseNumber(at: &cursor, name: "resident_bytes") else { return nil }
    guard cursor == lineRange.upperBound else {
      fault(
        cursor - lineRange.lowerBound + 1, "expected the end of the line behind resident_bytes")
      return nil
    }
    return .init(timeNanoseconds: time, residentBytes: memory)
  }

  /// Reads the digits from `cursor` on and leaves it behind them.
  private mutating func parseNumber(at cursor: inout Int, name: String) -> Int? {
    let start = cursor
    var value = 0
    while cursor < lineRange.upperBound, Character.digits.contains(bytes[cursor]) {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(Int(bytes[cursor] - Character.zero))
      guard !overflow, !carry else {
        fault(start - lineRange.lowerBound + 1, "\(name): expected a number below 2^63")
        return nil
      }
      value = sum
      cursor += 1
    }
    guard cursor > start else {
      fault(cursor - lineRange.lowerBound + 1, "\(name): expected a whole number without a sign")
      return nil
    }
    return value
  }

  // MARK: Lines

  /// Moves to the next line, without its line feed and a carriage return before that; false at the end.
  private mutating func nextLine() -> Bool {
    guard position < bytes.count else { return false }
    let end = bytes[position...].firstIndex(of: Character.lineFeed) ?? bytes.count
    let hasReturn = end > position && bytes[end - 1] == Character.carriageReturn
    lineRange = position..<(hasReturn ? end - 1 : end)
    position = end + 1
    lineNumber += 1
    return true
  }

  private var lineText: String { String(decoding: bytes[lineRange], as: UTF8.self) }

  private func column(of part: String, default column: Int) -> Int {
    guard !part.isEmpty else { return column }
    let line = Array(bytes[lineRange])
    let wanted = Array(part.utf8)
    let offsets = 0..<max(0, line.count - wanted.count + 1)
    let found = offsets.first { line[$0..<($0 + wanted.count)].elementsEqual(wanted) }
    return found.map { $0 + 1 } ?? column
  }

  private mutating func fault(_ column: Int, _ message: String) {
    let shown = String(
      decoding: bytes[lineRange].prefix(Self.shownBytesMax), as: UTF8.self)
    faults.append(message, at: .init(line: lineNumber, column: column, text: shown))
  }

  private enum Character {
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let comma = UInt8(ascii: ",")
    static let zero = UInt8(ascii: "0")
    static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
  }
}

extension String {
  /// The text without the spaces at both ends.
  fileprivate var trimmingSpaces: String {
    let start = drop { $0 == " " }
    let end = start.lastIndex { $0 != " " }.map { start.index(after: $0) }
    return String(start[..<(end ?? start.startIndex)])
  }
}
