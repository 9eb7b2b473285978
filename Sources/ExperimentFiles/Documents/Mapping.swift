// SPDX-License-Identifier: Apache-2.0

/// Keys with their values, in the order in which they were written.
///
/// Mappings of an experiment have a few keys each, so they are searched from the start.
struct Mapping: Sendable {
  /// One key with its value.
  struct Entry: Sendable {
    /// The key.
    var key: String
    /// The place of the key.
    var keyLocation: SourceLocation
    /// The value.
    var value: Node
  }

  /// The entries in the order of the file; no key occurs twice.
  var entries: [Entry]

  /// Creates a mapping.
  init(entries: [Entry] = []) {
    self.entries = entries
  }

  /// The keys in the order of the file.
  var keys: [String] { entries.map(\.key) }

  /// The entry of a key.
  func entry(_ key: String) -> Entry? {
    entries.first { $0.key == key }
  }

  /// The value of a key.
  subscript(key: String) -> Node? { entry(key)?.value }

  /// Gives a key a value, at the key's present position or at the end.
  mutating func set(_ entry: Entry) {
    if let index = entries.firstIndex(where: { $0.key == entry.key }) {
      entries[index] = entry
    } else {
      entries.append(entry)
    }
  }
}
