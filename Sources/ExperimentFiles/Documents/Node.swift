// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// One value of a YAML document with the place where it was written.
struct Node: Sendable {
  /// What a value may be.
  enum Content: Sendable {
    /// A single piece of text.
    case scalar(Scalar)
    /// A list.
    case sequence([Node])
    /// Keys with their values, in the order of the file.
    case mapping(Mapping)
  }

  /// The value.
  var content: Content
  /// The place where it begins.
  var location: SourceLocation

  /// The scalar, if the node is one.
  var scalar: Scalar? {
    if case .scalar(let scalar) = content { scalar } else { nil }
  }

  /// The text of the scalar, if the node is one.
  var text: String? { scalar?.text }

  /// The items, if the node is a sequence.
  var items: [Node]? {
    if case .sequence(let items) = content { items } else { nil }
  }

  /// The mapping, if the node is one.
  var mapping: Mapping? {
    if case .mapping(let mapping) = content { mapping } else { nil }
  }

  /// Whether nothing was written where a value could be.
  var isNull: Bool {
    guard let scalar, scalar.style == .plain else { return false }
    return scalar.text.isEmpty || scalar.text == "~" || scalar.text == "null"
  }

  /// The text of the `name` of a list item, by which paths address it.
  var itemName: String? { mapping?["name"]?.text }

  /// Whether the node is a list of mappings that all have a `name`.
  var isListOfNamedItems: Bool {
    guard let items, !items.isEmpty else { return false }
    return items.allSatisfy { $0.itemName != nil }
  }

  /// What the node is, in the words of messages.
  var kindDescription: String {
    switch content {
    case .scalar(let scalar): isNull ? "nothing" : "'\(scalar.text.abbreviated)'"
    case .sequence(let items): items.isEmpty ? "an empty list" : "a list"
    case .mapping(let mapping): mapping.entries.isEmpty ? "an empty block" : "a block of keys"
    }
  }

  /// The place of a byte of the scalar's text; the scalar's own place where that is not known.
  func location(atUTF8Offset offset: Int) -> SourceLocation {
    guard let scalar else { return location }
    let prefix = String(decoding: scalar.text.utf8.prefix(offset), as: UTF8.self)
    let quote = scalar.style == .quoted ? 1 : 0
    // Escapes, folding and block scalars move text away from where it is written: verify.
    let line = location.source.line(location.line).unicodeScalars
    let written = line.dropFirst(location.column - 1 + quote)
    guard written.starts(with: scalar.text.unicodeScalars) else { return location }
    return location.advanced(by: quote + prefix.unicodeScalars.count)
  }
}

extension String {
  /// The text as a message quotes it: cut where it is too long, on one line, and with escapes for what
  /// is not seen.
  var abbreviated: String {
    let cut = count <= 60 ? self : prefix(57) + "..."
    let shown = ShownText.escaped(cut)
    guard shown.unicodeScalars.contains(where: \.isUnusualSpace) else { return shown }
    return shown.unicodeScalars.map { $0.isUnusualSpace ? ShownText.escape(of: $0) : String($0) }
      .joined()
  }
}
