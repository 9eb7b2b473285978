// SPDX-License-Identifier: Apache-2.0

/// Gives values and expressions of an experiment their values, exactly.
///
/// Paths are resolved in one tree: the whole experiment, with the values of one point of a sweep.
struct Evaluator {
  /// A value that cannot be computed, at the place that is to blame.
  struct Fault: Error {
    /// What is wrong.
    var message: String
    /// Where.
    var location: SourceLocation
    /// What may have been meant.
    var suggestion: String?
  }

  /// The words of YAML 1.1 for true and false, which people know from other programs.
  private static let truths: [String: Bool] = {
    var truths: [String: Bool] = [:]
    for (words, truth) in [(["true", "on", "yes"], true), (["false", "off", "no"], false)] {
      for word in words {
        let title = word.prefix(1).uppercased() + word.dropFirst()
        for spelling in [word, title, word.uppercased()] { truths[spelling] = truth }
      }
    }
    return truths
  }()

  /// The longest chain of values that refer to each other.
  static let chainMax = 32

  /// The experiment that paths lead into.
  let root: Node

  /// The values of paths that have been worked out.
  ///
  /// A class, so that values are worked out once for all that ask: a chain of values that each read the
  /// one before twice would take twice as long for each link.
  private final class Memory {
    var values: [String: ExpressionValue] = [:]
  }

  private let memory = Memory()

  /// Creates an evaluator for an experiment.
  ///
  /// - Parameters:
  ///   - root: the experiment.
  ///   - defaultValue: gives keys a value that are not in it.
  init(root: Node, defaultValue: @escaping Defaults = { _, _ in nil }) {
    self.root = root
    self.defaultValue = defaultValue
  }

  /// Says what a key has that is not in an experiment, by its path, or nil when it has no default.
  typealias Defaults = @Sendable (NodePath, Node) -> ExpressionValue?

  /// The value of a key that is not in the file.
  let defaultValue: Defaults

  /// The value of a single node: a literal, a text, or the value of its expression.
  func value(of node: Node) throws(Fault) -> ExpressionValue {
    try value(of: node, chain: [])
  }

  /// The value of an expression whose text stands in a node.
  func value(of expression: Expression, in node: Node) throws(Fault) -> ExpressionValue {
    try value(of: expression, in: node, chain: [])
  }

  private func value(of node: Node, chain: [String]) throws(Fault) -> ExpressionValue {
    // A policy with parameters compares as its name.
    if let use = node.mapping?["use"]?.text { return .text(use) }
    guard let text = node.text else {
      throw Fault(
        message: "expected a single value, found \(node.kindDescription)", location: node.location)
    }
    if let truth = Self.truths[text] { return .truth(truth) }
    if let literal = try? QuantityLiteral(text), let quantity = try? literal.quantity {
      return .quantity(quantity)
    }
    let expression: Expression
    do throws(ExpressionFault) {
      expression = try ExpressionParser.parse(text)
    } catch {
      if let spelling = NumberSpelling.fault(in: text) {
        throw Fault(
          message: spelling.message, location: node.location, suggestion: spelling.suggestion)
      }
      throw Fault(
        message: error.message, location: node.location(atUTF8Offset: error.offset),
        suggestion: error.suggestion)
    }
    return try value(of: expression, in: node, chain: chain)
  }

  private func value(
    of expression: Expression, in node: Node, chain: [String]
  ) throws(Fault) -> ExpressionValue {
    switch expression.form {
    case .quantity(let quantity): return .quantity(quantity)
    case .text(let text): return .text(text)
    case .word(let word): return try value(of: word, at: expression.offset, in: node, chain)
    case .negative(let operand):
      let quantity = try self.quantity(of: operand, in: node, chain)
      return try exactly(expression, node) { () throws(Rational.Fault) in
        .quantity(
          Quantity(value: try Rational(0) - quantity.value, dimension: quantity.dimension))
      }
    case .not(let operand): return .truth(try !truth(of: operand, in: node, chain))
    case .call(let function, let arguments):
      var best = try quantity(of: arguments[0], in: node, chain)
      for argument in arguments.dropFirst() {
        let next = try quantity(of: argument, in: node, chain)
        try requireAlike(best, next, "compare", argument, node)
        let isLess = try exactly(expression, node) { () throws(Rational.Fault) in
          try Rational.isLess(next.value, best.value)
        }
        if isLess == (function == .minimum) { best = next }
      }
      return .quantity(best)
    case .binary(.and, let left, let right):
      let first = try truth(of: left, in: node, chain)
      let second = try truth(of: right, in: node, chain)
      return .truth(first && second)
    case .binary(.or, let left, let right):
      let first = try truth(of: left, in: node, chain)
      let second = try truth(of: right, in: node, chain)
      return .truth(first || second)
    case .binary(let sign, let left, let right):
      let first = try value(of: left, in: node, chain: chain)
      let second = try value(of: right, in: node, chain: chain)
      return try apply(sign, first, second, expression, node)
    }
  }

