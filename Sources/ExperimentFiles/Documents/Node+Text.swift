extension Node {
  /// The node as YAML on one line, quoted where that is needed to read it back.
  var flowText: String {
    switch content {
    case .scalar(let scalar):
      return scalar.yamlText
    case .sequence(let items):
      return "[" + items.map(\.flowText).joined(separator: ", ") + "]"
    case .mapping(let mapping):
      guard !mapping.entries.isEmpty else { return "{}" }
      let entries = mapping.entries.map { "\($0.key): \($0.value.flowText)" }
      return "{ " + entries.joined(separator: ", ") + " }"
    }
  }

  /// The node as a short label for tables: a policy as its name and parameters, others as YAML.
  var label: String {
    guard let mapping, let use = mapping["use"]?.text else { return text ?? flowText }
    let parameters = mapping.entries.filter { $0.key != "use" }
      .map { "\($0.key)=\($0.value.label)" }
    return ([use] + parameters).joined(separator: " ")
  }
}

extension Scalar {
  /// The scalar as it has to be written in YAML to be read back the same.
  var yamlText: String {
    guard style == .plain || !needsQuotes else {
      return "\""
        + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        .replacing("\n", with: "\\n") + "\""
    }
    return text
  }

  private var needsQuotes: Bool {
    guard let first = text.first, let last = text.last else { return true }
    let special = "-?:,[]{}#&*!|>'\"%@` ~\t\n"
    return special.contains(first) || last == " " || last == ":" || text == "null"
      || text.contains { ",[]{}\n\t\"\\".contains($0) } || text.contains(": ")
      || text.contains(" #")
  }
}
