// SPDX-License-Identifier: Apache-2.0

internal import CYAML
internal import HostConfiguration

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
      diagnostic = Self.unreadable(problem, in: source)
      return
    }
    if let colon = Self.tightColon(parser, problem, in: source) {
      diagnostic = Diagnostic("expected a space after ':'", at: colon)
      return
    }
    if let tab = Self.tab(at: place) {
      diagnostic = Diagnostic("a tab cannot indent, use spaces", at: tab)
      return
    }
    guard let bracket else {
      var place = place
      // It is told of where the next key begins; the one that lacks its colon is the context.
      if problem == "could not find expected ':'", parser.context != nil {
        place = SourceLocation(parser.context_mark, in: source)
      }
      var notes: [Diagnostic.Note] = []
      if let context = parser.context, parser.context_mark.index != parser.problem_mark.index,
        place == SourceLocation(parser.problem_mark, in: source)
      {
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

  /// The character that libyaml does not read, which it tells by a byte of the text it was given.
  private static func unreadable(_ problem: String, in source: Source) -> Diagnostic {
    let (line, column) = firstControl(in: source)
    let place = SourceLocation(source: source, line: line, column: column)
    let scalars = source.line(line).unicodeScalars
    guard let scalar = scalars.dropFirst(column - 1).first else {
      return Diagnostic("unreadable text: \(problem)", at: place)
    }
    return Diagnostic(
      "\(UnusualCharacter.name(scalar)) is not allowed here; in double quotes it is written "
        + "'\(ShownText.escape(of: scalar))'", at: place)
  }

  /// The place of the first character that YAML allows nowhere.
  private static func firstControl(in source: Source) -> (line: Int, column: Int) {
    var offset = 0
    for scalar in String(decoding: source.text, as: UTF8.self).unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
        0x10000...0x10FFFF:
        offset += UTF8.width(scalar)
      default: return source.position(ofByte: offset)
      }
    }
    return source.position(ofByte: offset)
  }

  /// The place after the colon of `until:60 s`, which makes a text of what should be a key.
  private static func tightColon(
    _ parser: yaml_parser_t, _ problem: String, in source: Source
  ) -> SourceLocation? {
    var number: Int
    switch problem {
    case "could not find expected ':'":
      guard parser.context != nil else { return nil }
      number = SourceLocation(parser.context_mark, in: source).line
    case "mapping values are not allowed in this context":
      // The text goes on to the next key, whose colon is told of.
      number = SourceLocation(parser.problem_mark, in: source).line - 1
      while number > 1, source.line(number).allSatisfy({ $0 == " " }) { number -= 1 }
    default: return nil
    }
    guard number >= 1 else { return nil }
    let line = Array(source.line(number).unicodeScalars)
    guard let colon = line.firstIndex(of: ":"), colon + 1 < line.count, line[colon + 1] != " ",
      line[..<colon].allSatisfy({ $0 == " " || $0 == "-" || $0.properties.isAlphabetic })
    else { return nil }
    return SourceLocation(source: source, line: number, column: colon + 2)
  }
}
