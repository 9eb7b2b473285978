// SPDX-License-Identifier: Apache-2.0

/// A block of keys of an experiment and the value that they describe.
struct Block<Root: Sendable>: Sendable {
  /// What the block describes, with its article: `a guest`.
  let title: String
  /// The value with the default of every key.
  let defaults: Root
  /// The keys, in the order in which they are shown.
  let keys: [Key<Root>]
  /// Checks what concerns several keys, after all of them have been read.
  var check: @Sendable (Mapping, inout Root, inout Binder) -> Void = { _, _, _ in }

  /// The default of a key inside the block, as YAML, or nil when it has none.
  ///
  /// - Parameter defaults: The value with the default of every key; the block's own without it.
  func defaultText(at path: ArraySlice<String>, in defaults: Root? = nil) -> String? {
    guard let name = path.first, let key = keys.first(where: { $0.name == name }) else {
      return nil
    }
    let defaults = defaults ?? self.defaults
    return path.count == 1
      ? key.defaultText(in: defaults) : key.inner.defaultText(path.dropFirst(), defaults)
  }

  /// The keys as documentation names them, those of inner blocks included.
  var descriptions: [KeyDescription] {
    keys.map { key in
      KeyDescription(
        key.name, key.help, key.form, isRequired: key.isRequired,
        defaultText: key.documentedDefault ?? key.defaultText(in: defaults),
        example: key.documentedExample, keys: key.inner.descriptions())
    }
  }

  /// Shows the value of every key with its origin.
  func list(_ mapping: Mapping?, _ root: Root, in listing: inout Listing) {
    for key in keys { key.list(mapping?.entry(key.name), root, &listing) }
  }
}
