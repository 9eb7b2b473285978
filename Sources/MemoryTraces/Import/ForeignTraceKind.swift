// SPDX-License-Identifier: Apache-2.0

/// The kinds of files with memory over time that other tools write.
public enum ForeignTraceKind: String, CaseIterable, Sendable, Hashable {
  /// `psrecord --log`.
  case psrecord
  /// `mprof run` of memory_profiler.
  case mprof
  /// `vmstat`, with `-t` or without.
  case vmstat
  /// Snapshots of `/proc/meminfo`.
  case meminfo
  /// Times with readings of `memory.current` of a cgroup.
  case cgroup
  /// The answer to a range query of Prometheus, in JSON.
  case prometheus
  /// Rows of cells: CSV, TSV, or separated by semicolons or blanks.
  case table = "csv"

  /// The kind in words that follow `it is` or `found`.
  public var words: String {
    switch self {
    case .psrecord: "a log of psrecord"
    case .mprof: "a recording of mprof"
    case .vmstat: "an output of vmstat"
    case .meminfo: "a log of /proc/meminfo"
    case .cgroup: "a list of readings of memory.current"
    case .prometheus: "an answer of Prometheus"
    case .table: "a table of values"
    }
  }

  /// Recognises the tool that wrote a text by its first lines; nil for what none of them writes.
  public init?(recognizing bytes: [UInt8]) {
    var bytes = bytes.prefix(Self.recognizedBytesMax)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    guard !bytes.contains(0) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    if let first = text.unicodeScalars.first(where: { !$0.properties.isWhitespace }),
      first == "{" || first == "[",
      ["\"values\"", "\"resultType\"", "\"status\""].contains(where: { text.contains($0) })
    {
      self = .prometheus
      return
    }
    let lines = text.split { $0.isNewline }.lazy.map { $0.trimmingBlanks }
      .filter { !$0.isEmpty }.prefix(Self.recognizedLinesMax)
    for line in lines {
      if let kind = Self.kind(ofLine: line) {
        self = kind
        return
      }
    }
    guard let row = lines.first(where: { !$0.hasPrefix("#") }),
      let kind = Self.kind(ofRow: row, next: lines.filter { !$0.hasPrefix("#") }.dropFirst().first)
    else { return nil }
    self = kind
  }

  private static let recognizedBytesMax = 1 << 16
  private static let recognizedLinesMax = 40

  /// The kind that one line gives away wherever it stands.
  private static func kind(ofLine line: Substring) -> ForeignTraceKind? {
    let lower = line.lowercased()
    if lower.contains("elapsed time"), lower.contains("real (") { return .psrecord }
    if lower.hasPrefix("elapsed_time,"), lower.contains("mem_real") { return .psrecord }
    let words = line.split { $0 == " " || $0 == "\t" }
    guard let first = words.first else { return nil }
    if first == "CMDLINE" { return .mprof }
    if first == "MEM", words.count >= 3, DecimalNumber(words[1]) != nil { return .mprof }
    if words.contains("swpd"), words.contains("free") { return .vmstat }
    if line.hasPrefix("procs") && lower.contains("memory") { return .vmstat }
    let isMeminfo = words.dropLast().contains { word in
      ["MemTotal:", "MemFree:", "MemAvailable:"].contains { word.hasSuffix($0) }
    }
    return isMeminfo ? .meminfo : nil
  }

  /// The kind of a row of values, by the way its cells are separated.
  private static func kind(ofRow row: Substring, next: Substring?) -> ForeignTraceKind? {
    let cells = CellText.blanks(of: row)
    let isCells = row.contains { ",;\t".contains($0) }
    if !row.contains(where: { ",;".contains($0) }), (1...2).contains(cells.count),
      let last = cells.last, Int(last.text) != nil || last.text == "max",
      cells.count == 1 || CellText.isValue(cells[0].text)
    {
      return .cgroup
    }
    // Prose has commas too: a table has numbers below its heading.
    guard isCells || cells.count > 1 else { return nil }
    let rows = [row] + (next.map { [$0] } ?? [])
    let isTable = rows.contains { row in
      let cells = CellText.cells(of: row, separator: CellText.separator(of: row))
      return cells.contains { CellText.isValue($0.text) }
        || (next == nil && TableColumns.isHeading(cells))
    }
    return isTable ? .table : nil
  }

  /// The command that makes a trace of a file, as a shell takes it.
  public static func importCommand(for path: String) -> String {
    let folder = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let end = path[folder...].dropFirst().lastIndex(of: ".") ?? path.endIndex
    return "setaside import-trace "
      + RecordingOrigin.quoted([path, "-o", "\(path[..<end]).trace.csv"])
  }
}
