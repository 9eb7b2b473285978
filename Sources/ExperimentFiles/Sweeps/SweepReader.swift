/// Reads the `sweep` block of an experiment into a plan.
struct SweepReader {
  /// The most values of a range.
  static let stepsMax = 10_000

  private static let keys = ["grid", "union", "where", "repetitions", "seed"]

  private let base: Node
  private let evaluator: Evaluator
  private let pinned: [NodePath]
  private(set) var diagnostics = Diagnostics()
  /// The axes of all grids, as far as they are in order.
  private(set) var axes: [SweepAxis] = []
  /// The experiment with the first value of every axis, to be checked when there is no plan.
  private(set) var firstTree: Node

  /// Creates a reader.
  ///
  /// - Parameters:
  ///   - base: the experiment without its sweep, with the assignments of the command line.
  ///   - pinned: the paths that the command line has set: they are no axes any more.
  ///   - defaultValue: the values of keys that are not in the file, for `where`.
  init(
    base: Node, pinned: [NodePath],
    defaultValue: @escaping @Sendable (NodePath) -> ExpressionValue? = { _ in nil }
  ) {
    self.base = base
    self.pinned = pinned
    firstTree = base
    evaluator = Evaluator(root: base, defaultValue: defaultValue)
  }

  /// Reads the block; nil, with the faults in ``diagnostics``, when nothing can be planned from it.
  mutating func read(_ sweep: Node?) -> SweepPlan? {
    guard let sweep, !sweep.isNull else { return plan([SweepGrid(axes: [])], nil, 1, 1) }
    guard let mapping = sweep.mapping else {
      diagnostics.error(
        "'sweep': expected keys such as 'grid:' and 'repetitions:', "
          + "found \(sweep.kindDescription)", at: sweep.location)
      return nil
    }
    reportUnknownKeys(of: mapping, known: Self.keys, in: "a sweep")
    if let grid = mapping.entry("grid"), mapping["union"] != nil {
      diagnostics.error("a sweep has either 'grid' or 'union'", at: grid.keyLocation)
    }
    var grids: [SweepGrid] = []
    if let grid = mapping["grid"] { grids = [readGrid(grid)] }
    if let union = mapping["union"] { grids = readUnion(union) }
    if grids.isEmpty { grids = [SweepGrid(axes: [])] }
    let repetitions = number(mapping, "repetitions", 1...Int64(SweepPlan.trialsMax), default: 1)
    let seed = number(mapping, "seed", 0...Int64.max, default: 1)
    let condition = mapping["where"].flatMap { readCondition($0) }
    guard !diagnostics.hasErrors, checkSize(grids, Int(repetitions), sweep) else { return nil }
    return plan(grids, condition, Int(repetitions), seed, at: mapping["where"])
  }

  private mutating func plan(
    _ grids: [SweepGrid], _ condition: (expression: Expression, node: Node)?, _ repetitions: Int,
    _ seed: Int64, at place: Node? = nil
  ) -> SweepPlan? {
    let defaultValue = evaluator.defaultValue
    do throws(Evaluator.Fault) {
      let plan = try SweepPlan(base: base, grids: grids, repetitions: repetitions, seed: seed) {
        tree throws(Evaluator.Fault) in
        guard let condition else { return true }
        let evaluator = Evaluator(root: tree, defaultValue: defaultValue)
        let value = try evaluator.value(of: condition.expression, in: condition.node)
        guard case .truth(let isWanted) = value else {
          throw Evaluator.Fault(
            message: "expected a condition such as 'host.cpus > 1', found \(value.kindName)",
            location: condition.node.location)
        }
        return isWanted
      }
      if plan.count == 0, let place {
        diagnostics.error("'where': no point of the sweep fulfils this", at: place.location)
        return nil
      }
      return plan
    } catch {
      diagnostics.error(
        "'where': \(error.message)", at: error.location, suggestion: error.suggestion)
      return nil
    }
  }

