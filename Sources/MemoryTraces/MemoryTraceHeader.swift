// SPDX-License-Identifier: Apache-2.0

/// What a trace says about its own origin.
///
/// All of it is for people, and none of it changes how the trace is replayed. Each text takes one line of
/// the file, so control characters in it become spaces.
public struct MemoryTraceHeader: Sendable, Hashable {
  /// The version of the file format that this program reads and writes.
  public static let formatVersion = 1

  /// The command that was recorded, quoted for a shell.
  public let command: String?

  /// When the recording began, such as `2025-11-23T12:30:00Z`.
  public let recorded: String?

  /// The processor, memory and kernel of the machine.
  public let host: String?

  /// The planned time between two samples, in nanoseconds; at least 1.
  public let intervalNanoseconds: Int?

  /// Which memory was counted.
  public let memory: MeasuredMemory?

  /// Further comments, one a line, in their order.
  ///
  /// One that begins with the name of a field and a colon, such as `host:`, is read as that field.
  public let notes: [String]

  /// Makes a header.
  ///
  /// - Precondition: `intervalNanoseconds` is positive.
  public init(
    command: String? = nil, recorded: String? = nil, host: String? = nil,
    intervalNanoseconds: Int? = nil, memory: MeasuredMemory? = nil, notes: [String] = []
  ) {
    if let intervalNanoseconds {
      precondition(intervalNanoseconds > 0, "An interval must be positive.")
    }
    self.command = command.map(Self.oneLine)
    self.recorded = recorded.map(Self.oneLine)
    self.host = host.map(Self.oneLine)
    self.intervalNanoseconds = intervalNanoseconds
    self.memory = memory
    self.notes = notes.map(Self.oneLine)
  }

  /// The comment lines of the file in their order, the version first, without line ends.
  internal var lines: [String] {
    var lines = ["# setaside-trace: \(Self.formatVersion)"]
    if let command { lines.append("# command: \(command)") }
    if let recorded { lines.append("# recorded: \(recorded)") }
    if let host { lines.append("# host: \(host)") }
    if let intervalNanoseconds {
      lines.append("# interval: \(IntervalText.format(nanoseconds: intervalNanoseconds))")
    }
    if let memory { lines.append("# memory: \(memory.rawValue)") }
    return lines + notes.map { $0.isEmpty ? "#" : "# \($0)" }
  }

  /// Replaces what would end or corrupt a line, and drops the spaces at both ends, which the file
  /// does not keep.
  private static func oneLine(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      scalars.append(scalar.properties.generalCategory == .control ? " " : scalar)
    }
    let trimmed = scalars.drop { $0 == " " }
    let end = trimmed.lastIndex { $0 != " " }.map { trimmed.index(after: $0) }
    return String(trimmed[..<(end ?? trimmed.startIndex)])
  }
}
