// SPDX-License-Identifier: Apache-2.0

/// One key of a block: its name, what it takes and means, and where its value goes.
///
/// It is declared once; checks, the resolved listing and the documentation are all made from it.
struct Key<Root: Sendable>: Sendable {
  /// What is inside a key that is itself a block or a list.
  struct Inner: Sendable {
    var defaultText: @Sendable (ArraySlice<String>, Root) -> String? = { _, _ in nil }
    var descriptions: @Sendable () -> [KeyDescription] = { [] }

    /// A value that can be a small block, whose keys its own reader reads.
    static func keys(_ keys: [KeyDescription]) -> Inner { Inner(descriptions: { keys }) }
  }

  /// Where a value goes.
  typealias Path<Value> = any WritableKeyPath<Root, Value> & Sendable

  /// The key, in kebab-case.
  let name: String
  /// One sentence that says what it does.
  let help: String
  /// What its value looks like.
  let form: KeyDescription.Form
  /// Whether a block without it is refused.
  let isRequired: Bool
  /// What is inside.
  let inner: Inner
  /// The default as documentation has it, where it is computed from other values.
  var documentedDefault: String?
  /// A value that is accepted, for documentation, where the form alone does not tell a good one.
  var documentedExample: String?
  /// Reads the value.
  let bind: @Sendable (Node, inout Root, inout Binder) -> Void
  /// The value as YAML on one line; nil when there is none.
  let text: @Sendable (Root) -> String?
  /// Shows the value with its origin.
  let list: @Sendable (Mapping.Entry?, Root, inout Listing) -> Void

  /// Declares a key.
  init(
    _ name: String, _ help: String, _ form: KeyDescription.Form, isRequired: Bool = false,
    inner: Inner = Inner(),
    bind: @escaping @Sendable (Node, inout Root, inout Binder) -> Void,
    text: @escaping @Sendable (Root) -> String?,
    list: (@Sendable (Mapping.Entry?, Root, inout Listing) -> Void)? = nil
  ) {
    self.name = name
    self.help = help
    self.form = form
    self.isRequired = isRequired
    self.inner = inner
    self.bind = bind
    self.text = text
    self.list =
      list ?? { entry, root, listing in listing.add(name, entry, value: text(root)) }
  }

  /// The key with an example for its documentation: a value that is accepted, as YAML.
  func example(_ value: String) -> Key {
    var key = self
    key.documentedExample = value
    return key
  }

  /// The value when the experiment gives none, as YAML.
  func defaultText(in defaults: Root) -> String? {
    isRequired ? nil : text(defaults)
  }
}