  private mutating func checkSize(
    _ grids: [SweepGrid], _ repetitions: Int, _ sweep: Node
  ) -> Bool {
    var trials = 0
    for grid in grids {
      let points = grid.pointCount(atMost: SweepPlan.trialsMax) ?? .max
      let (count, tooMany) = points.multipliedReportingOverflow(by: repetitions)
      let (sum, overflow) = trials.addingReportingOverflow(count)
      guard !tooMany, !overflow, sum <= SweepPlan.trialsMax else {
        diagnostics.error(
          "'sweep': more than \(SweepPlan.trialsMax) trials, take fewer values or repetitions",
          at: sweep.location)
        return false
      }
      trials = sum
    }
    return true
  }
}

// MARK: - Grids and axes

extension SweepReader {
  private mutating func readUnion(_ node: Node) -> [SweepGrid] {
    guard let items = node.items, !items.isEmpty else {
      diagnostics.error(
        "'union': expected a list of grids such as '[{ grid: … }]', "
          + "found \(node.kindDescription)", at: node.location)
      return []
    }
    var grids: [SweepGrid] = []
    for item in items {
      guard let mapping = item.mapping, let grid = mapping["grid"] else {
        diagnostics.error(
          "'union': expected '{ grid: … }', found \(item.kindDescription)", at: item.location)
        continue
      }
      reportUnknownKeys(of: mapping, known: ["grid"], in: "a part of a union")
      grids.append(readGrid(grid))
    }
    return grids
  }

  private mutating func readGrid(_ node: Node) -> SweepGrid {
    guard let mapping = node.mapping else {
      diagnostics.error(
        "'grid': expected paths with their values such as 'tasks.batch.rate: [1 GiB/s, 2 GiB/s]', "
          + "found \(node.kindDescription)", at: node.location)
      return SweepGrid(axes: [])
    }
    var axes: [SweepAxis] = []
    for entry in mapping.entries {
      guard let axis = readAxis(entry) else { continue }
      if let other = axes.first(where: { axis.path.isInside($0.path) }) {
        diagnostics.error(
          "'\(axis.path)' lies inside '\(other.path)', which the same grid varies",
          at: entry.keyLocation)
      }
      axes.append(axis)
    }
    return SweepGrid(axes: axes)
  }

  /// Reads an axis; nil when the command line has set its value, or when it is faulty.
  private mutating func readAxis(_ entry: Mapping.Entry) -> SweepAxis? {
    guard let path = NodePath(entry.key) else {
      diagnostics.error(
        "'\(entry.key.abbreviated)' is not a path such as 'tasks.batch.rate'",
        at: entry.keyLocation)
      return nil
    }
    let values = readValues(entry)
    guard let first = values.first else { return nil }
    do throws(PathFault) {
      _ = try base.replacing(path, with: first, keyLocation: entry.keyLocation)
    } catch {
      let offset = path.offset(ofSegment: error.segment)
      let key = Node(
        content: .scalar(Scalar(text: entry.key, style: .plain)), location: entry.keyLocation)
      diagnostics.error(
        "'\(path)' leads nowhere: \(error.message)", at: key.location(atUTF8Offset: offset),
        suggestion: error.suggestion)
      return nil
    }
    if pinned.contains(path) { return nil }
    firstTree =
      (try? firstTree.replacing(path, with: first, keyLocation: entry.keyLocation)) ?? firstTree
    if let pin = pinned.first(where: { $0.isInside(path) || path.isInside($0) }) {
      diagnostics.error(
        "the command line sets '\(pin)', which the sweep varies by '\(path)'",
        at: entry.keyLocation)
      return nil
    }
    let axis = SweepAxis(path: path, keyLocation: entry.keyLocation, values: values)
    axes.append(axis)
    return axis
  }

  private mutating func readValues(_ entry: Mapping.Entry) -> [Node] {
    if let items = entry.value.items, !items.isEmpty { return items.flatMap(expanded) }
    if let mapping = entry.value.mapping, mapping["from"] != nil || mapping["steps"] != nil {
      return readRange(entry, mapping)
    }
    diagnostics.error(
      "'\(entry.key)': expected a list of values, or a range such as "
        + "'{ from: 16 GiB, to: 64 GiB, steps: 4 }', found \(entry.value.kindDescription)",
      at: entry.value.location)
    return []
  }

