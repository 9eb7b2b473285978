// SPDX-License-Identifier: Apache-2.0

/// A word or a punctuation character of Swift source, outside comments and string literals.
struct SourceToken: Hashable {
  /// The word, or one character.
  let text: String
  /// Where it begins.
  let position: SourcePosition
}

/// Splits Swift source into the tokens that declarations are made of.
///
/// Knows comments, nested ones too, and string literals, raw and of several lines, only to skip
/// them. A string inside an interpolation ends the outer one early and the next quote resumes it:
/// its words may then be taken for code, which no policy's declaration is affected by.
struct SourceLexer {
  private let bytes: [UInt8]
  private var offset = 0
  private var position = SourcePosition()

  /// Prepares to split a text.
  init(_ text: String) { bytes = Array(text.utf8) }

  /// All tokens, in order.
  mutating func tokens() -> [SourceToken] {
    var tokens: [SourceToken] = []
    while offset < bytes.count {
      let byte = bytes[offset]
      if isWord(byte) {
        let start = position
        let first = offset
        while offset < bytes.count, isWord(bytes[offset]) { advance() }
        tokens.append(
          SourceToken(text: String(decoding: bytes[first..<offset], as: UTF8.self), position: start)
        )
      } else if follows("//") {
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") { advance() }
      } else if follows("/*") {
        skipBlockComment()
      } else if let hashes = hashesBeforeQuote() {
        skipString(hashes: hashes)
      } else {
        if byte > UInt8(ascii: " ") {
          tokens.append(
            SourceToken(text: String(UnicodeScalar(byte)), position: position))
        }
        advance()
      }
    }
    return tokens
  }

  private func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }

  private func follows(_ text: StaticString, at start: Int? = nil) -> Bool {
    let start = start ?? offset
    guard start + text.utf8CodeUnitCount <= bytes.count else { return false }
    return text.withUTF8Buffer { zip($0, bytes[start...]).allSatisfy { $0 == $1 } }
  }

  private mutating func advance(_ count: Int = 1) {
    for _ in 0..<count where offset < bytes.count {
      if bytes[offset] == UInt8(ascii: "\n") {
        position.line += 1
        position.column = 1
      } else {
        position.column += 1
      }
      offset += 1
    }
  }

  private mutating func skipBlockComment() {
    var depth = 0
    repeat {
      if follows("/*") {
        depth += 1
        advance(2)
      } else if follows("*/") {
        depth -= 1
        advance(2)
      } else {
        advance()
      }
    } while depth > 0 && offset < bytes.count
  }

  /// The number of `#` before a quote that begins a string here; nil when none begins here.
  private func hashesBeforeQuote() -> Int? {
    var end = offset
    while end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
    return follows("\"", at: end) ? end - offset : nil
  }

  private mutating func skipString(hashes: Int) {
    advance(hashes)
    let quotes = follows("\"\"\"") ? 3 : 1
    advance(quotes)
    while offset < bytes.count {
      if bytes[offset] == UInt8(ascii: "\\"), hashes == 0 {
        advance(2)
      } else if closes(quotes: quotes, hashes: hashes) {
        advance(quotes + hashes)
        return
      } else {
        advance()
      }
    }
  }

  private func closes(quotes: Int, hashes: Int) -> Bool {
    let end = offset + quotes + hashes
    guard end <= bytes.count else { return false }
    return bytes[offset..<offset + quotes].allSatisfy { $0 == UInt8(ascii: "\"") }
      && bytes[offset + quotes..<end].allSatisfy { $0 == UInt8(ascii: "#") }
  }
}
