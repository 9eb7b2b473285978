// SPDX-License-Identifier: Apache-2.0

/// Which columns of a table hold times and memory.
internal struct TableColumns {
  /// The words of headings by which a column is recognised, the surest first.
  private static let timeWords: [Set<String>] = [
    ["time", "timestamp", "datetime", "ts", "epoch"],
    ["elapsed", "date", "clock", "seconds", "sec"],
  ]
  private static let memoryWords: [Set<String>] = [
    ["rss", "resident", "pss"], ["memory", "mem", "real", "current"],
    ["used", "usage", "heap", "bytes", "value"],
  ]

  /// Words of headings that are not what a program holds.
  private static let otherWords: Set<String> = [
    "limit", "total", "free", "available", "avail", "max", "peak", "percent", "pct", "swap",
    "cache",
    "cached", "buffers", "virtual", "virt", "vms", "vsz",
  ]

  /// The index of the times; nil where rows are counted.
  var time: Int?
  /// The index of the memory.
  var memory: Int
  /// The unit that the heading gives the times.
  var timeUnit: TimeUnit?
  /// The unit that the heading gives the memory.
  var memoryUnit: MemoryUnit?

  /// The columns of a log of psrecord: the time, and the real memory in what it calls MB.
  static let psrecord = TableColumns(
    time: 0, memory: 2, timeUnit: .seconds, memoryUnit: .mebibytes)

  /// Finds the columns; nil when it noted a fault.
  ///
  /// - Parameters:
  ///   - heading: the cells of the heading; nil without one.
  ///   - row: the first row of values.
  ///   - line: the line of the heading, or else of the first row.
  static func find(
    heading: [Cell]?, row: [Cell], line: Int, in collector: inout ReadingCollector
  ) -> TableColumns? {
    let settings = collector.settings
    let names = heading?.map(\.text) ?? []
    let count = max(names.count, row.count)
    var chosen: [Int?] = []
    for (option, wanted) in [
      ("--time-column", settings.timeColumn), ("--memory-column", settings.memoryColumn),
    ] {
      guard let wanted else {
        chosen.append(nil)
        continue
      }
      guard let index = index(of: wanted, names: names, count: count) else {
        collector.fault(
          "'\(option)': expected \(list(names, count)), found '\(wanted)'", line: line)
        return nil
      }
      chosen.append(index)
    }
    let counts = settings.intervalNanoseconds != nil && chosen[0] == nil
    guard
      let found = guess(
        time: chosen[0], memory: chosen[1], names: names, count: count, counts: counts)
    else {
      let options = [
        chosen[0] == nil && !counts ? "--time-column" : nil,
        chosen[1] == nil ? "--memory-column" : nil,
      ]
      collector.fault(
        "cannot tell which column is which of \(list(names, count)); choose with "
          + options.compactMap { $0 }.joined(separator: " and "), line: line)
      return nil
    }
    var columns = TableColumns(time: found.time, memory: found.memory)
    columns.timeUnit = found.time.flatMap { name(names, $0) }.flatMap(timeUnit)
    columns.memoryUnit = name(names, found.memory).flatMap(memoryUnit)
    columns.tell(names, in: &collector)
    return columns
  }

  /// Says which columns and units were taken without being asked for.
  private func tell(_ names: [String], in collector: inout ReadingCollector) {
    func shown(_ index: Int) -> String {
      Self.name(names, index).map { "'\($0)'" } ?? "\(index + 1)"
    }
    let settings = collector.settings
    if settings.memoryColumn == nil || settings.timeColumn == nil && time != nil {
      let times = time.map { "times are column \(shown($0)), " } ?? ""
      collector.note("\(times)memory is column \(shown(memory))")
    }
    guard settings.memoryUnit == nil else { return }
    let unit = memoryUnit ?? .bytes
    let size = [.kilobytes, .megabytes, .gigabytes].contains(unit) ? " of \(unit.bytes) bytes" : ""
    collector.note("memory is taken in \(unit.rawValue)\(size); --memory-unit names another unit")
  }

  /// Whether some cells name a time and something else.
  static func isHeading(_ cells: [Cell]) -> Bool {
    let known = Set(timeWords.joined())
    return cells.count > 1
      && cells.contains { !known.isDisjoint(with: CellText.words(of: $0.text)) }
  }

  private static func index(of wanted: String, names: [String], count: Int) -> Int? {
    if let index = names.firstIndex(of: wanted) { return index }
    if let number = Int(wanted) { return (1...count).contains(number) ? number - 1 : nil }
    let same = names.indices.filter { names[$0].lowercased() == wanted.lowercased() }
    return same.count == 1 ? same[0] : nil
  }

  private static func guess(
    time: Int?, memory: Int?, names: [String], count: Int, counts: Bool
  ) -> (time: Int?, memory: Int)? {
    let words = names.map { Set(CellText.words(of: $0)) }
    func isOther(_ index: Int) -> Bool {
      names[index].contains("%") || !words[index].isDisjoint(with: otherWords)
    }
    func only(_ tiers: [Set<String>], but taken: Int?) -> Int? {
      for tier in tiers {
        let found = words.indices.filter { index in
          index != taken && !words[index].isDisjoint(with: tier) && !isOther(index)
        }
        if !found.isEmpty { return found.count == 1 ? found[0] : nil }
      }
      return nil
    }
    var time = time
    if !counts, time == nil, count > 1 {
      let held = memory ?? only(memoryWords, but: nil)
      time = only(timeWords, but: memory) ?? (count == 2 ? held.map { 1 - $0 } ?? 0 : nil)
      guard time != nil else { return nil }
    }
    if let memory { return (time, memory) }
    let rest = (0..<count).filter { $0 != time }
    if rest.count == 1 { return (time, rest[0]) }
    return only(memoryWords, but: time).map { (time, $0) }
  }

  private static func name(_ names: [String], _ index: Int) -> String? {
    index < names.count && !names[index].isEmpty ? names[index] : nil
  }

  private static func timeUnit(_ heading: String) -> TimeUnit? {
    CellText.words(of: heading).dropFirst().reversed().lazy.compactMap { TimeUnit(word: $0) }.first
      ?? (["seconds", "sec"].contains(heading.lowercased()) ? .seconds : nil)
  }

  private static func memoryUnit(_ heading: String) -> MemoryUnit? {
    CellText.words(of: heading).reversed().lazy.compactMap { MemoryUnit(word: $0) }.first
  }

  private static func list(_ names: [String], _ count: Int) -> String {
    guard !names.isEmpty else { return "columns 1...\(count)" }
    let shown = names.prefix(20).map { "'\($0)'" }.joined(separator: ", ")
    return "columns \(shown)\(names.count > 20 ? " and more" : "")"
  }
}
