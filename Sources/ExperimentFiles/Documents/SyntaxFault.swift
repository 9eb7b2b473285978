internal import CYAML

/// A text that is not YAML, described in the user's terms rather than in those of libyaml.
struct SyntaxFault {
  /// The fault at its place.
  let diagnostic: Diagnostic

  /// Describes the fault at which a parser stopped.
  ///
  /// - Parameters:
  ///   - parser: the parser after it failed.
  ///   - source: what it was reading.
  ///   - bracket: the innermost bracket that was open.
  init(
    _ parser: yaml_parser_t, in source: Source,
    inside bracket: (sign: Character, location: SourceLocation)?
  ) {
    let place = SourceLocation(parser.problem_mark, in: source)
    let problem = parser.problem.map { String(cString: $0) } ?? "unreadable text"
    guard parser.error != YAML_READER_ERROR else {
      let (line, column) = Self.position(ofByte: parser.problem_offset, in: source.text)
      diagnostic = Diagnostic(
        "unreadable text: \(problem)",
        at: SourceLocation(source: source, line: line, column: column))
      return
    }
    if let tab = Self.tab(at: place) {
      diagnostic = Diagnostic("a tab cannot indent, use spaces", at: tab)
      return
    }
    guard let bracket else {
      var notes: [Diagnostic.Note] = []
      if let context = parser.context, parser.context_mark.index != parser.problem_mark.index {
        let location = SourceLocation(parser.context_mark, in: source)
        notes = [.init(location: location, message: String(cString: context))]
      }
      diagnostic = Diagnostic(Self.inWords(problem), at: place, notes: notes)
      return
    }
    let close = bracket.sign == "[" ? "]" : "}"
    if Self.isBeyond(bracket.location, place) {
      diagnostic = Diagnostic(
        "'\(bracket.sign)' is not closed", at: bracket.location,
        notes: [.init(location: place, message: "expected ',' or '\(close)' before this")])
    } else {
      diagnostic = Diagnostic(
        "expected ',' or '\(close)' before this", at: place,
        notes: [.init(location: bracket.location, message: "'\(bracket.sign)' is opened here")])
    }
  }

  /// The tab in the indentation of a line, if the place is on such a line or at a tab.
  private static func tab(at place: SourceLocation) -> SourceLocation? {
    let scalars = Array(place.source.line(place.line).unicodeScalars)
    var column = scalars.prefix { $0 == " " }.count
    if column >= scalars.count || scalars[column] != "\t" {
      column = place.column - 1
    }
    guard scalars.indices.contains(column), scalars[column] == "\t" else { return nil }
    return SourceLocation(source: place.source, line: place.line, column: column + 1)
  }

  /// Whether the text from a place on is no longer meant to be inside a bracket: the text is at its
  /// end, or the line is indented no deeper than the line with the bracket.
  private static func isBeyond(_ bracket: SourceLocation, _ place: SourceLocation) -> Bool {
    guard place.line > bracket.line else { return false }
    let opening = bracket.source.line(bracket.line)
    let line = place.source.line(place.line)
    return line.allSatisfy { $0 == " " }
      || line.prefix { $0 == " " }.count <= opening.prefix { $0 == " " }.count
  }

  /// The commonest problems of libyaml in the words of this package.
  private static func inWords(_ problem: String) -> String {
    switch problem {
    case "mapping values are not allowed in this context":
      "a ':' is not expected here: check the indentation, and quote a text that contains ': '"
    case "could not find expected ':'":
      "expected ':' after the key"
    case "did not find expected key":
      "expected a key: check the indentation"
    case "did not find expected '-' indicator":
      "expected a list item with '-': check the indentation"
    case "found unexpected end of stream":
      "the file ends inside a quoted text"
    case "found character that cannot start any token":
      "this character cannot begin a value, put the text in quotes"
    default:
      problem
    }
  }

  private static func position(ofByte offset: Int, in text: [UInt8]) -> (Int, Int) {
    let before = text.prefix(offset)
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let column = String(decoding: before[lineStart...], as: UTF8.self).unicodeScalars.count + 1
    return (line, column)
  }
}
