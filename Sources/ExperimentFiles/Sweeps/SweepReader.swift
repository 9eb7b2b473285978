// SPDX-License-Identifier: Apache-2.0

internal import SamplingDesigns

/// Reads the `sweep` block of an experiment into a plan.
///
/// The parts of the block multiply, in the order in which they are written; a `union` adds its
/// members, each of which is made of such parts.
struct SweepReader {
  /// The parts that multiply.
  static let partKeys = ["grid", "zip"] + designKeys
  /// The parts that are designs.
  private static let designKeys = ["random", "latin-hypercube", "sobol"]
  /// What stands inside a design, and is put beside it by those who write half of one.
  private static let keysOfDesigns =
    (SmallBlocks.sobol + SmallBlocks.outer).names.filter { !designKeys.contains($0) }

  /// The keys of `sweep`.
  static let keys = ExperimentSchema.sweep.names

  let base: Node
  let evaluator: Evaluator
  let pinned: [NodePath]
  var diagnostics = Diagnostics()
  /// The axes of all products, as far as they are in order.
  var axes: [SweepAxis] = []
  /// The experiment with the first value of every axis, to be checked when there is no plan.
  var firstTree: Node
  /// The ranges so far as they are written, to be checked at their ends.
  var ranges: [WrittenRange] = []
  /// From what the designs are drawn that have no seed of their own.
  private(set) var seed: Int64 = 1
  /// The designs so far: two of them in one sweep must not have the same points.
  var designCount = 0

  /// Creates a reader.
  ///
  /// - Parameters:
  ///   - base: the experiment without its sweep, with the assignments of the command line.
  ///   - pinned: the paths that the command line has set: they are no axes any more.
  ///   - defaultValue: the values of keys that are not in the file, for `where`.
  init(
    base: Node, pinned: [NodePath],
    defaultValue: @escaping Evaluator.Defaults = { _, _ in nil }
  ) {
    self.base = base
    self.pinned = pinned
    firstTree = base
    evaluator = Evaluator(root: base, defaultValue: defaultValue)
  }

  /// Reads the block; nil, with the faults in ``diagnostics``, when nothing can be planned from it.
  mutating func read(_ sweep: Node?) -> SweepPlan? {
    guard let sweep, !sweep.isNull else {
      return plan([SweepProduct(factors: [])], nil, repetitions: 1, stopping: nil)
    }
    guard let mapping = sweep.mapping else {
      diagnostics.error(
        "'sweep': expected keys such as 'grid:' and 'repetitions:', "
          + "found \(sweep.kindDescription)", at: sweep.location)
      return nil
    }
    reportUnknownParts(of: mapping, known: Self.keys, in: "a sweep")
    seed = number(mapping, "seed", 0...Int64.max, default: 1)
    let products = readProducts(mapping)
    let stopping = readStopping(mapping)
    let repetitions = Int(
      number(
        mapping, "repetitions", 1...Int64(SweepPlan.trialsMax),
        default: Int64(stopping?.minimumRepetitions ?? 1)))
    let condition = mapping["where"].flatMap { readCondition($0) }
    let most = max(repetitions, stopping?.maximumRepetitions ?? 0)
    if stopping != nil, let entry = mapping.entry("repetitions") {
      diagnostics.report(
        Diagnostic(
          "'repetitions' counts only for a part (--shard) of a sweep with 'until', which begins with "
            + "'minimum-repetitions', \(stopping?.minimumRepetitions ?? repetitions)",
          at: entry.keyLocation, severity: .warning))
    }
    guard !diagnostics.hasErrors, checkSize(products, most, sweep) else { return nil }
    return plan(
      products, condition, repetitions: repetitions, stopping: stopping, at: mapping["where"])
  }

  private mutating func plan(
    _ products: [SweepProduct], _ condition: SweepCondition?,
    repetitions: Int, stopping: StoppingRule?, at place: Node? = nil
  ) -> SweepPlan? {
    do throws(Evaluator.Fault) {
      let plan = try SweepPlan(
        base: base, products: products, repetitions: repetitions, seed: seed, stopping: stopping,
        where: condition)
      if plan.count == 0, let place {
        diagnostics.error("'where': no point of the sweep fulfils this", at: place.location)
        return nil
      }
      return plan
    } catch {
      report(error, "where")
      return nil
    }
  }

