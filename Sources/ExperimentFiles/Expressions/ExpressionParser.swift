// SPDX-License-Identifier: Apache-2.0

/// Reads expressions: `or`, `and`, `not`, comparisons, sums, products, in order of rising strength.
struct ExpressionParser {
  /// The deepest nesting of brackets and signs.
  static let depthMax = 32

  private let tokens: [ExpressionToken]
  private var index = 0
  private var depth = 0

  private init(_ tokens: [ExpressionToken]) {
    self.tokens = tokens
  }

  /// Reads a whole text as one expression.
  static func parse(_ text: String) throws(ExpressionFault) -> Expression {
    var parser = ExpressionParser(try ExpressionLexer.tokens(of: text))
    let expression = try parser.disjunction()
    guard parser.token.kind == .end else {
      if case .word(let word) = parser.previous?.kind, word.lowercased() == "not", word != "not" {
        throw ExpressionFault(
          message: "unknown operator '\(word)'", offset: parser.previous?.offset ?? 0,
          suggestion: "not")
      }
      var suggestion: String?
      if case .word(let word) = parser.token.kind, ["and", "or"].contains(word.lowercased()) {
        suggestion = word.lowercased()
      }
      throw ExpressionFault(
        message: "expected an operator such as '+' or '<', found \(parser.token.description)",
        offset: parser.token.offset, suggestion: suggestion)
    }
    return expression
  }

  private var token: ExpressionToken { tokens[index] }
  private var previous: ExpressionToken? { index > 0 ? tokens[index - 1] : nil }

  private mutating func advance() -> ExpressionToken {
    defer { if index + 1 < tokens.count { index += 1 } }
    return tokens[index]
  }

  /// Takes the next token if it is one of the operators.
  private mutating func take(_ operators: Expression.Operator...) -> (Expression.Operator, Int)? {
    let word: String
    switch token.kind {
    case .sign(let text), .word(let text): word = text
    default: return nil
    }
    guard let match = operators.first(where: { $0.rawValue == word }) else { return nil }
    return (match, advance().offset)
  }

  private mutating func disjunction() throws(ExpressionFault) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthMax else {
      throw ExpressionFault(
        message: "nested deeper than \(Self.depthMax) levels", offset: token.offset)
    }
    var left = try conjunction()
    while let (sign, offset) = take(.or) {
      left = Expression(form: .binary(sign, left, try conjunction()), offset: offset)
    }
    return left
  }

  private mutating func conjunction() throws(ExpressionFault) -> Expression {
    var left = try negation()
    while let (sign, offset) = take(.and) {
      left = Expression(form: .binary(sign, left, try negation()), offset: offset)
    }
    return left
  }

  private mutating func negation() throws(ExpressionFault) -> Expression {
    var offsets: [Int] = []
    while token.kind == .word("not") { offsets.append(advance().offset) }
    var expression = try comparison()
    for offset in offsets.reversed() {
      expression = Expression(form: .not(expression), offset: offset)
    }
    return expression
  }

  private mutating func comparison() throws(ExpressionFault) -> Expression {
    let left = try sum()
    guard
      let (sign, offset) = take(
        .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .unequal)
    else { return left }
    return Expression(form: .binary(sign, left, try sum()), offset: offset)
  }

  private mutating func sum() throws(ExpressionFault) -> Expression {
    var left = try product()
    while let (sign, offset) = take(.add, .subtract) {
      left = Expression(form: .binary(sign, left, try product()), offset: offset)
    }
    return left
  }

  private mutating func product() throws(ExpressionFault) -> Expression {
    var left = try operand()
    while let (sign, offset) = take(.multiply, .divide) {
      left = Expression(form: .binary(sign, left, try operand()), offset: offset)
    }
    return left
  }

  private mutating func operand() throws(ExpressionFault) -> Expression {
    let token = advance()
    switch token.kind {
    case .number(let digits):
      return try quantity(digits, at: token.offset)
    case .text(let text):
      return Expression(form: .text(text), offset: token.offset)
    case .word(let word):
      guard self.token.kind == .sign("(") else {
        return Expression(form: .word(word), offset: token.offset)
      }
      return try call(word, at: token.offset)
    case .sign("-"):
      // A run of signs would recurse; one is enough.
      guard self.token.kind != .sign("-") else { break }
      return Expression(form: .negative(try operand()), offset: token.offset)
    case .sign("("):
      let inner = try disjunction()
      try expectClosed(from: token.offset)
      return inner
    default:
      break
    }
    throw ExpressionFault(
      message: "expected a quantity or a path such as 'host.memory', found \(token.description)",
      offset: token.offset)
  }

  private mutating func quantity(
    _ digits: String, at offset: Int
  ) throws(ExpressionFault) -> Expression {
    var text = digits
    if case .unit(let unit) = token.kind {
      guard Unit.named(unit) != nil else {
        throw ExpressionFault(
          message: UnknownUnit.words(unit, of: nil).message, offset: token.offset,
          suggestion: UnknownUnit.words(unit, of: nil).suggestion)
      }
      text += unit
      _ = advance()
    }
    do {
      return Expression(form: .quantity(try QuantityLiteral(text).quantity), offset: offset)
    } catch {
      throw ExpressionFault(message: "'\(text.abbreviated)' is not a number", offset: offset)
    }
  }

  private mutating func call(_ name: String, at offset: Int) throws(ExpressionFault) -> Expression {
    guard let function = Expression.Function(rawValue: name) else {
      throw ExpressionFault(
        message: "unknown function '\(name)', there are 'min' and 'max'", offset: offset)
    }
    let open = advance().offset
    var arguments = [try disjunction()]
    while token.kind == .sign(",") {
      _ = advance()
      arguments.append(try disjunction())
    }
    try expectClosed(from: open)
    return Expression(form: .call(function, arguments), offset: offset)
  }

  private mutating func expectClosed(from open: Int) throws(ExpressionFault) {
    guard token.kind == .sign(")") else {
      throw ExpressionFault(
        message: "expected ')' before \(token.description)", offset: token.offset)
    }
    _ = advance()
  }
}
