// SPDX-License-Identifier: Apache-2.0

/// Splits an expression into tokens.
///
/// A word may contain `-` between letters, as keys do: `page-cache` is one word, a difference
/// needs spaces around its sign.
struct ExpressionLexer {
  /// The longest expression, in bytes.
  static let bytesMax = 1000

  private let text: [UInt8]
  private var index = 0

  private init(_ text: String) {
    self.text = Array(text.utf8)
  }

  /// The tokens of a text, the last one is `end`.
  static func tokens(of text: String) throws(ExpressionFault) -> [ExpressionToken] {
    var lexer = ExpressionLexer(text)
    guard lexer.text.count <= bytesMax else {
      throw ExpressionFault(message: "an expression longer than \(bytesMax) bytes", offset: 0)
    }
    var tokens: [ExpressionToken] = []
    repeat {
      tokens.append(try lexer.next(after: tokens.last?.kind))
    } while tokens.last?.kind != .end
    return tokens
  }

  private mutating func next(
    after previous: ExpressionToken.Kind?
  ) throws(ExpressionFault) -> ExpressionToken {
    while let byte = peek(), byte == " " || byte == "\n" { index += 1 }
    let start = index
    guard let character = peek() else { return ExpressionToken(kind: .end, offset: start) }
    if Self.isDigit(character) {
      skip { Self.isDigit($0) || $0 == "." }
      return ExpressionToken(kind: .number(slice(from: start)), offset: start)
    }
    if case .number = previous, character == "%" {
      index += 1
      return ExpressionToken(kind: .unit("%"), offset: start)
    }
    if case .number = previous, Self.isLetter(character) {
      skip(while: Self.isLetter)
      if peek() == "/", peek(1) == "s", peek(2).map({ !Self.isLetter($0) }) ?? true { index += 2 }
      let word = slice(from: start)
      // `2 and` cannot be meant as a unit.
      let isKeyword = ["and", "or"].contains(word.lowercased())
      return ExpressionToken(kind: isKeyword ? .word(word) : .unit(word), offset: start)
    }
    if Self.isLetter(character) {
      while let next = peek() {
        let joins = next == "-" && (peek(1).map { Self.isLetter($0) || Self.isDigit($0) } ?? false)
        guard Self.isLetter(next) || Self.isDigit(next) || next == "." || joins else { break }
        index += 1
      }
      return ExpressionToken(kind: .word(slice(from: start)), offset: start)
    }
    if character == "'" || character == "\"" { return try quoted(by: character) }
    for sign in ["<=", ">=", "==", "!=", "<", ">", "+", "-", "*", "/", "(", ")", ","] {
      if text[start...].starts(with: sign.utf8) {
        index += sign.utf8.count
        return ExpressionToken(kind: .sign(sign), offset: start)
      }
    }
    for (sign, word) in [("&&", "and"), ("||", "or"), ("&", "and"), ("|", "or"), ("!", "not")]
    where text[start...].starts(with: sign.utf8) {
      throw ExpressionFault(
        message: "unexpected '\(sign)' in an expression", offset: start, suggestion: word)
    }
    if character == "=" {
      throw ExpressionFault(
        message: "unexpected '=' in an expression", offset: start, suggestion: "==")
    }
    throw ExpressionFault(
      message: "unexpected '\(character)' in an expression", offset: start)
  }

  private mutating func quoted(by quote: Unicode.Scalar) throws(ExpressionFault) -> ExpressionToken
  {
    let start = index
    index += 1
    skip { $0 != quote }
    guard peek() != nil else {
      throw ExpressionFault(message: "the quote is not closed", offset: start)
    }
    let content = slice(from: start + 1)
    index += 1
    return ExpressionToken(kind: .text(content), offset: start)
  }

  private func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    index + distance < text.count ? Unicode.Scalar(text[index + distance]) : nil
  }

  private mutating func skip(while predicate: (Unicode.Scalar) -> Bool) {
    while let next = peek(), predicate(next) { index += 1 }
  }

  private func slice(from start: Int) -> String {
    String(decoding: text[start..<index], as: UTF8.self)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    ("0"..."9").contains(scalar)
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    // Bytes of characters beyond ASCII count as letters, for `µs`.
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
      || scalar.value >= 0x80
  }
}
