// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// Reads what an experiment says about its reports: `measure` and `compare`.
struct ReportReader {
  /// The keys of `compare`.
  static let keys = ExperimentSchema.compare.names

  /// How many values of an axis a message names.
  private static let shownMax = 6

  private let evaluator: Evaluator
  let axes: [SweepAxis]
  private let pinned: [NodePath]
  let knowsAllAxes: Bool
  let metrics: [String]
  var diagnostics = Diagnostics()

  /// Creates a reader.
  ///
  /// - Parameters:
  ///   - root: the experiment.
  ///   - axes: what its sweep varies.
  ///   - pinned: what the command line has set.
  ///   - knowsAllAxes: whether the sweep varies nothing else; where it is faulty, it may.
  init(root: Node, axes: [SweepAxis], pinned: [NodePath], knowsAllAxes: Bool = true) {
    evaluator = Evaluator(root: root)
    self.axes = axes
    self.pinned = pinned
    self.knowsAllAxes = knowsAllAxes
    metrics = Self.metrics(of: root)
  }

  /// The metrics that an experiment can give.
  static func metrics(of root: Node) -> [String] {
    MetricCatalogue.names(
      guests: actorNames(root.mapping?["guests"]), tasks: actorNames(root.mapping?["tasks"]))
  }

  /// The names in a list of guests or tasks; of what should be such a list, those that are meant, so that
  /// their metrics are not faults too.
  private static func actorNames(_ node: Node?) -> [String] {
    guard let mapping = node?.mapping else {
      return node?.items?.compactMap(\.itemName) ?? []
    }
    return mapping["name"]?.text.map { [$0] } ?? mapping.keys
  }

  /// Reads the metrics that reports show; empty for a choice by the report itself.
  mutating func measure() -> [String] {
    guard let node = evaluator.root.mapping?["measure"] else { return [] }
    return names(node, "measure", readsPatterns: true)
  }

  /// Reads what is compared; nil when nothing is.
  mutating func comparison() -> Comparison? {
    guard let node = evaluator.root.mapping?["compare"], !node.isNull else { return nil }
    guard let mapping = node.mapping else {
      diagnostics.error(
        "'compare': expected keys such as 'baseline:' and 'minimize:', "
          + "found \(node.kindDescription)", at: node.location)
      return nil
    }
    for entry in mapping.entries where !Self.keys.contains(entry.key) {
      diagnostics.report(UnknownKey.diagnostic(entry, known: Self.keys, in: "'compare'"))
    }
    var comparison = Comparison(
      baseline: mapping["baseline"].map { baseline($0) } ?? [],
      minimize: mapping["minimize"].map { names($0, "minimize") } ?? [],
      pareto: mapping["pareto"].map { names($0, "pareto") } ?? [])
    if let require = mapping["require"] {
      do throws(Evaluator.Fault) {
        comparison.requirement = try RequirementReader.read(require, metrics: metrics)
      } catch {
        diagnostics.error(
          "'require': \(error.message)", at: error.location, suggestion: error.suggestion)
      }
    }
    readStatistics(mapping, into: &comparison)
    return comparison
  }

  /// Reads a list of metrics; without values it is empty, as of every list.
  ///
  /// - Parameter readsPatterns: whether `*` stands for the name of any guest or task, or for the end of
  ///   a name.
  mutating func names(_ node: Node, _ key: String, readsPatterns: Bool = false) -> [String] {
    if node.isNull { return [] }
    guard let items = node.items else {
      let example = node.text.flatMap { metrics.contains($0) ? $0 : nil } ?? "oom.kills"
      diagnostics.error(
        "'\(key)': expected a list of metrics such as '[\(example)]', "
          + "found \(node.kindDescription)", at: node.location)
      return []
    }
    return items.flatMap { item -> [String] in
      if readsPatterns, let pattern = item.text, pattern.contains("*") {
        let found = MetricPattern(pattern).matches(in: metrics)
        if !found.isEmpty { return found }
      }
      guard let name = item.text, metrics.contains(name) else {
        let suggestion = item.text.flatMap { Spelling.closest(to: $0, in: metrics) }
        // Ninety names are no answer; where they are to be seen is.
        let isPattern = !readsPatterns && item.text?.contains("*") == true
        let way =
          suggestion == nil
          ? (isPattern ? "; '*' is read in 'measure' alone" : "")
            + "; 'setaside run' lists all that there are" : ""
        diagnostics.error(
          "'\(key)': unknown metric \(item.kindDescription)\(way)", at: item.location,
          suggestion: suggestion)
        return []
      }
      return [name]
    }
  }

  /// Whether two values are the same amount, however it is written.
  private func isEqual(_ one: Node, _ other: Node) -> Bool {
    guard one.scalar != nil, other.scalar != nil,
      case .quantity(let left)? = try? evaluator.value(of: one),
      case .quantity(let right)? = try? evaluator.value(of: other)
    else { return false }
    return left == right
  }

  /// Reads which point is the one to compare with; its values must be values of the sweep.
  private mutating func baseline(_ node: Node) -> [SweepAssignment] {
    guard let mapping = node.isNull ? Mapping() : node.mapping else {
      diagnostics.error(
        "'baseline': expected paths with values such as '{ policies.oom-notifier: none }', "
          + "found \(node.kindDescription)", at: node.location)
      return []
    }
    return mapping.entries.compactMap { entry in
      // What the command line has set is the same at every point.
      if pinned.contains(where: { $0.description == entry.key }) { return nil }
      let values = axes.filter { $0.path.description == entry.key }.flatMap(\.values)
      guard !values.isEmpty else {
        guard knowsAllAxes else { return nil }
        diagnostics.error(
          "'baseline': the sweep does not vary '\(entry.key.abbreviated)'", at: entry.keyLocation,
          suggestion: Spelling.closest(to: entry.key, in: axes.map(\.path.description)))
        return nil
      }
      let written = entry.value.label
      let equal = values.first { $0.label != written && isEqual($0, entry.value) }
      let isThere = values.contains { $0.label == written }
      let label = isThere ? written : equal?.label ?? written
      guard values.contains(where: { $0.label == label }) else {
        let labels = values.map(\.label)
        let suggestion = Spelling.closest(to: label, in: labels)
        let given = labels.prefix(Self.shownMax).joined(separator: "; ")
        let more = labels.count > Self.shownMax ? "; …" : ""
        diagnostics.error(
          "'baseline': the sweep does not give '\(entry.key)' the value '\(label.abbreviated)'"
            + (suggestion == nil ? ", it gives \(given)\(more)" : ""),
          at: entry.value.location, suggestion: suggestion)
        return nil
      }
      return SweepAssignment(path: entry.key, label: label)
    }
  }
}
