// SPDX-License-Identifier: Apache-2.0

/// Reads a log of snapshots of `/proc/meminfo`.
///
/// The time stands in front of each line of a snapshot, or on a line of its own before it. What is
/// held is the memory that is not available, or the field that was asked for.
internal struct MeminfoReader {
  private struct Snapshot {
    let line: Int
    var time: Cell?
    var fields: [String: (bytes: Int, line: Int, column: Int)] = [:]
    /// Whether a field of it was noted as a fault, or is missing: then there is nothing more to say.
    var isSpoilt = false
  }

  private var snapshot: Snapshot?
  private var pendingTime: (cell: Cell, line: Int)?
  private var ignoredCount = 0
  private var total: Int?
  private var isAvailable = false

  mutating func read(into collector: inout ReadingCollector) {
    for number in 1...collector.text.lineCount {
      let line = collector.text.line(number)
      guard let first = line.trimmingBlanks.first, first != "#" else { continue }
      readLine(line, number, &collector)
    }
    finish(&collector)
    if ignoredCount > 0 {
      collector.note("lines that are neither a field nor a time were ignored: \(ignoredCount)")
    }
    if collector.settings.memoryColumn == nil, isAvailable { collector.subtractFromTotal(total) }
  }

  private mutating func readLine(_ line: String, _ number: Int, _ collector: inout ReadingCollector)
  {
    let words = CellText.blanks(of: line)
    guard let index = words.firstIndex(where: Self.isField), index + 1 < words.count else {
      if let time = Self.time(in: line) {
        finish(&collector)
        pendingTime = (time, number)
      } else if line.contains(where: { $0.isLetter || $0.isNumber }) {
        ignoredCount += 1
      }
      return
    }
    let name = String(words[index].text.dropLast())
    let prefix = line.utf8.prefix(words[index].column - 1)
    let time = Self.time(in: String(decoding: prefix, as: UTF8.self))
    if let known = snapshot,
      known.fields[name] != nil || (time?.text != known.time?.text && time != nil)
    {
      finish(&collector)
    }
    if snapshot == nil {
      snapshot = Snapshot(line: number, time: time ?? pendingTime?.cell)
      pendingTime = nil
    }
    let isKnown = ["MemTotal", "MemFree", "MemAvailable", "Buffers", "Cached", "SReclaimable"]
      .contains(name)
    guard isKnown || name == collector.settings.memoryColumn else { return }
    let unit: MemoryUnit = words.dropFirst(index + 2).first?.text == "kB" ? .kibibytes : .bytes
    if let bytes = collector.memory(words[index + 1], line: number, unit: unit) {
      snapshot?.fields[name] = (bytes, number, words[index + 1].column)
    } else {
      snapshot?.isSpoilt = true
    }
  }

  /// Makes a reading of the snapshot that has ended.
  private mutating func finish(_ collector: inout ReadingCollector) {
    guard let known = snapshot else { return }
    snapshot = nil
    guard !known.isSpoilt else { return }
    let held: (bytes: Int, line: Int, column: Int)
    if let wanted = collector.settings.memoryColumn {
      guard let field = known.fields[wanted] else {
        collector.fault("expected a field '\(wanted)' in this snapshot", line: known.line)
        return
      }
      held = field
    } else {
      guard let available = available(known, &collector) else { return }
      held = available
      isAvailable = true
    }
    if let all = known.fields["MemTotal"]?.bytes { total = max(total ?? 0, all) }
    let time =
      if let cell = known.time { collector.time(cell, line: known.line, unit: .seconds) } else {
        collector.countedTime(line: known.line)
      }
    guard let time else { return }
    collector.take(
      .init(
        line: held.line, timeColumn: known.time?.column ?? 1, memoryColumn: held.column, time: time,
        bytes: held.bytes))
  }

  /// What could be had: MemAvailable, or what is free and in the page cache without such a field.
  private func available(
    _ snapshot: Snapshot, _ collector: inout ReadingCollector
  ) -> (bytes: Int, line: Int, column: Int)? {
    if let field = snapshot.fields["MemAvailable"] { return field }
    guard var field = snapshot.fields["MemFree"] else {
      collector.fault(
        "expected a field 'MemAvailable' or 'MemFree' in this snapshot", line: snapshot.line)
      return nil
    }
    let cache = ["Buffers", "Cached", "SReclaimable"].compactMap { snapshot.fields[$0]?.bytes }
    collector.note(
      cache.isEmpty
        ? "without MemAvailable, Buffers and Cached, the page cache counts as held"
        : "without MemAvailable, what is free and in the page cache counts as available")
    for bytes in cache {
      let (sum, overflow) = field.bytes.addingReportingOverflow(bytes)
      field.bytes = overflow ? .max : sum
    }
    return field
  }

  private static func isField(_ word: Cell) -> Bool {
    guard word.text.hasSuffix(":"), let first = word.text.first, first.isLetter else {
      return false
    }
    return word.text.dropLast().allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "_()".contains($0))
    }
      && !["time:", "date:"].contains(word.text.lowercased())
  }

  /// The time that a line, or its beginning, consists of, without ornaments and a word before it.
  private static func time(in text: String) -> Cell? {
    let isOrnament = { (character: Character) in !character.isLetter && !character.isNumber }
    var part = text[...]
    for _ in 0..<2 {
      part = part.drop(while: isOrnament)
      while let last = part.last, isOrnament(last) { part = part.dropLast() }
      guard !part.isEmpty else { return nil }
      if DecimalNumber(part) != nil || InstantText.parse(part) != nil
        || InstantText.clock(part) != nil
      {
        let column = text[..<part.startIndex].utf8.count + 1
        return Cell(text: String(part), column: column)
      }
      part = part.drop { $0 != " " && $0 != "\t" && $0 != "=" }
    }
    return nil
  }
}
