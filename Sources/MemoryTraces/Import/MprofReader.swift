// SPDX-License-Identifier: Apache-2.0

/// Reads recordings of mprof, whose MB are MiB.
///
/// A line `MEM` is the memory of the process; lines `CHLD` behind it are that of its children,
/// which are added.
internal enum MprofReader {
  static func read(into collector: inout ReadingCollector) {
    var children: [Int: Int] = [:]
    var parents: [(line: Int, time: Cell, memory: Cell)] = []
    for number in 1...collector.text.lineCount {
      let line = collector.text.line(number)
      let words = CellText.blanks(of: line)
      guard let first = words.first, !first.text.hasPrefix("#") else { continue }
      switch first.text {
      case "CMDLINE":
        let command = line.trimmingBlanks.dropFirst(first.text.count).trimmingBlanks
        if collector.command == nil, !command.isEmpty { collector.command = String(command) }
      case "FUNC": continue
      case "MEM":
        guard words.count == 3 else {
          collector.fault(
            "expected 'MEM', the memory and the time, found \(words.count) words", line: number)
          continue
        }
        parents.append((number, words[2], words[1]))
      case "CHLD":
        guard words.count == 4 else {
          collector.fault(
            "expected 'CHLD', a number, the memory and the time, found \(words.count) words",
            line: number)
          continue
        }
        guard let parent = parents.last?.line else {
          collector.fault("expected a line 'MEM' before the first 'CHLD'", line: number)
          continue
        }
        if let bytes = collector.memory(words[2], line: number, unit: .mebibytes) {
          let (sum, overflow) = (children[parent] ?? 0).addingReportingOverflow(bytes)
          children[parent] = overflow ? .max : sum
        }
      default:
        collector.fault(
          "expected MEM, CHLD, FUNC or CMDLINE, found '\(first.text)'", line: number,
          column: first.column)
      }
    }
    if !children.isEmpty {
      collector.note("the memory of children (CHLD) is added to that of their parent (MEM)")
    }
    for parent in parents {
      let time = collector.time(parent.time, line: parent.line, unit: .seconds)
      guard let own = collector.memory(parent.memory, line: parent.line, unit: .mebibytes),
        let time
      else { continue }
      let (sum, overflow) = own.addingReportingOverflow(children[parent.line] ?? 0)
      collector.take(
        .init(
          line: parent.line, timeColumn: parent.time.column, memoryColumn: parent.memory.column,
          time: time, bytes: overflow ? .max : sum))
    }
  }
}
