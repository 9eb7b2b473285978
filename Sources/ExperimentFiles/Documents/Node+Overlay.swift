// SPDX-License-Identifier: Apache-2.0

extension Node {
  /// Keys whose block is a choice: one that says something else replaces it whole, since the
  /// parameters of one choice mean nothing to another.
  private static let choiceKeys = ["use", "at", "after", "when", "every", "uniform", "servers"]

  /// This node, with a nearer one laid over it.
  ///
  /// Mappings merge key by key; lists of named items (guests, tasks) merge by name, new items at
  /// the end; everything else, and every block that is a choice (a policy, a start), is replaced.
  func overlaid(by nearer: Node) -> Node {
    if let mapping, let over = nearer.mapping, !nearer.isChoice, !isChoice {
      var merged = mapping
      for var entry in over.entries {
        if let below = mapping[entry.key] { entry.value = below.overlaid(by: entry.value) }
        merged.set(entry)
      }
      return Node(content: .mapping(merged), location: nearer.location)
    }
    if let items, let over = nearer.items, isListOfNamedItems, nearer.isListOfNamedItems {
      var merged = items
      for item in over {
        if let index = merged.firstIndex(where: { $0.itemName == item.itemName }) {
          merged[index] = merged[index].overlaid(by: item)
        } else {
          merged.append(item)
        }
      }
      return Node(content: .sequence(merged), location: nearer.location)
    }
    return nearer
  }

  private var isChoice: Bool {
    guard let mapping else { return false }
    // An actor has a name besides; a task's `every` does not make it a choice.
    return mapping["name"] == nil && Self.choiceKeys.contains { mapping[$0] != nil }
  }
}
