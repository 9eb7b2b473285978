// SPDX-License-Identifier: Apache-2.0

extension SweepReader {
  /// The most values of a range.
  static let stepsMax = 10_000

  /// The values of a range with equal steps.
  mutating func readSteps(_ entry: Mapping.Entry, _ mapping: Mapping) -> [Node] {
    let isMisspelt = reportUnknownKeys(
      of: mapping, known: SmallBlocks.range.names, in: "a range")
    if isMisspelt, ["from", "to", "steps"].contains(where: { mapping[$0] == nil }) { return [] }
    guard mapping["from"] != nil, mapping["to"] != nil, mapping["steps"] != nil else {
      diagnostics.error(
        "'\(entry.key)': a range needs 'from', 'to' and 'steps'", at: entry.value.location)
      return []
    }
    let steps = Int(number(mapping, "steps", 2...Int64(Self.stepsMax), default: 2))
    guard let (range, falls) = readRange(entry, mapping, mayFall: true) else { return [] }
    guard let from = mapping["from"], let to = mapping["to"],
      case .quantity(let first)? = try? evaluator.value(of: from),
      case .quantity(let last)? = try? evaluator.value(of: to)
    else { return [] }
    let units = [from, to].compactMap { end in
      end.text.flatMap { try? QuantityLiteral($0) }?.unit
    }
    return StepValues(range, falls: falls, from: first, to: last, units: units, steps: steps).nodes
  }

  /// Reads `{ from: …, to: …, scale: log }`.
  mutating func readRange(
    _ entry: Mapping.Entry, _ mapping: Mapping, mayFall: Bool
  ) -> (range: ValueRange, falls: Bool)? {
    guard let from = mapping["from"], let to = mapping["to"] else {
      diagnostics.error(
        "'\(entry.key)': a range needs 'from' and 'to'", at: entry.value.location)
      return nil
    }
    var isLogarithmic = false
    if let scale = mapping["scale"] {
      guard let text = scale.text, ["linear", "log"].contains(text) else {
        diagnostics.error(
          "'scale': expected 'linear' or 'log', found \(scale.kindDescription)", at: scale.location,
          suggestion: scale.text.flatMap { Spelling.closest(to: $0, in: ["linear", "log"]) })
        return nil
      }
      isLogarithmic = text == "log"
    }
    return makeRange(
      entry.key, from, to, isLogarithmic: isLogarithmic, mayFall: mayFall, isBlock: true)
  }

  /// Reads `1 us..10 us log`; the unit may stand at the upper end alone.
  mutating func readRange(_ entry: Mapping.Entry, _ text: String) -> ValueRange? {
    guard let dots = text.utf8.firstRange(of: "..".utf8) else { return nil }
    var upper = text[dots.upperBound...].trimmed
    var isLogarithmic = false
    for (word, isLog) in [("log", true), ("linear", false)] where upper.hasSuffix(" " + word) {
      upper = upper.dropLast(word.count).trimmed
      isLogarithmic = isLog
    }
    var lower = String(text[..<dots.lowerBound].trimmed)
    if let low = try? QuantityLiteral(lower), low.unit == nil,
      let unit = (try? QuantityLiteral(String(upper)))?.unit
    {
      lower += " " + unit.name
    }
    let offset = text.utf8.distance(from: text.startIndex, to: upper.startIndex)
    let from = Node(
      content: .scalar(Scalar(text: lower, style: .plain)), location: entry.value.location)
    let to = Node(
      content: .scalar(Scalar(text: String(upper), style: .plain)),
      location: entry.value.location(atUTF8Offset: offset))
    return makeRange(
      entry.key, from, to, isLogarithmic: isLogarithmic, mayFall: false, isBlock: false)?.range
  }

  private mutating func makeRange(
    _ key: String, _ from: Node, _ to: Node, isLogarithmic: Bool, mayFall: Bool,
    isBlock: Bool
  ) -> (range: ValueRange, falls: Bool)? {
    do throws(Evaluator.Fault) {
      let kind = try rangeKind(of: key, from, to)
      let first = try evaluator.grains(of: from, as: kind)
      let last = try evaluator.grains(of: to, as: kind)
      guard mayFall || first <= last else {
        throw Evaluator.Fault(
          message: "expected a range that rises, found \(kind.text(first)) to \(kind.text(last))",
          location: from.location)
      }
      guard !isLogarithmic || min(first, last) > 0 else {
        throw Evaluator.Fault(
          message: "a logarithmic range must begin above zero, found \(kind.text(first)) to "
            + kind.text(last), location: from.location)
      }
      let range = ValueRange(
        kind, lower: min(first, last), upper: max(first, last), isLogarithmic: isLogarithmic,
        location: from.location)
      ranges.append(
        WrittenRange(
          from: from, to: to, hasUnit: ![.count, .ratio].contains(kind), isBlock: isBlock))
      return (range, first > last)
    } catch {
      report(error, key)
      return nil
    }
  }

  /// What a range counts, by its ends.
  ///
  /// Plain numbers are whole ones if both are written without a point: what keys count. Only what
  /// a file assumes by itself has decimals anyway.
  private func rangeKind(
    of key: String, _ from: Node, _ to: Node
  ) throws(Evaluator.Fault) -> QuantityKind {
    for end in [from, to] {
      guard let text = end.text, let literal = try? QuantityLiteral(text) else { continue }
      if literal.unit?.name == "%" { return .share }
    }
    // A zero says nothing of its unit.
    var quantities: [Quantity] = []
    for end in [from, to] {
      let value = try evaluator.value(of: end)
      guard case .quantity(let quantity) = value else {
        throw Evaluator.Fault(
          message: "expected a quantity, found \(value.kindName)", location: end.location)
      }
      quantities.append(quantity)
    }
    let dimension = (quantities[0].isPlainZero ? quantities[1] : quantities[0]).dimension
    if dimension == .number {
      let isWhole =
        quantities.allSatisfy { $0.value.whole != nil }
        && [from, to].allSatisfy { $0.text?.contains(".") == false }
      return isWhole && !key.hasPrefix("assume.") ? .count : .ratio
    }
    let kinds = [QuantityKind.memory, .duration, .rate, .frequency]
    guard let kind = kinds.first(where: { $0.dimension == dimension }) else {
      throw Evaluator.Fault(
        message: "expected a quantity, found \(dimension.name)", location: from.location)
    }
    return kind
  }
}

extension Substring {
  /// The text without blanks at its ends; its indices stay those of the whole.
  var trimmed: Substring {
    let start = firstIndex { !$0.isWhitespace } ?? endIndex
    let end = lastIndex { !$0.isWhitespace }.map { index(after: $0) } ?? start
    return self[start..<end]
  }
}
