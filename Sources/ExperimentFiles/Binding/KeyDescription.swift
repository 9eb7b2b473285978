// SPDX-License-Identifier: Apache-2.0

/// A key of an experiment as documentation and schemas describe it.
public struct KeyDescription: Sendable {
  /// What the value of a key looks like.
  public enum Form: Sendable {
    /// A quantity in a range, or one of some words.
    case amount(QuantityKind, ClosedRange<Int64>, words: [String])
    /// A quantity in a range, fixed or drawn for each trial.
    case draw(QuantityKind, ClosedRange<Int64>)
    /// One of these words.
    case word([String])
    /// True or false.
    case truth
    /// A text.
    case text
    /// A block of keys.
    case block
    /// A list of blocks of keys.
    case list
    /// A policy with its parameters, by the key of its role.
    case policy(String)
    /// Something else, in words.
    case other(String)
  }

  /// The key.
  public let name: String
  /// One sentence that says what it does.
  public let help: String
  /// What its value looks like.
  public let form: Form
  /// Whether an experiment without it is refused.
  public let isRequired: Bool
  /// The value when the experiment gives none, as YAML; nil when that is nothing.
  public let defaultText: String?
  /// A value that is accepted, as YAML.
  public let exampleText: String
  /// The keys of a block or of each item of a list.
  public let keys: [KeyDescription]

  /// Describes a key.
  ///
  /// - Parameter example: a value that is accepted; one that follows from the form without it.
  init(
    _ name: String, _ help: String, _ form: Form, isRequired: Bool = false,
    defaultText: String? = nil, example: String? = nil, keys: [KeyDescription] = []
  ) {
    self.name = name
    self.help = help
    self.form = form
    self.isRequired = isRequired
    self.defaultText = defaultText
    self.keys = keys
    exampleText = example ?? Self.example(form, defaultText, keys)
  }

  /// The key with its example, as a line of a file.
  public var example: String { "\(name): \(exampleText)" }

  /// A value that is accepted: one that changes something, where the form alone tells such a value.
  private static func example(
    _ form: Form, _ defaultText: String?, _ keys: [KeyDescription]
  ) -> String {
    switch form {
    case .amount(let kind, let range, _), .draw(let kind, let range):
      if let defaultText, let literal = try? QuantityLiteral(defaultText), literal.mantissa != 0 {
        return defaultText
      }
      let usual = (try? QuantityLiteral(kind.example))?.grains(of: kind)
      return usual.map(range.contains) ?? false ? kind.example : kind.text(range.lowerBound)
    case .word(let words): return words.first { $0 != defaultText } ?? ""
    case .truth: return defaultText == "true" ? "false" : "true"
    case .block, .list:
      // What is required, else the first: a block that says nothing shows nothing.
      let required = keys.filter(\.isRequired)
      let shown = (required.isEmpty ? Array(keys.prefix(1)) : required).map(\.example)
      let block = "{ \(shown.joined(separator: ", ")) }"
      return if case .list = form { "[\(block)]" } else { block }
    case .text, .policy, .other: return defaultText ?? ""
    }
  }
}

extension [KeyDescription] {
  /// The keys alone.
  var names: [String] { map(\.name) }
}

extension KeyDescription.Form: CustomStringConvertible {
  /// The form in a few words: `1 us...1 h`, `kernel, atomic`.
  public var description: String {
    switch self {
    case .amount(let kind, let range, let words):
      ([kind.text(range)] + words.map { "'\($0)'" }).joined(separator: " or ")
    case .draw(let kind, let range): "\(kind.text(range)), fixed or drawn"
    case .word(let words): words.map { "'\($0)'" }.joined(separator: ", ")
    case .truth: "true or false"
    case .text: "text"
    case .block: "block"
    case .list: "list"
    case .policy: "policy"
    case .other(let words): words
    }
  }

  /// The form with its type and its units: `a duration (ns, us, ms, s, min, h), 1 us...1 h`.
  public var typeText: String {
    switch self {
    case .amount(let kind, _, _), .draw(let kind, _):
      let units = kind.unitNames.joined(separator: ", ")
      return kind.name + (units.isEmpty ? "" : " (\(units))") + ", \(self)"
    case .word: return "one of \(self)"
    case .text: return "a text"
    case .block: return "a block of keys"
    case .list: return "a list of blocks of keys"
    case .policy: return "a policy by its name, or { use: NAME, PARAMETER: VALUE }"
    case .truth, .other: return description
    }
  }
}
