// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// One fault of an experiment file, at its place.
///
/// Messages are lower case, without a full stop, and say what was expected where that is known.
public struct Diagnostic: Sendable, Equatable {
  /// How grave a diagnostic is.
  public enum Severity: String, Sendable {
    /// The experiment cannot be run.
    case error
    /// The experiment can be run, but probably says something that was not meant.
    case warning
    /// A second place that explains the diagnostic before it.
    case note
  }

  /// A second place that explains the fault, such as where a bracket was opened.
  public struct Note: Sendable, Equatable {
    /// The place.
    public var location: SourceLocation
    /// What is to be seen there.
    public var message: String
  }

  /// The place of the fault.
  public var location: SourceLocation
  /// How grave it is.
  public var severity: Severity
  /// What is wrong.
  public var message: String
  /// What may have been meant, when something is close: a key, a unit, a name.
  public var suggestion: String?
  /// Further places that explain the fault.
  public var notes: [Note]

  /// Creates a diagnostic; an error unless something else is said.
  public init(
    _ message: String, at location: SourceLocation, severity: Severity = .error,
    suggestion: String? = nil, notes: [Note] = []
  ) {
    self.message = message
    self.location = location
    self.severity = severity
    self.suggestion = suggestion
    self.notes = notes
  }

  /// The file, or `command line`.
  public var file: String { location.source.name }
  /// The line, counted from 1.
  public var line: Int { location.line }
  /// The column in Unicode scalars, counted from 1.
  public var column: Int { location.column }
  /// The line of the source that the fault is on, without its end.
  public var sourceLine: String { location.source.line(location.line) }
}

extension Diagnostic: CustomStringConvertible {
  /// The longest excerpt of a source line that is printed, in columns.
  private static let excerptColumns = 120

  /// The diagnostic as `file:line:column: error: message`, the source line and a caret, the notes
  /// in the same form after it.
  public var description: String {
    var text = message
    if let suggestion { text += ", did you mean '\(suggestion)'?" }
    var printed = Self.print(severity, text, location)
    for note in notes { printed += "\n" + Self.print(.note, note.message, note.location) }
    return printed
  }

  private static func print(
    _ severity: Severity, _ message: String, _ location: SourceLocation
  ) -> String {
    let head =
      "\(ShownText.escaped(location.source.name)):\(location.line):\(location.column): \(severity.rawValue): "
      + message
    let first = location.column > excerptColumns ? location.column - excerptColumns / 2 : 0
    let line = location.source.line(location.line).unicodeScalars
    var excerpt = String.UnicodeScalarView()
    // A tab or an escape sequence would move the caret away from its place.
    for scalar in line.dropFirst(first).prefix(excerptColumns) {
      excerpt.append(scalar.isObeyedOrHidden ? " " : scalar)
    }
    guard excerpt.contains(where: { $0 != " " }) else { return head }
    // The end of a text may be told of, which is beyond its last line.
    let caret = min(location.column - 1 - first, excerpt.count)
    let padding = String(repeating: " ", count: caret)
    return "\(head)\n\(String(excerpt))\n\(padding)^"
  }
}
