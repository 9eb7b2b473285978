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
    let guests = root.node(at: ["guests"])?.items?.compactMap(\.itemName) ?? []
    let tasks = root.node(at: ["tasks"])?.items?.compactMap(\.itemName) ?? []
    return MetricCatalogue.names(guests: guests, tasks: tasks)
  }

  /// Reads the metrics that reports show; empty for a choice by the report itself.
  mutating func measure() -> [String] {
    guard let node = evaluator.root.mapping?["measure"] else { return [] }
    return names(node, "measure")
  }

  /// Reads what is compared; nil when nothing is.
  mutating func comparison() -> Comparison? {
    guard let node = evaluator.root.mapping?["compare"] else { return nil }
    guard let mapping = node.mapping else {
      diagnostics.error(
        "'compare': expected keys such as 'baseline:' and 'minimize:', "
          + "found \(node.kindDescription)", at: node.location)
      return nil
    }
    for entry in mapping.entries where !Self.keys.contains(entry.key) {
      diagnostics.unknownKey(
        entry.key, in: "'compare'", known: Self.keys, at: entry.keyLocation)
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

  /// Reads a list of metrics.
  mutating func names(_ node: Node, _ key: String) -> [String] {
    guard let items = node.items else {
      let example = node.text.flatMap { metrics.contains($0) ? $0 : nil } ?? "oom.kills"
      diagnostics.error(
        "'\(key)': expected a list of metrics such as '[\(example)]', "
          + "found \(node.kindDescription)", at: node.location)
      return []
    }
    return items.compactMap { item in
      guard let name = item.text, metrics.contains(name) else {
        let suggestion = item.text.flatMap { Spelling.closest(to: $0, in: metrics) }
        // Ninety names are no answer; where they are to be seen is.
        let way = suggestion == nil ? "; 'setaside run' lists all that there are" : ""
        diagnostics.error(
          "'\(key)': unknown metric \(item.kindDescription)\(way)", at: item.location,
          suggestion: suggestion)
        return nil
      }
      return name
    }
  }

  /// Reads which point is the one to compare with; its values must be values of the sweep.
  private mutating func baseline(_ node: Node) -> [SweepAssignment] {
    guard let mapping = node.mapping else {
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
      let label = entry.value.label
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