  /// A policy with lists as parameters stands for one policy with each combination of them.
  private func expanded(_ value: Node) -> [Node] {
    guard let mapping = value.mapping, mapping["use"] != nil else { return [value] }
    var expanded = [Mapping()]
    for entry in mapping.entries {
      let choices = entry.value.items ?? [entry.value]
      expanded = expanded.flatMap { partial in
        choices.map { choice in
          var next = partial
          next.set(.init(key: entry.key, keyLocation: entry.keyLocation, value: choice))
          return next
        }
      }
    }
    return expanded.map { Node(content: .mapping($0), location: value.location) }
  }

  /// The values of a range with equal steps, each rounded down to a whole page, nanosecond and so
  /// on; whole numbers stay exact where they can.
  private mutating func readRange(_ entry: Mapping.Entry, _ mapping: Mapping) -> [Node] {
    reportUnknownKeys(of: mapping, known: ["from", "to", "steps"], in: "a range")
    guard let from = mapping["from"], let to = mapping["to"], mapping["steps"] != nil else {
      diagnostics.error(
        "'\(entry.key)': a range needs 'from', 'to' and 'steps'", at: entry.value.location)
      return []
    }
    let steps = number(mapping, "steps", 2...Int64(Self.stepsMax), default: 2)
    do throws(Evaluator.Fault) {
      let kind = try rangeKind(of: from)
      let first = Int128(try evaluator.grains(of: from, as: kind))
      let last = Int128(try evaluator.grains(of: to, as: kind))
      return (0..<Int128(steps)).map { step in
        // The division rounds down, also when the range falls.
        let (quotient, rest) = ((last - first) * step).quotientAndRemainder(
          dividingBy: Int128(steps) - 1)
        let value = Int64(first + quotient - (rest < 0 ? 1 : 0))
        return Node(
          content: .scalar(Scalar(text: kind.text(value), style: .plain)), location: from.location)
      }
    } catch {
      diagnostics.error(
        "'\(entry.key)': \(error.message)", at: error.location, suggestion: error.suggestion)
      return []
    }
  }

  private func rangeKind(of node: Node) throws(Evaluator.Fault) -> QuantityKind {
    if let text = node.text, let literal = try? QuantityLiteral(text), literal.unit?.name == "%" {
      return .share
    }
    let value = try evaluator.value(of: node)
    guard case .quantity(let quantity) = value,
      let kind = [QuantityKind.memory, .duration, .rate, .frequency, .ratio].first(where: {
        $0.dimension == quantity.dimension
      })
    else {
      throw Evaluator.Fault(
        message: "expected a quantity, found \(value.kindName)", location: node.location)
    }
    return kind
  }

  private mutating func readCondition(_ node: Node) -> (expression: Expression, node: Node)? {
    guard let text = node.text, !node.isNull else {
      diagnostics.error(
        "'where': expected a condition such as 'host.cpus > 1', found \(node.kindDescription)",
        at: node.location)
      return nil
    }
    do throws(ExpressionFault) {
      return (try ExpressionParser.parse(text), node)
    } catch {
      diagnostics.error(
        "'where': \(error.message)", at: node.location(atUTF8Offset: error.offset),
        suggestion: error.suggestion)
      return nil
    }
  }

  private mutating func number(
    _ mapping: Mapping, _ key: String, _ range: ClosedRange<Int64>, default value: Int64
  ) -> Int64 {
    guard let node = mapping[key] else { return value }
    do throws(Evaluator.Fault) {
      let number = try evaluator.grains(of: node, as: .count)
      if range.contains(number) { return number }
      diagnostics.error(
        "'\(key)': expected \(QuantityKind.count.text(range)), found \(number)",
        at: node.location)
    } catch {
      diagnostics.error(
        "'\(key)': \(error.message)", at: error.location, suggestion: error.suggestion)
    }
    return value
  }

  private mutating func reportUnknownKeys(of mapping: Mapping, known: [String], in block: String) {
    for entry in mapping.entries where !known.contains(entry.key) {
      diagnostics.error(
        "unknown key '\(entry.key.abbreviated)' in \(block)", at: entry.keyLocation,
        suggestion: Spelling.closest(to: entry.key, in: known))
    }
  }
}
