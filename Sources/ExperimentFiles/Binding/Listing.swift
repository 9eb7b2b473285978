// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// The resolved experiment as YAML, if wanted with the origin of every value as a comment.
struct Listing {
  /// The column at which comments begin, where the value leaves room.
  private static let commentColumn = 40

  /// The catalogue that knows the parameters of policies.
  let catalogue: PolicyCatalogue

  /// The kernel whose rules are the defaults; nil where origins are not shown.
  private let generation: KernelGeneration?

  /// Gives what the experiment assumes its values; nil where there is no experiment.
  private let evaluator: Evaluator?

  /// Whether values are followed by their origins.
  private let showsOrigins: Bool

  /// The lines so far.
  private(set) var text = ""

  private var depth = 0
  /// The names of the blocks around a line, from the outermost.
  private var blocks: [String] = []
  private var isFirstOfItem = false
  /// Headings of blocks that have no line yet: an empty block is not shown.
  private var pending: [(name: String, depth: Int, isFirstOfItem: Bool)] = []

  /// Creates an empty listing.
  init(
    catalogue: PolicyCatalogue, generation: KernelGeneration? = nil, evaluator: Evaluator? = nil,
    showsOrigins: Bool = true
  ) {
    self.catalogue = catalogue
    self.generation = generation
    self.evaluator = evaluator
    self.showsOrigins = showsOrigins
  }

  /// Begins a block.
  mutating func open(_ name: String) {
    pending.append((name, depth, isFirstOfItem))
    blocks.append(name)
    isFirstOfItem = false
    depth += 1
  }

  /// Ends a block.
  mutating func close() {
    depth -= 1
    blocks.removeLast()
    if let last = pending.last, last.depth == depth { pending.removeLast() }
  }

  /// Begins an item of a list.
  mutating func beginItem() {
    depth += 1
    isFirstOfItem = true
  }

  /// Ends an item of a list.
  mutating func endItem() {
    depth -= 1
    isFirstOfItem = false
  }

  /// Shows a key: as it was written, or the value of its expression, or its default.
  mutating func add(_ name: String, _ entry: Mapping.Entry?, value: String?) {
    guard let entry else {
      if let value { line("\(name): \(value)", comment: defaultOrigin(of: name)) }
      return
    }
    let location = entry.value.location
    if let written = entry.value.text, let value, written != value,
      (try? QuantityLiteral(written)) == nil, entry.value.scalar?.style != .block
    {
      line("\(name): \(value)", comment: "\(location), from \(written)")
    } else if let value, entry.value.text == nil, entry.value.holdsExpression,
      value.replacing("\"", with: "") != entry.value.flowText.replacing("\"", with: "")
    {
      line("\(name): \(value)", comment: "\(location), from \(entry.value.flowText)")
    } else {
      line("\(name): \(entry.value.flowText)", comment: "\(location)")
    }
  }

  /// Where the value of a key is from that the file does not say.
  private func defaultOrigin(of name: String) -> String {
    guard let generation, KernelRule.of((blocks + [name]).joined(separator: ".")) != nil else {
      return "default"
    }
    return "kernel: \(generation.rawValue)"
  }

  /// Shows a part of the file as it was written.
  mutating func add(_ entry: Mapping.Entry) {
    guard let mapping = entry.value.mapping else {
      line(
        "\(Scalar(text: entry.key, style: .plain).yamlText): \(entry.value.flowText)",
        comment: "\(entry.value.location)")
      return
    }
    open(Scalar(text: entry.key, style: .plain).yamlText)
    for inner in mapping.entries {
      if entry.key == "assume", let value = assumed(inner.value) {
        line(
          "\(Scalar(text: inner.key, style: .plain).yamlText): \(value)",
          comment: "\(inner.value.location), from \(inner.value.flowText)")
      } else {
        add(inner)
      }
    }
    close()
  }

  /// The value of an expression that is assumed; nil for what is none, or has no exact text.
  private func assumed(_ node: Node) -> String? {
    guard node.text.map({ (try? QuantityLiteral($0)) == nil }) ?? false, let evaluator,
      case .quantity(let quantity)? = try? evaluator.value(of: node)
    else { return nil }
    let kinds = [QuantityKind.memory, .duration, .rate, .frequency, .ratio]
    guard let kind = kinds.first(where: { $0.dimension == quantity.dimension }),
      kind == .duration || (try? quantity.value * kind.grainsPerUnit)?.whole != nil
    else { return nil }
    return (try? evaluator.grains(of: node, as: kind)).map { kind.text($0) }
  }

  /// Shows a policy with all its parameters.
  mutating func add(_ role: PolicyRole, _ entry: Mapping.Entry?, _ choice: PolicyChoice) {
    let parameters = catalogue.registration(role, named: choice.name)?.parameters ?? []
    let origin = entry.map { "\(($0.value.mapping?["use"] ?? $0.value).location)" } ?? "default"
    guard !parameters.isEmpty else {
      line("\(role.rawValue): \(choice.name)", comment: origin)
      return
    }
    open(role.rawValue)
    line("use: \(choice.name)", comment: origin)
    for (parameter, argument) in zip(parameters, choice.arguments) {
      add(
        parameter.name, entry?.value.mapping?.entry(parameter.name),
        value: parameter.text(argument.value))
    }
    close()
  }

  private mutating func line(_ content: String, comment: String) {
    for heading in pending {
      text += Self.indentation(heading.depth, heading.isFirstOfItem) + heading.name + ":\n"
    }
    pending = []
    let line = Self.indentation(depth, isFirstOfItem) + content
    isFirstOfItem = false
    guard showsOrigins else {
      text += line + "\n"
      return
    }
    let padding = max(1, Self.commentColumn - 1 - line.count)
    text +=
      line + String(repeating: " ", count: padding) + " # " + ShownText.escaped(comment) + "\n"
  }

  private static func indentation(_ depth: Int, _ isFirstOfItem: Bool) -> String {
    let blanks = String(repeating: "  ", count: depth)
    return isFirstOfItem ? blanks.dropLast(2) + "- " : blanks
  }
}
