// SPDX-License-Identifier: Apache-2.0

/// A value that the command line gives to a path of an experiment: `-s tasks.batch.rate=4 GiB/s`.
public struct Override: Sendable {
  /// The assignment as it was typed.
  public let text: String
  /// The path of the value.
  let path: NodePath
  /// The place of the path.
  let keyLocation: SourceLocation
  /// The value.
  let value: Node

  /// Reads an assignment; the value is YAML, so it may be a block in braces.
  ///
  /// - Throws: ``ExperimentError`` for a text that is not `path=value`.
  public init(_ assignment: String) throws(ExperimentError) {
    let source = Source(name: "command line", text: assignment)
    let start = SourceLocation.start(of: source)
    guard let sign = assignment.firstIndex(of: "="),
      let path = NodePath(String(assignment[..<sign].trimmed))
    else {
      throw ExperimentError(
        Diagnostic(
          "expected an assignment such as 'tasks.batch.rate=4 GiB/s', "
            + "found '\(assignment.abbreviated)'", at: start))
    }
    // Blanks in place of the path keep the columns of the value.
    let valueStart = assignment.index(after: sign)
    let blanks = assignment[..<valueStart].unicodeScalars.count
    let value = assignment[valueStart...]
    guard value.contains(where: { !$0.isWhitespace }) else {
      throw ExperimentError(
        Diagnostic("expected a value after '='", at: start.advanced(by: blanks - 1)))
    }
    var diagnostics = Diagnostics()
    let padded = String(repeating: " ", count: blanks) + value
    let node = DocumentReader.read(padded, of: source, reportingTo: &diagnostics)
    guard let node, diagnostics.isEmpty else { throw ExperimentError(diagnostics) }
    text = assignment
    self.path = path
    self.value = node
    keyLocation = start
  }

  /// The experiment with the value in its place.
  func applied(to root: Node, reportingTo diagnostics: inout Diagnostics) -> Node {
    do throws(PathFault) {
      return try root.replacing(path, with: value, keyLocation: keyLocation)
    } catch {
      let offset = path.offset(ofSegment: error.segment)
      diagnostics.error(
        "'\(path)' leads nowhere: \(error.message)", at: keyLocation.advanced(by: offset),
        suggestion: error.suggestion)
      return root
    }
  }
}