  private mutating func checkSize(
    _ products: [SweepProduct], _ repetitions: Int, _ sweep: Node
  ) -> Bool {
    var trials = 0
    for product in products {
      let points = product.pointCount(atMost: SweepPlan.trialsMax) ?? .max
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

  private mutating func readCondition(_ node: Node) -> SweepCondition? {
    guard let text = node.text, !node.isNull else {
      diagnostics.error(
        "'where': expected a condition such as 'host.cpus > 1', found \(node.kindDescription)",
        at: node.location)
      return nil
    }
    do throws(ExpressionFault) {
      return SweepCondition(
        expression: try ExpressionParser.parse(text), node: node,
        defaultValue: evaluator.defaultValue)
    } catch {
      diagnostics.error(
        "'where': \(error.message)", at: node.location(atUTF8Offset: error.offset),
        suggestion: error.suggestion)
      return nil
    }
  }

  private mutating func readStopping(_ mapping: Mapping) -> StoppingRule? {
    let bounds = 2...Int64(SweepPlan.trialsMax)
    let minimum = number(
      mapping, "minimum-repetitions", bounds, default: Int64(StoppingRule.defaultMinimum))
    let maximum = number(
      mapping, "maximum-repetitions", bounds,
      default: max(minimum, Int64(StoppingRule.defaultMaximum)))
    guard let until = mapping["until"] else {
      for key in ["minimum-repetitions", "maximum-repetitions"] {
        guard let entry = mapping.entry(key) else { continue }
        diagnostics.error("'\(key)' needs 'until'", at: entry.keyLocation)
      }
      return nil
    }
    // The repetitions are fixed, whatever else is said of a rule.
    guard until.text != StoppingRule.none else { return nil }
    if minimum > maximum, let node = mapping["maximum-repetitions"] {
      diagnostics.error(
        "'maximum-repetitions': expected at least the \(minimum) of 'minimum-repetitions', "
          + "found \(maximum)", at: node.location)
    }
    do throws(Evaluator.Fault) {
      return try StoppingRule(
        until, metrics: ReportReader.metrics(of: base), minimum: Int(minimum),
        maximum: Int(max(minimum, maximum)))
    } catch {
      report(error, "until")
      return nil
    }
  }
}

// MARK: - Reporting

extension SweepReader {
  mutating func number(
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
      report(error, key)
    }
    return value
  }

  mutating func truth(_ mapping: Mapping, _ key: String, default value: Bool) -> Bool {
    guard let node = mapping[key] else { return value }
    do throws(Evaluator.Fault) {
      return try evaluator.truth(of: node)
    } catch {
      report(error, key)
      return value
    }
  }

  mutating func report(_ fault: Evaluator.Fault, _ key: String) {
    diagnostics.error(
      "'\(key)': \(fault.message)", at: fault.location, suggestion: fault.suggestion)
  }

  /// Reports keys that a block does not have, and says whether there are any.
  @discardableResult
  mutating func reportUnknownKeys(
    of mapping: Mapping, known: [String], in block: String
  ) -> Bool {
    let unknown = mapping.entries.filter { !known.contains($0.key) }
    for entry in unknown {
      diagnostics.report(UnknownKey.diagnostic(entry, known: known, in: block))
    }
    return !unknown.isEmpty
  }

  /// The path that a key of a sweep was meant for: `a.b` itself, or `a.b` for a block `a` with a `b`.
  private static func path(of entry: Mapping.Entry) -> String? {
    if entry.key.contains(".") { return NodePath(entry.key).map { _ in entry.key } }
    guard ExperimentSchema.trial.keys.contains(where: { $0.name == entry.key }),
      let inner = entry.value.mapping?.entries.first
    else { return nil }
    return "\(entry.key).\(inner.key)"
  }

  /// Reports keys that a sweep, or a part of a union, does not have.
  mutating func reportUnknownParts(of mapping: Mapping, known: [String], in block: String) {
    // Where a design is faulty because its keys stand beside it, that is said at the design.
    let halfWritten = mapping.entries.contains {
      (Self.designKeys + ["outer"]).contains($0.key) && $0.value.mapping == nil
    }
    var rest = Mapping()
    for entry in mapping.entries {
      if halfWritten, Self.keysOfDesigns.contains(entry.key) { continue }
      guard !known.contains(entry.key), let path = Self.path(of: entry) else {
        rest.set(entry)
        continue
      }
      diagnostics.error(
        "'\(entry.key.abbreviated)': a path stands inside a part of the sweep, as in "
          + "'grid: { \(path.abbreviated): … }'", at: entry.keyLocation)
    }
    reportUnknownKeys(of: rest, known: known, in: block)
  }
}
