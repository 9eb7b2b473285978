// SPDX-License-Identifier: Apache-2.0

extension SweepReader {
  /// Reads an axis; nil when the command line has set its value, or when it is faulty.
  mutating func readAxis(
    _ entry: Mapping.Entry, _ domain: SweepAxis.Domain, isOuter: Bool = false
  ) -> SweepAxis? {
    guard let path = NodePath(entry.key) else {
      diagnostics.error(
        "'\(entry.key.abbreviated)' is not a path such as 'tasks.batch.rate'",
        at: entry.keyLocation)
      return nil
    }
    if let reason = UnvariedPath.reason(path) {
      diagnostics.error(
        "'\(path.description.abbreviated)' \(reason.message)", at: entry.keyLocation,
        suggestion: reason.suggestion)
      return nil
    }
    let axis = SweepAxis(
      path: path, keyLocation: entry.keyLocation, domain: domain, isOuter: isOuter)
    guard let example = axis.example, leadsSomewhere(axis, example) else { return nil }
    warnOfTwins(axis)
    if pinned.contains(path) { return nil }
    firstTree =
      (try? firstTree.replacing(path, with: example, keyLocation: entry.keyLocation)) ?? firstTree
    if let pin = pinned.first(where: { $0.isInside(path) || path.isInside($0) }) {
      diagnostics.error(
        "the command line sets '\(pin)', which the sweep varies by '\(path)'",
        at: entry.keyLocation)
      return nil
    }
    axes.append(axis)
    return axis
  }

  /// A value that stands twice makes two points of one: each is compared with the other, to no end.
  private mutating func warnOfTwins(_ axis: SweepAxis) {
    var labels: Set<String> = []
    for value in axis.values where !labels.insert(value.label).inserted {
      diagnostics.report(
        Diagnostic(
          "'\(axis.path)': the value '\(value.label.abbreviated)' stands twice", at: value.location,
          severity: .warning))
    }
  }

  private mutating func leadsSomewhere(_ axis: SweepAxis, _ example: Node) -> Bool {
    let path = axis.path
    do throws(PathFault) {
      _ = try base.replacing(path, with: example, keyLocation: axis.keyLocation)
      try checkStart(of: path)
      // A block may lack a key that has a default; what is assumed has none.
      guard path.segments[0] == "assume", base.node(at: path.segments) == nil else { return true }
      let names = base.node(at: ["assume"])?.mapping?.keys ?? []
      let name = path.segments.last ?? ""
      let suggestion = Spelling.closest(to: name, in: names)
      let way = suggestion == nil ? ", as by 'assume: { \(name): … }'" : ""
      throw PathFault(
        segment: path.segments.count - 1, message: "nothing of this name is assumed\(way)",
        suggestion: suggestion)
    } catch {
      let offset = path.offset(ofSegment: error.segment)
      let key = Node(
        content: .scalar(Scalar(text: path.description, style: .plain)), location: axis.keyLocation)
      diagnostics.error(
        "'\(path)' leads nowhere: \(error.message)", at: key.location(atUTF8Offset: offset),
        suggestion: error.suggestion)
      return false
    }
  }

  /// Refuses a path that begins with no block of the file: most likely the end of one.
  private func checkStart(of path: NodePath) throws(PathFault) {
    let names = ExperimentSchema.trial.keys.map(\.name)
    guard !names.contains(path.segments[0]) else { return }
    // Such as `rate`, where `tasks.batch.rate` is meant.
    let lists = base.mapping?.entries.filter { $0.value.isListOfNamedItems } ?? []
    let blocks = base.mapping?.entries.filter { $0.value.mapping != nil } ?? []
    let places =
      blocks.map { (place: [$0.key], node: $0.value) }
      + lists.flatMap { list in
        (list.value.items ?? []).map { (place: [list.key, $0.itemName ?? ""], node: $0) }
      }
    let whole = places.first { $0.node.mapping?[path.segments[0]] != nil }
      .map { ($0.place + path.segments).joined(separator: ".") }
    let thing = whole == nil ? NotModelled.named(path.description) : nil
    throw PathFault(
      segment: 0,
      message: "there is no '\(path.segments[0])' at the top of the file"
        + (thing.map { ": \($0.sentence)" } ?? ""),
      suggestion: whole
        ?? (thing == nil ? Spelling.closest(to: path.segments[0], in: names) : nil))
  }

  /// The values of an axis of a grid; none, with a fault reported, when they cannot be read.
  mutating func readValues(_ entry: Mapping.Entry) -> [Node] {
    if let items = entry.value.items, !items.isEmpty { return items.flatMap(expanded) }
    if let mapping = entry.value.mapping, mapping["from"] != nil || mapping["steps"] != nil {
      return readSteps(entry, mapping)
    }
    if entry.value.text?.contains("..") == true {
      diagnostics.error(
        "'\(entry.key)': a grid needs the number of steps of a range, as in "
          + "'{ from: 1 us, to: 10 us, steps: 5, scale: log }'", at: entry.value.location)
      return []
    }
    diagnostics.error(
      "'\(entry.key)': expected a list of values, or a range such as "
        + "'{ from: 16 GiB, to: 64 GiB, steps: 4 }', found \(entry.value.kindDescription)",
      at: entry.value.location)
    return []
  }

  /// What a design draws from; nil, with a fault reported, when it cannot be read.
  mutating func readDomain(_ entry: Mapping.Entry) -> SweepAxis.Domain? {
    if let items = entry.value.items, !items.isEmpty { return .choices(items.flatMap(expanded)) }
    if let mapping = entry.value.mapping, mapping["from"] != nil || mapping["to"] != nil {
      let isMisspelt = reportUnknownKeys(
        of: mapping, known: SmallBlocks.range.names.filter { $0 != "steps" }, in: "a range")
      if isMisspelt, mapping["from"] == nil || mapping["to"] == nil { return nil }
      return readRange(entry, mapping, mayFall: false).map { .range($0.range) }
    }
    if let text = entry.value.text, text.contains("..") {
      return readRange(entry, text).map { .range($0) }
    }
    diagnostics.error(
      "'\(entry.key)': expected a list of values, or a range such as '1 us..10 us log', "
        + "found \(entry.value.kindDescription)", at: entry.value.location)
    return nil
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
}
