// SPDX-License-Identifier: Apache-2.0

/// Everything that is wrong with one trace, found in one pass.
public struct MemoryTraceError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The largest number of faults that are kept: 20.
  public static let faultCountMax = 20

  /// The faults in the order of the file; never empty.
  public let faults: [Fault]

  /// How many faults there were beyond those that are kept.
  public let omittedFaultCount: Int

  internal init(faults: [Fault], omittedFaultCount: Int) {
    precondition(!faults.isEmpty, "An error must have at least one fault.")
    self.faults = faults
    self.omittedFaultCount = omittedFaultCount
  }

  /// All faults as a compiler would print them, without a line end behind the last.
  public var description: String {
    var lines = faults.map(\.description)
    if omittedFaultCount > 0, let path = faults.first?.path {
      lines.append("\(path): note: \(omittedFaultCount) more errors are not shown")
    }
    return lines.joined(separator: "\n")
  }
}

extension MemoryTraceError {
  /// A position in the text of a trace.
  public struct Place: Sendable, Hashable {
    /// The line, counted from 1.
    public let line: Int

    /// The column in bytes of UTF-8, counted from 1.
    public let column: Int

    /// The line itself, at most its first 200 bytes, for showing it below the message.
    public let text: String
  }

  /// One thing that is wrong.
  public struct Fault: Sendable, Hashable, CustomStringConvertible {
    /// The file's path as it was given.
    public let path: String

    /// Where it is wrong; nil if it is the file as a whole.
    public let place: Place?

    /// What was expected and what was found, in lower case and without a full stop.
    public let message: String

    /// The fault as `path:line:column: error: message`, then the line and a caret below the column.
    public var description: String {
      guard let place else { return "\(path): error: \(message)" }
      let head = "\(path):\(place.line):\(place.column): error: \(message)"
      // Only lines that are shown up to the column can carry a caret below it.
      guard place.text.utf8.count >= place.column - 1 else { return head + "\n  \(place.text)" }
      let lead = place.text.utf8.prefix(place.column - 1)
      let width = String(decoding: lead, as: UTF8.self).count
      return head + "\n  \(place.text)\n  " + String(repeating: " ", count: width) + "^"
    }
  }
}