  private func apply(
    _ sign: Expression.Operator, _ first: ExpressionValue, _ second: ExpressionValue,
    _ expression: Expression, _ node: Node
  ) throws(Fault) -> ExpressionValue {
    guard case .quantity(let left) = first, case .quantity(let right) = second else {
      if sign == .equal || sign == .unequal {
        switch (first, second) {
        case (.text, .text), (.truth, .truth): return .truth((first == second) == (sign == .equal))
        default: break
        }
      }
      throw fault(
        "cannot apply '\(sign.rawValue)' to \(first.kindName) and \(second.kindName)",
        expression, node)
    }
    switch sign {
    case .multiply, .divide: break
    case .add: try requireAlike(left, right, "add", expression, node)
    case .subtract: try requireAlike(left, right, "subtract", expression, node)
    default: try requireAlike(left, right, "compare", expression, node)
    }
    let common = left.isPlainZero ? right.dimension : left.dimension
    return try exactly(expression, node) { () throws(Rational.Fault) in
      switch sign {
      case .add:
        .quantity(Quantity(value: try left.value + right.value, dimension: common))
      case .subtract:
        .quantity(Quantity(value: try left.value - right.value, dimension: common))
      case .multiply:
        .quantity(
          Quantity(
            value: try left.value * right.value, dimension: left.dimension + right.dimension))
      case .divide:
        .quantity(
          Quantity(
            value: try left.value / right.value, dimension: left.dimension - right.dimension))
      case .less: .truth(try Rational.isLess(left.value, right.value))
      case .lessOrEqual: .truth(try !Rational.isLess(right.value, left.value))
      case .greater: .truth(try Rational.isLess(right.value, left.value))
      case .greaterOrEqual: .truth(try !Rational.isLess(left.value, right.value))
      case .unequal: .truth(left.value != right.value)
      case .equal, .and, .or: .truth(left.value == right.value)
      }
    }
  }
}

// MARK: - Paths and checks

extension Evaluator {
  private func value(
    of word: String, at offset: Int, in node: Node, _ chain: [String]
  ) throws(Fault) -> ExpressionValue {
    if let known = memory.values[word] { return known }
    let value = try newValue(of: word, at: offset, in: node, chain)
    memory.values[word] = value
    return value
  }

  private func newValue(
    of word: String, at offset: Int, in node: Node, _ chain: [String]
  ) throws(Fault) -> ExpressionValue {
    guard let path = NodePath(word) else {
      throw Fault(
        message: "'\(word)' is not a path such as 'host.memory'",
        location: node.location(atUTF8Offset: offset))
    }
    guard let target = root.node(at: path.segments), !target.isNull else {
      if let value = defaultValue(path, root) { return value }
      if path.segments.count == 1 { return .text(word) }
      throw pathFault(path, at: offset, in: node)
    }
    // A release is a name: `6.1.192` is no number, and `5.13+v1` no sum.
    if path.segments == ["kernel"], let text = target.text { return .text(text) }
    if let start = chain.firstIndex(of: word) {
      let cycle = (chain[start...] + [word]).joined(separator: " -> ")
      throw Fault(
        message: "these values depend on each other: \(cycle)",
        location: node.location(atUTF8Offset: offset))
    }
    guard chain.count < Self.chainMax else {
      throw Fault(
        message: "more than \(Self.chainMax) values refer to each other",
        location: node.location(atUTF8Offset: offset))
    }
    return try value(of: target, chain: chain + [word])
  }

  /// The fault of a path that leads nowhere, with the key or name that was probably meant.
  private func pathFault(_ path: NodePath, at offset: Int, in node: Node) -> Fault {
    var reached = root
    var index = 0
    while index < path.segments.count, let next = reached.child(path.segments[index]) {
      reached = next
      index += 1
    }
    guard index < path.segments.count else {
      return Fault(
        message: "'\(path)' has no value", location: node.location(atUTF8Offset: offset))
    }
    let names = reached.mapping?.keys ?? reached.items?.compactMap(\.itemName) ?? []
    let suggestion = Spelling.closest(to: path.segments[index], in: names)
    let thing = suggestion == nil ? NotModelled.named(path.description, beside: names) : nil
    return Fault(
      message: "'\(path)' leads nowhere: there is no '\(path.segments[index])'"
        + (thing.map { "; \($0.sentence)" } ?? ""),
      location: node.location(atUTF8Offset: offset + path.offset(ofSegment: index)),
      suggestion: suggestion)
  }

  private func quantity(
    of expression: Expression, in node: Node, _ chain: [String]
  ) throws(Fault) -> Quantity {
    let value = try value(of: expression, in: node, chain: chain)
    guard case .quantity(let quantity) = value else {
      throw fault("expected a quantity, found \(value.kindName)", expression, node)
    }
    return quantity
  }

  private func truth(
    of expression: Expression, in node: Node, _ chain: [String]
  ) throws(Fault) -> Bool {
    let value = try value(of: expression, in: node, chain: chain)
    guard case .truth(let truth) = value else {
      throw fault(
        "expected a condition such as 'host.cpus > 1', found \(value.kindName)", expression, node)
    }
    return truth
  }

  private func requireAlike(
    _ left: Quantity, _ right: Quantity, _ verb: String, _ expression: Expression, _ node: Node
  ) throws(Fault) {
    // A bare zero is zero of anything.
    guard
      left.dimension == right.dimension || left.isPlainZero || right.isPlainZero
    else {
      throw fault(
        "cannot \(verb) \(left.dimension.name) and \(right.dimension.name)", expression, node)
    }
  }

  private func exactly<Value>(
    _ expression: Expression, _ node: Node, _ compute: () throws(Rational.Fault) -> Value
  ) throws(Fault) -> Value {
    do {
      return try compute()
    } catch {
      let message =
        switch error {
        case .overflow: "the result is too large or too fine to be exact"
        case .divisionByZero: "division by zero"
        }
      throw fault(message, expression, node)
    }
  }

  private func fault(_ message: String, _ expression: Expression, _ node: Node) -> Fault {
    Fault(message: message, location: node.location(atUTF8Offset: expression.offset))
  }
}

extension Quantity {
  /// Whether the quantity is a zero without a unit.
  var isPlainZero: Bool { dimension == .number && value.numerator == 0 }
}
