// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
public import HostModel
internal import PolicyKit
internal import TrialExecution

/// Where the memory of a host was over time, as stacked letters: it needs no colour.
public struct MemoryChart: Sendable {
  /// One kind of memory, from the bottom of the stack upwards.
  private struct Kind {
    let letter: Character
    let name: String
    let pages: @Sendable (TimelineSample) -> Int64
  }

  // Free memory is on top and white, so that the ragged edge is what is left.
  private static let kinds = [
    Kind(letter: "#", name: "kernel and other", pages: \.other),
    Kind(letter: "G", name: "guests", pages: \.guests),
    Kind(letter: "D", name: "dying guest", pages: \.dying),
    Kind(letter: "S", name: "set aside", pages: \.setAside),
    Kind(letter: "Z", name: "zombie of an earlier boot", pages: \.zombies),
    Kind(letter: "T", name: "tasks", pages: \.tasks),
    Kind(letter: "c", name: "page cache", pages: \.pageCache),
    Kind(letter: ".", name: "free", pages: { $0.free + $0.onLists }),
  ]

  /// How many rows the stack has.
  public static let rows = 16
  private static let labelWidth = 9
  private static let columnsMax = 72
  private static let columnsMin = 20

  private let samples: [TimelineSample]
  private let columns: Int

  /// Makes a chart.
  ///
  /// - Parameters:
  ///   - samples: the timeline of a run, times ascending.
  ///   - width: how many characters a line may have; at most 72 columns are used for the stack.
  public init(_ samples: [TimelineSample], width: Int) {
    self.samples = samples
    columns = min(Self.columnsMax, max(Self.columnsMin, width - Self.labelWidth - 1))
  }

  /// The lines, top to bottom: the stack, the axis of time and what the letters mean; none without
  /// samples.
  public var lines: [String] {
    guard let first = samples.first, let last = samples.last else { return [] }
    let total = Self.kinds.reduce(0) { $0 + $1.pages(first) }
    guard total > 0, last.time > 0 else { return [] }
    let stacks = sampled(until: last.time).map { Self.stack($0, total: total) }
    var lines: [String] = []
    for row in stride(from: Self.rows - 1, through: 0, by: -1) {
      let isLabelled = (row + 1).isMultiple(of: 4)
      let label = isLabelled ? Self.memory(total * Int64(row + 1) / Int64(Self.rows)) : ""
      lines.append(
        Self.padded(label, to: Self.labelWidth - 1) + (isLabelled ? "+" : "|")
          + String(stacks.map { $0[row] }))
    }
    lines.append(timeAxis(end: last.time))
    let shown = Self.kinds.filter { kind in samples.contains { kind.pages($0) > 0 } }
    return lines + legend(of: shown)
  }

  /// What the letters mean; no letter is parted from its name.
  private func legend(of kinds: [Kind]) -> [String] {
    let margin = String(repeating: " ", count: Self.labelWidth)
    var lines: [String] = []
    for kind in kinds {
      let entry = "\(kind.letter) \(kind.name)"
      if let line = lines.last, line.count + 3 + entry.count <= Self.labelWidth + columns {
        lines[lines.count - 1] = "\(line)   \(entry)"
      } else {
        lines.append(margin + entry)
      }
    }
    return lines
  }

  /// What holds at the middle of each column: between two samples, the earlier one.
  private func sampled(until end: Int64) -> [TimelineSample] {
    var taken: [TimelineSample] = []
    var index = 0
    for column in 0..<columns {
      let time = Int64(Int128(end) * Int128(2 * column + 1) / Int128(2 * columns))
      while index + 1 < samples.count, samples[index + 1].time <= time { index += 1 }
      taken.append(samples[index])
    }
    return taken
  }

  /// The letters of a column from the bottom up.
  ///
  /// The border between two kinds is rounded, not the size of each, so that a column is always full.
  private static func stack(_ sample: TimelineSample, total: Int64) -> [Character] {
    var letters: [Character] = []
    var sum: Int64 = 0
    for kind in kinds {
      sum += kind.pages(sample)
      let border = Int((sum * Int64(rows) * 2 + total) / (2 * total))
      while letters.count < min(border, rows) { letters.append(kind.letter) }
    }
    while letters.count < rows { letters.append(".") }
    return letters
  }

  private func timeAxis(end: Int64) -> String {
    let unit = DisplayUnit(for: .nanoseconds, magnitude: Double(end))
    let middle = unit.number(Double(end) / 2)
    let last = unit.text(Double(end))
    var axis = String(repeating: " ", count: Self.labelWidth) + "0"
    let middleEnd = Self.labelWidth + (columns + middle.count) / 2
    axis += Self.padded(middle, to: middleEnd - axis.count)
    return axis + Self.padded(last, to: Self.labelWidth + columns - axis.count)
  }

  private static func memory(_ pages: Int64) -> String {
    DisplayUnit.text(Double(pages), .pages)
  }

  private static func padded(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
