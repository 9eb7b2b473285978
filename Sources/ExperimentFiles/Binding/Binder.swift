// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// Turns the nodes of one tree into checked values and collects what is wrong with them.
///
/// A faulty value leaves what it should have replaced as it was, so that the rest of the tree is
/// checked in the same pass; nothing that was bound with faults may be used.
struct Binder {
  /// The most items of a list of guests or tasks.
  static let itemsMax = 1024

  /// Gives expressions their values.
  let evaluator: Evaluator
  /// The policies that can be chosen.
  let catalogue: PolicyCatalogue
  /// Reads recorded traces.
  let traces: TraceLibrary
  /// What is wrong.
  var diagnostics = Diagnostics()

  /// What was expected where a quantity was refused.
  private var refusals: [(location: SourceLocation, kind: QuantityKind)] = []

  /// Creates a binder for a tree.
  init(root: Node, catalogue: PolicyCatalogue, traces: TraceLibrary) {
    evaluator = Evaluator(root: root) { ExperimentSchema.defaultValue(at: $0, in: $1) }
    self.catalogue = catalogue
    self.traces = traces
  }

  /// Creates a binder for the host alone, whose values cannot depend on its marks.
  init(ofHostIn root: Node) {
    evaluator = Evaluator(root: root) { ExperimentSchema.plainDefault(at: $0, in: $1) }
    catalogue = PolicyCatalogue([])
    traces = TraceLibrary { _ throws(TraceLibrary.Failure) in
      throw TraceLibrary.Failure(reason: "no trace belongs to a host")
    }
  }

  /// Reports an error that concerns a key.
  mutating func error(
    _ key: String, _ message: String, at location: SourceLocation, suggestion: String? = nil
  ) {
    diagnostics.error("'\(key)': \(message)", at: location, suggestion: suggestion)
  }

  /// Reports a value that cannot be computed, once for each place.
  mutating func report(_ fault: Evaluator.Fault, for key: String) {
    // An expression that uses a faulty value is not to blame for it.
    guard !diagnostics.hasError(at: fault.location) else { return }
    error(key, fault.message, at: fault.location, suggestion: fault.suggestion)
  }

  /// Reads a block of keys into a value.
  mutating func bind<Root>(_ node: Node, as block: Block<Root>, into root: inout Root) {
    guard let mapping = node.isNull ? Mapping() : node.mapping else {
      let example = block.keys.first.map { "'\($0.name):'" } ?? "keys"
      diagnostics.error(
        "expected keys such as \(example) for \(block.title), found \(node.kindDescription)",
        at: node.location)
      return
    }
    for entry in mapping.entries {
      guard let key = block.keys.first(where: { $0.name == entry.key }) else {
        diagnostics.report(
          UnknownKey.diagnostic(entry, known: block.keys.map(\.name), in: block.title))
        continue
      }
      key.bind(entry.value, &root, &self)
    }
    for key in block.keys where key.isRequired && mapping[key.name] == nil {
      // A key that is misspelt is not missing too.
      let isMisspelt = mapping.entries.contains { entry in
        !block.keys.contains { $0.name == entry.key }
          && Spelling.closest(to: entry.key, in: block.keys.lazy.map(\.name)) == key.name
      }
      guard !isMisspelt else { continue }
      diagnostics.error("missing key '\(key.name)' in \(block.title)", at: node.location)
    }
    block.check(mapping, &root, &self)
  }
}

// MARK: - Single values

extension Binder {
  /// What kind of quantity was expected where one was refused; nil where none was.
  func refused(at location: SourceLocation) -> QuantityKind? {
    refusals.first { $0.location == location }?.kind
  }
}

extension Binder {
  /// Reads a quantity inside a range.
  ///
  /// - Parameter word: what may stand there instead of a quantity; the caller has seen that it does not.
  mutating func amount(
    _ node: Node, _ key: String, _ kind: QuantityKind, _ range: ClosedRange<Int64>,
    orElse word: String? = nil
  ) -> Int64? {
    do throws(Evaluator.Fault) {
      return inRange(try evaluator.grains(of: node, as: kind), node, key, kind, range)
    } catch {
      refusals.append((error.location, kind))
      var fault = error
      if let word, fault.suggestion == nil {
        fault.suggestion = node.text.flatMap { Spelling.closest(to: $0, in: [word]) }
        if fault.suggestion == nil { fault.message += "; it may also be '\(word)'" }
      }
      report(fault, for: key)
      return nil
    }
  }

