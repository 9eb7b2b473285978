// SPDX-License-Identifier: Apache-2.0

/// Reads a JSON text.
internal struct JSONText {
  /// What is wrong with a text, and at which byte from 0.
  struct Fault: Error {
    let message: String
    let offset: Int
  }

  /// The deepest nesting: answers of Prometheus have six levels.
  private static let depthMax = 64

  private let bytes: [UInt8]
  private var cursor = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Reads the whole text.
  mutating func parse() throws(Fault) -> JSONValue {
    let value = try value(depth: 0)
    skipBlanks()
    guard cursor == bytes.count else { throw fault("expected the end of the JSON text") }
    return value
  }

  private mutating func value(depth: Int) throws(Fault) -> JSONValue {
    guard depth < Self.depthMax else {
      throw fault("expected JSON of at most \(Self.depthMax) levels")
    }
    skipBlanks()
    let start = cursor
    switch peek {
    case UInt8(ascii: "{"): return try object(depth: depth, start: start)
    case UInt8(ascii: "["): return try array(depth: depth, start: start)
    case UInt8(ascii: "\""): return .string(try string(), at: start)
    default:
      while let byte = peek, !",]} \t\r\n:\"[{".utf8.contains(byte) { cursor += 1 }
      let word = String(decoding: bytes[start..<cursor], as: UTF8.self)
      if ["true", "false", "null"].contains(word) { return .word(word, at: start) }
      guard DecimalNumber(word) != nil else {
        cursor = start
        guard !word.isEmpty else { throw expected("a JSON value") }
        throw fault("expected a JSON value, found '\(word)'")
      }
      return .number(word, at: start)
    }
  }

  private mutating func object(depth: Int, start: Int) throws(Fault) -> JSONValue {
    cursor += 1
    var members: [(name: String, value: JSONValue)] = []
    skipBlanks()
    if take("}") { return .object([], at: start) }
    repeat {
      skipBlanks()
      guard peek == UInt8(ascii: "\"") else { throw expected("a name in double quotes") }
      let name = try string()
      skipBlanks()
      guard take(":") else { throw expected("':' behind '\(name)'") }
      members.append((name, try value(depth: depth + 1)))
      skipBlanks()
    } while take(",")
    guard take("}") else { throw expected("',' or '}'") }
    return .object(members, at: start)
  }

  private mutating func array(depth: Int, start: Int) throws(Fault) -> JSONValue {
    cursor += 1
    var elements: [JSONValue] = []
    skipBlanks()
    if take("]") { return .array([], at: start) }
    repeat {
      elements.append(try value(depth: depth + 1))
      skipBlanks()
    } while take(",")
    guard take("]") else { throw expected("',' or ']'") }
    return .array(elements, at: start)
  }

  private mutating func string() throws(Fault) -> String {
    cursor += 1
    var text: [UInt8] = []
    while let byte = peek, byte != UInt8(ascii: "\"") {
      cursor += 1
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        continue
      }
      guard let escaped = peek else { break }
      cursor += 1
      switch escaped {
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "u"): text.append(contentsOf: try unicode())
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escaped)
      // The other controls serve no label.
      default: text.append(0x20)
      }
    }
    guard take("\"") else { throw expected("'\"' at the end of the text") }
    return String(decoding: text, as: UTF8.self)
  }

  /// The character of `\u00e9`; halves of pairs become a mark for what is unknown.
  private mutating func unicode() throws(Fault) -> [UInt8] {
    let digits = String(decoding: bytes[cursor...].prefix(4), as: UTF8.self)
    guard digits.utf8.count == 4, let value = UInt32(digits, radix: 16) else {
      throw fault("expected four hexadecimal digits behind '\\u'")
    }
    cursor += 4
    return Array(String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
  }

  private var peek: UInt8? { cursor < bytes.count ? bytes[cursor] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let byte = peek, UInt32(byte) == character.value else { return false }
    cursor += 1
    return true
  }

  private mutating func skipBlanks() {
    while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { cursor += 1 }
  }

  private func expected(_ what: String) -> Fault {
    cursor < bytes.count
      ? fault("expected \(what)")
      : fault("expected \(what), found the end of the file; is it cut short?")
  }

  private func fault(_ message: String) -> Fault { Fault(message: message, offset: cursor) }
}
