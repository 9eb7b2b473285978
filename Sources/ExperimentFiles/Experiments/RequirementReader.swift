internal import HostConfiguration

/// Reads requirements such as `P(oom.kills > 0) <= 1 %`.
struct RequirementReader {
  private let node: Node
  private let text: String
  private var tokens: ArraySlice<ExpressionToken>

  /// Reads the text of a node.
  ///
  /// - Parameter metrics: the metrics that the experiment can give.
  static func read(_ node: Node, metrics: [String]) throws(Evaluator.Fault) -> Requirement {
    guard let text = node.text, !node.isNull else {
      throw Evaluator.Fault(
        message: "expected a requirement such as 'P(oom.kills > 0) <= 1 %', "
          + "found \(node.kindDescription)", location: node.location)
    }
    do throws(ExpressionFault) {
      var reader = RequirementReader(
        node: node, text: text, tokens: try ExpressionLexer.tokens(of: text)[...])
      return try reader.requirement(metrics)
    } catch {
      throw Evaluator.Fault(
        message: error.message, location: node.location(atUTF8Offset: error.offset),
        suggestion: error.suggestion)
    }
  }

  private mutating func requirement(_ metrics: [String]) throws(ExpressionFault) -> Requirement {
    try expect(.word("P"))
    try expect(.sign("("))
    let name = tokens.first
    guard case .word(let metric) = name?.kind, metrics.contains(metric),
      let unit = MetricCatalogue.definition(of: metric)?.unit
    else {
      guard case .word(let unknown) = name?.kind else { throw unexpected("a metric") }
      throw ExpressionFault(
        message: "unknown metric '\(unknown)'", offset: name?.offset ?? 0,
        suggestion: Spelling.closest(to: unknown, in: metrics))
    }
    tokens.removeFirst()
    let relation = try relation(Requirement.Relation.allCases)
    let threshold = try grains(unit.quantityKind)
    try expect(.sign(")"))
    let bound = try self.relation([.lessOrEqual, .greaterOrEqual])
    let share = try grains(.share)
    guard tokens.first?.kind == .end else { throw unexpected("nothing more") }
    return Requirement(
      metric: metric, relation: relation, threshold: threshold, bound: bound, share: share,
      text: text)
  }

  private mutating func expect(_ kind: ExpressionToken.Kind) throws(ExpressionFault) {
    guard tokens.first?.kind == kind else { throw unexpected(nil) }
    tokens.removeFirst()
  }

  private mutating func relation(
    _ relations: [Requirement.Relation]
  ) throws(ExpressionFault) -> Requirement.Relation {
    guard case .sign(let sign) = tokens.first?.kind,
      let relation = relations.first(where: { $0.rawValue == sign })
    else { throw unexpected(relations.map { "'\($0.rawValue)'" }.joined(separator: ", ")) }
    tokens.removeFirst()
    return relation
  }

  private mutating func grains(_ kind: QuantityKind) throws(ExpressionFault) -> Int64 {
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

  private func unexpected(_ expected: String?) -> ExpressionFault {
    let found = tokens.first?.description ?? "the end"
    let what = expected ?? "a requirement such as 'P(oom.kills > 0) <= 1 %'"
    return ExpressionFault(
      message: "expected \(what), found \(found)", offset: tokens.first?.offset ?? 0)
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