  /// Checks a number against a range.
  mutating func inRange(
    _ value: Int64, _ node: Node, _ key: String, _ kind: QuantityKind,
    _ range: ClosedRange<Int64>
  ) -> Int64? {
    guard range.contains(value) else {
      error(key, "expected \(kind.text(range)), found \(kind.text(value))", at: node.location)
      return nil
    }
    return value
  }

  /// Reads one of several words and gives its index.
  mutating func word(_ node: Node, _ key: String, _ words: [String]) -> Int? {
    if let index = node.text.flatMap(words.firstIndex) { return index }
    let list = words.map { "'\($0)'" }.joined(separator: ", ")
    error(
      key, "expected one of \(list), found \(node.kindDescription)", at: node.location,
      suggestion: node.text.flatMap { Spelling.closest(to: $0, in: words) })
    return nil
  }

  /// Reads a text.
  mutating func text(_ node: Node, _ key: String, _ expected: String) -> String? {
    guard let text = node.text, !node.isNull else {
      error(key, "expected \(expected), found \(node.kindDescription)", at: node.location)
      return nil
    }
    return text
  }

  /// Reads true or false.
  mutating func truth(_ node: Node, _ key: String) -> Bool? {
    do throws(Evaluator.Fault) {
      return try evaluator.truth(of: node)
    } catch {
      report(error, for: key)
      return nil
    }
  }

  /// Reads a value that is fixed or drawn: `5 s`, `{ uniform: [0 s, 5 s] }`,
  /// `{ exponential: 1 ms, step: 1 us }`.
  mutating func draw(
    _ node: Node, _ key: String, _ kind: QuantityKind, _ range: ClosedRange<Int64>
  ) -> Draw? {
    guard let mapping = node.mapping else {
      return amount(node, key, kind, range).map { .fixed($0) }
    }
    reportUnknownKeys(of: mapping, known: SmallBlocks.drawn.names, in: "'\(key)'")
    if let bounds = mapping["uniform"] {
      guard let items = bounds.items, items.count == 2 else {
        error(
          "uniform",
          "expected two bounds such as '[\(kind.zeroText), \(kind.example)]', "
            + "found \(bounds.kindDescription)", at: bounds.location)
        return nil
      }
      guard let low = amount(items[0], "uniform", kind, range),
        let high = amount(items[1], "uniform", kind, range)
      else { return nil }
      guard low <= high else {
        error(
          "uniform", "the lower bound \(kind.text(low)) is above the upper, \(kind.text(high))",
          at: items[0].location)
        return nil
      }
      return .uniform(low...high)
    }
    guard let mean = mapping["exponential"] else {
      error(
        key,
        "expected \(kind.name) such as '\(kind.example)', "
          + "'{ uniform: [\(kind.zeroText), \(kind.example)] }' or "
          + "'{ exponential: \(kind.example) }'", at: node.location)
      return nil
    }
    let positive = max(1, range.lowerBound)...range.upperBound
    let step = mapping["step"].flatMap { amount($0, "step", kind, positive) } ?? 1
    guard let value = amount(mean, "exponential", kind, positive) else { return nil }
    guard value % step == 0 else {
      error(
        "exponential",
        "expected a multiple of the step \(kind.text(step)), "
          + "found \(kind.text(value))", at: mean.location)
      return nil
    }
    return .exponential(mean: value, step: step)
  }

  /// Reports every key that a small block does not have.
  mutating func reportUnknownKeys(of mapping: Mapping, known: [String], in block: String) {
    for entry in mapping.entries where !known.contains(entry.key) {
      diagnostics.report(UnknownKey.diagnostic(entry, known: known, in: block))
    }
  }
}

extension QuantityKind {
  /// A range in the words of messages.
  func text(_ range: ClosedRange<Int64>) -> String {
    // Bounds that are the bounds of the integer are none to the user.
    range.upperBound == .max
      ? "at least \(text(range.lowerBound))"
      : "\(text(range.lowerBound))...\(text(range.upperBound))"
  }

  /// A zero of the kind, for examples.
  var zeroText: String { text(0) }
}
