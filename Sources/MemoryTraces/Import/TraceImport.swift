// SPDX-License-Identifier: Apache-2.0

/// A trace that was made of a file of another tool.
public struct TraceImport: Sendable, Hashable {
  /// The trace: its times begin at 0 with the first reading that was taken.
  public let trace: MemoryTrace
  /// Which tool wrote the file.
  public let kind: ForeignTraceKind
  /// What was taken for granted or left out, each in words for a person.
  public let notes: [String]

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: the file, also named in every fault; at most ``MemoryTrace/fileBytesMax``.
  ///   - settings: what is known of it, and what of it to take.
  /// - Throws: ``MemoryTraceError`` with every fault of file and settings, the first 20 in full.
  public init(contentsOf path: String, settings: TraceImportSettings) throws(MemoryTraceError) {
    try self.init(parsing: try MemoryTrace.bytes(ofFile: path), path: path, settings: settings)
  }

  /// Reads the bytes of a file, as ``init(contentsOf:settings:)`` does.
  public init(
    parsing bytes: [UInt8], path: String, settings: TraceImportSettings
  ) throws(MemoryTraceError) {
    let text = try ImportedText(bytes: bytes, path: path)
    guard let kind = settings.kind ?? ForeignTraceKind(recognizing: bytes) else {
      let kinds = ForeignTraceKind.allCases.map(\.rawValue).joined(separator: ", ")
      throw FaultList.error(
        path: path, "cannot tell which tool wrote this; name it with --kind, one of \(kinds)")
    }
    var collector = ReadingCollector(text: text, settings: settings)
    for option in settings.idleOptions(for: kind) {
      collector.fault("'\(option)' says nothing about \(kind.words) (--kind \(kind.rawValue))")
    }
    if !collector.faults.isEmpty { try collector.faults.throwIfAny() }
    Self.read(kind, into: &collector)
    let command = collector.command
    var series = ReadingSeries(collector)
    let (samples, start, notes) = try series.samples()
    self.kind = kind
    self.notes = notes
    trace = MemoryTrace(
      checkedHeader: MemoryTraceHeader(
        command: command, recorded: start.map(InstantText.text),
        memory: [.psrecord, .mprof].contains(kind) && settings.memoryColumn == nil
          ? .resident : nil,
        notes: Self.origin(kind, path: path, settings: settings)),
      samples: samples)
  }

  private static func read(_ kind: ForeignTraceKind, into collector: inout ReadingCollector) {
    switch kind {
    case .psrecord, .cgroup, .table:
      var reader = TableReader(kind: kind)
      reader.read(into: &collector)
    case .mprof: MprofReader.read(into: &collector)
    case .vmstat:
      var reader = VmstatReader()
      reader.read(into: &collector)
    case .meminfo:
      var reader = MeminfoReader()
      reader.read(into: &collector)
    case .prometheus: PrometheusReader.read(into: &collector)
    }
  }

  /// What the trace says of its origin; no line begins with the name of a field.
  private static func origin(
    _ kind: ForeignTraceKind, path: String, settings: TraceImportSettings
  ) -> [String] {
    var notes = ["imported from '\(path)', \(kind.words)"]
    if !settings.timeScale.isOne { notes.append("times multiplied by \(settings.timeScale.text)") }
    if !settings.memoryScale.isOne {
      notes.append("memory multiplied by \(settings.memoryScale.text)")
    }
    return notes
  }
}
