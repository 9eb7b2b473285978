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
  /// The keys of a block or of each item of a list.
  public let keys: [KeyDescription]
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
}
