// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

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
      let entries = mapping.entries.map {
        "\(Scalar(text: $0.key, style: .plain).yamlText): \($0.value.flowText)"
      }
      return "{ " + entries.joined(separator: ", ") + " }"
    }
  }

  /// The node as a short label for tables: a policy as its name and parameters, others as YAML.
  var label: String {
    guard let mapping, let use = mapping["use"]?.text else {
      return ShownText.escaped(text ?? flowText)
    }
    let parameters = mapping.entries.filter { $0.key != "use" }
      .map { "\($0.key)=\($0.value.label)" }
    return ([use] + parameters).joined(separator: " ")
  }
}

extension Scalar {
  /// The scalar as it has to be written in YAML to be read back the same.
  var yamlText: String {
    // A plain text of several paragraphs has line ends, which would end it here.
    guard needsQuotes else { return text }
    guard style != .plain || text.unicodeScalars.contains(where: \.isObeyedOrHidden) else {
      return text
    }
    let quoted = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"" + ShownText.escaped(quoted) + "\""
  }

  private var needsQuotes: Bool {
    guard let first = text.first, let last = text.last else { return true }
    let special = "-?:,[]{}#&*!|>'\"%@` ~\t\n"
    return special.contains(first) || last == " " || last == ":" || text == "null"
      || text.contains { ",[]{}\n\t\"\\".contains($0) } || text.contains(": ")
      || text.contains(" #") || text.hasPrefix("...")
      || text.unicodeScalars.contains(where: \.isObeyedOrHidden)
  }
}
