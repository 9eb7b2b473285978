// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// Reads short phrases about metrics, such as `P(oom.kills > 0) <= 1 %`, word by word.
struct PhraseReader {
  private let node: Node
  private let example: String
  private var tokens: ArraySlice<ExpressionToken>

  /// Reads the text of a node.
  ///
  /// - Parameter example: a phrase as it is expected, for messages.
  init(_ node: Node, example: String) throws(Evaluator.Fault) {
    self.node = node
    self.example = example
    guard let text = node.text, !node.isNull else {
      throw Evaluator.Fault(
        message: "expected \(example.contains("(") ? "a condition" : "a value") such as "
          + "'\(example)', found \(node.kindDescription)", location: node.location)
    }
    do throws(ExpressionFault) {
      tokens = try ExpressionLexer.tokens(of: text)[...]
    } catch {
      throw Evaluator.Fault(
        message: error.message, location: node.location(atUTF8Offset: error.offset),
        suggestion: error.suggestion)
    }
  }

  /// A fault of the phrase at its place in the file.
  func fault(_ fault: ExpressionFault) -> Evaluator.Fault {
    Evaluator.Fault(
      message: fault.message, location: node.location(atUTF8Offset: fault.offset),
      suggestion: fault.suggestion)
  }

  /// Reads a word or sign that must be there.
  mutating func expect(_ kind: ExpressionToken.Kind) throws(ExpressionFault) {
    guard tokens.first?.kind == kind else { throw unexpected("a condition such as '\(example)'") }
    tokens.removeFirst()
  }

  /// Requires the end of the phrase.
  func expectEnd() throws(ExpressionFault) {
    guard tokens.first?.kind == .end else { throw unexpected("nothing more") }
  }

  /// Reads the name of a metric.
  mutating func metric(
    of metrics: [String]
  ) throws(ExpressionFault) -> (name: String, unit: MetricDefinition.Unit) {
    guard let token = tokens.first, case .word(let name) = token.kind else {
      throw unexpected("a metric")
    }
    guard metrics.contains(name), let unit = MetricCatalogue.definition(of: name)?.unit else {
      throw ExpressionFault(
        message: "unknown metric '\(name)'", offset: token.offset,
        suggestion: Spelling.closest(to: name, in: metrics))
    }
    tokens.removeFirst()
    return (name, unit)
  }

  /// Reads one of some relations.
  mutating func relation(
    _ relations: [Requirement.Relation]
  ) throws(ExpressionFault) -> Requirement.Relation {
    guard case .sign(let sign) = tokens.first?.kind,
      let relation = relations.first(where: { $0.rawValue == sign })
    else { throw unexpected(relations.map { "'\($0.rawValue)'" }.joined(separator: ", ")) }
    tokens.removeFirst()
    return relation
  }

  /// Reads a share, or an amount in a metric's unit, which must be above zero.
  mutating func tolerance(
    _ unit: MetricDefinition.Unit
  ) throws(ExpressionFault) -> MetricTolerance {
    let offset = tokens.first?.offset ?? 0
    let isShare = tokens.dropFirst().first?.kind == .unit("%")
    let grains = try grains(isShare ? .share : unit.quantityKind)
    guard grains > 0 else {
      throw ExpressionFault(message: "expected more than zero", offset: offset)
    }
    return isShare ? .relative(partsPerMillion: grains) : .absolute(grains)
  }

  /// Reads the margin of a metric; of a share of runs a share alone, as a number of runs is none.
  mutating func margin(
    of metric: String, _ unit: MetricDefinition.Unit
  ) throws(ExpressionFault) -> MetricTolerance {
    guard MetricCatalogue.isShareOfRuns(metric),
      tokens.dropFirst().first?.kind != .unit("%")
    else { return try tolerance(unit) }
    throw ExpressionFault(
      message: "expected a share of runs with its unit, such as 2 %, found \(node.kindDescription)",
      offset: tokens.first?.offset ?? 0)
  }

  /// Reads a number with its unit.
  mutating func grains(_ kind: QuantityKind) throws(ExpressionFault) -> Int64 {
    guard case .number(var text) = tokens.first?.kind, let offset = tokens.first?.offset else {
      throw unexpected("a number")
    }
    tokens.removeFirst()
    if case .unit(let unit) = tokens.first?.kind {
      text += " " + unit
      tokens.removeFirst()
    }
    let literal = Node(content: .scalar(Scalar(text: text, style: .plain)), location: node.location)
    do throws(Evaluator.Fault) {
      return try Evaluator(root: literal).grains(of: literal, as: kind)
    } catch {
      throw ExpressionFault(message: error.message, offset: offset, suggestion: error.suggestion)
    }
  }

  private func unexpected(_ expected: String) -> ExpressionFault {
    ExpressionFault(
      message: "expected \(expected), found \(tokens.first?.description ?? "the end")",
      offset: tokens.first?.offset ?? 0)
  }
}

extension MetricDefinition.Unit {
  /// The kind of quantity in which a threshold on such a metric is written.
  var quantityKind: QuantityKind {
    switch self {
    case .nanoseconds: .duration
    case .pages: .pages
    case .count, .pageNanoseconds: .count
    case .partsPerMillion: .share
    case .bytesPerSecond: .rate
    }
  }
}
