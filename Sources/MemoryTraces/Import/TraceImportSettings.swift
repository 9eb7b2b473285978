// SPDX-License-Identifier: Apache-2.0

/// What is known of a file that another tool wrote, and what of it becomes a trace.
public struct TraceImportSettings: Sendable, Hashable {
  /// Which tool wrote the file; nil where that is recognised from the text.
  public var kind: ForeignTraceKind?
  /// The column of the times, by its name or its number from 1; nil where it is recognised.
  public var timeColumn: String?
  /// The column or field of the memory, by name or number from 1; nil where it is recognised.
  public var memoryColumn: String?
  /// The unit of times that are numbers; nil for that of the tool, of the heading, or a likely one.
  public var timeUnit: TimeUnit?
  /// The unit of memory; nil for that of the tool or of the heading, or bytes.
  public var memoryUnit: MemoryUnit?
  /// Which series of several: its number from 1, or a part of its labels.
  public var series: String?
  /// Nanoseconds from one reading to the next of a file without times; positive.
  public var intervalNanoseconds: Int?
  /// The memory of the machine in bytes, from which what is available is taken; positive.
  public var memoryTotalBytes: Int?
  /// The earliest reading that is taken; nil for the first.
  public var from: WindowEdge?
  /// The latest reading that is taken; nil for the last.
  public var to: WindowEdge?
  /// What times since the start are multiplied by.
  public var timeScale = ImportScale.one
  /// What memory is multiplied by.
  public var memoryScale = ImportScale.one
  /// The longest time between two readings in nanoseconds, as the file has it; nil without a bound.
  public var gapNanoseconds: Int?
  /// Whether memory is held over longer gaps; otherwise they are faults.
  public var holdsGaps = false
  /// Whether readings without a value, such as `NaN`, are left out; otherwise they are faults.
  public var skipsMissing = false

  /// Makes settings in which all is recognised, and all of the file is taken.
  public init() {}

  /// The options that say nothing about a kind of file, as they are typed.
  internal func idleOptions(for kind: ForeignTraceKind) -> [String] {
    let isTable = kind == .table || kind == .cgroup
    let isSystem = kind == .vmstat || kind == .meminfo
    let options: [(name: String, isGiven: Bool, isKnown: Bool)] = [
      ("--time-column", timeColumn != nil, isTable),
      ("--memory-column", memoryColumn != nil, isTable || isSystem || kind == .psrecord),
      ("--time-unit", timeUnit != nil, isTable || kind == .meminfo),
      ("--memory-unit", memoryUnit != nil, kind != .meminfo),
      ("--series", series != nil, kind == .prometheus),
      ("--interval", intervalNanoseconds != nil, isTable || isSystem),
      ("--memory-total", memoryTotalBytes != nil, isSystem),
    ]
    return options.filter { $0.isGiven && !$0.isKnown }.map(\.name)
  }
}
