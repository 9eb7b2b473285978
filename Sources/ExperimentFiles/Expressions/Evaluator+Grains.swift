// SPDX-License-Identifier: Apache-2.0

extension Evaluator {
  /// The value of a node in the whole numbers of a kind.
  ///
  /// Rates are rounded down to whole bytes per second, and durations that an expression gives to
  /// whole nanoseconds; of everything else but counts the nearest whole number counts, if it differs by
  /// at most a thousandth.
  ///
  /// - Throws: ``Fault`` that says what was expected, for a missing or wrong unit, for a value
  ///   that is not whole, and for anything that is no quantity at all.
  func grains(of node: Node, as kind: QuantityKind) throws(Fault) -> Int64 {
    guard let text = node.text, !node.isNull else {
      throw expected(kind, found: node.kindDescription, node)
    }
    let literal: QuantityLiteral
    do throws(QuantityLiteral.Fault) {
      literal = try QuantityLiteral(text)
    } catch {
      if let spelling = NumberSpelling.fault(in: text) {
        throw Fault(
          message: spelling.message, location: node.location, suggestion: spelling.suggestion)
      }
      switch error {
      case .notLiteral: return try grains(ofExpression: node, as: kind)
      case .tooManyDigits:
        throw Fault(message: "'\(text.abbreviated)' has too many digits", location: node.location)
      case .unknownUnit(let unit, let offset):
        let words = UnknownUnit.words(unit, of: kind.dimension)
        throw Fault(
          message: words.message, location: node.location(atUTF8Offset: offset),
          suggestion: words.suggestion)
      }
    }
    if text.utf8.count > 1, text.hasPrefix("0") || text.hasPrefix("-0"),
      let spelling = NumberSpelling.fault(in: text)
    {
      throw Fault(
        message: spelling.message, location: node.location, suggestion: spelling.suggestion)
    }
    try check(literal, is: kind, node)
    if let grains = literal.grains(of: kind) { return grains }
    guard let quantity = try? literal.quantity else { throw outOfRange(node) }
    return try grains(of: quantity, as: kind, node)
  }

  /// The value of a node that is true or false, also written as on or off or as a condition.
  func truth(of node: Node) throws(Fault) -> Bool {
    let value = try value(of: node)
    guard case .truth(let truth) = value else {
      throw Fault(
        message: "expected 'true' or 'false', found \(node.kindDescription)",
        location: node.location,
        suggestion: node.text.flatMap { Spelling.closest(to: $0, in: ["true", "false"]) })
    }
    return truth
  }

  private func check(
    _ literal: QuantityLiteral, is kind: QuantityKind, _ node: Node
  ) throws(Fault) {
    // Zero is zero in any unit, so it needs none; of another unit it is still a mistake.
    if literal.unit == nil, literal.mantissa == 0 { return }
    guard let unit = literal.unit else {
      guard kind.needsUnit else { return }
      throw Fault(
        message: "expected \(kind.name) with its unit, such as '\(kind.example)', "
          + "found \(node.kindDescription)", location: node.location)
    }
    let isShare = unit.name == "%"
    guard unit.dimension == kind.dimension, !isShare || kind == .share || kind == .ratio else {
      let name = isShare ? "a share" : unit.dimension.name
      throw expected(kind, found: "\(node.kindDescription), \(name)", node)
    }
  }

  /// The value of an expression whose text stands in a node, in the whole numbers of a kind.
  func grains(
    of expression: Expression, in node: Node, as kind: QuantityKind
  ) throws(Fault) -> Int64 {
    try grains(of: try value(of: expression, in: node), as: kind, node)
  }

  private func grains(ofExpression node: Node, as kind: QuantityKind) throws(Fault) -> Int64 {
    let value = try value(of: node)
    // No clock tells parts of a nanosecond, and an assumed ratio would hardly ever give whole ones.
    if kind == .duration, case .quantity(let quantity) = value, quantity.dimension == .duration,
      let exact = try? quantity.value * Rational(kind.grainNumerator),
      let rounded = Int64(exactly: exact.roundedDown)
    {
      return rounded
    }
    return try grains(of: value, as: kind, node)
  }

  private func grains(
    of value: ExpressionValue, as kind: QuantityKind, _ node: Node
  ) throws(Fault) -> Int64 {
    guard case .quantity(var quantity) = value else {
      throw expected(kind, found: node.kindDescription, node)
    }
    // Sums of pages need not spell the unit either.
    if kind == .pages, quantity.dimension == .number {
      guard let bytes = try? quantity.value * Rational(Unit.pageBytes) else {
        throw outOfRange(node)
      }
      quantity = Quantity(value: bytes, dimension: .memory)
    }
    guard quantity.dimension == kind.dimension || quantity.isPlainZero else {
      throw expected(
        kind, found: "\(quantity.dimension.name) as the value of \(node.kindDescription)", node)
    }
    return try grains(of: quantity, as: kind, node)
  }

  private func grains(
    of quantity: Quantity, as kind: QuantityKind, _ node: Node
  ) throws(Fault) -> Int64 {
    guard
      let scale = try? Rational(kind.grainNumerator, over: kind.grainDenominator),
      let exact = try? quantity.value * scale
    else { throw outOfRange(node) }
    let rounded = Int64(exactly: exact.roundedDown)
    // A byte per second more or less is beneath notice; a page or a nanosecond is not.
    let isNear = kind != .count && exact.isNearWhole
    guard exact.whole != nil || kind == .rate || isNear else {
      if kind == .count { throw expected(kind, found: node.kindDescription, node) }
      throw Fault(
        message: "\(node.kindDescription) is not a whole number of \(kind.grain)",
        location: node.location, suggestion: rounded.flatMap { $0 == 0 ? nil : kind.text($0) })
    }
    let kept = kind == .rate ? rounded : Int64(exactly: exact.rounded)
    guard let kept else { throw outOfRange(node) }
    return kept
  }

  private func expected(_ kind: QuantityKind, found: String, _ node: Node) -> Fault {
    Fault(
      message: "expected \(kind.name) such as '\(kind.example)', found \(found)",
      location: node.location)
  }

  private func outOfRange(_ node: Node) -> Fault {
    Fault(message: "\(node.kindDescription) is out of range", location: node.location)
  }
}
