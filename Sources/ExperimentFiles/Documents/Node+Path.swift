// SPDX-License-Identifier: Apache-2.0

/// A path that leads nowhere.
struct PathFault: Error {
  /// The index of the segment that was not found.
  var segment: Int
  /// What is wrong, such as `no guest 'dp'`.
  var message: String
  /// A name that is there and close.
  var suggestion: String?
}

extension Node {
  /// The node that a path leads to, or nil.
  func node(at path: some Collection<String>) -> Node? {
    var node = self
    for segment in path {
      guard let next = node.child(segment) else { return nil }
      node = next
    }
    return node
  }

  /// The value of a key, or the item of that name.
  func child(_ segment: String) -> Node? {
    switch content {
    case .mapping(let mapping): mapping[segment]
    case .sequence(let items): items.first { $0.itemName == segment }
    case .scalar: nil
    }
  }

  /// This tree with another value at a path.
  ///
  /// Blocks that are missing on the way are made, so that a default can be replaced; items of
  /// lists must exist. Whether the keys mean anything is for the binder to say, which finds
  /// `keyLocation` on them.
  ///
  /// - Throws: ``PathFault`` when a list has no item of a name, or when the path leads into a
  ///   single value.
  func replacing(
    _ path: NodePath, from depth: Int = 0, with value: Node, keyLocation: SourceLocation
  ) throws(PathFault) -> Node {
    guard depth < path.segments.count else { return value }
    let segment = path.segments[depth]
    var result = self
    switch content {
    case .mapping(var mapping):
      let below =
        mapping[segment]
        ?? Node(content: .mapping(Mapping()), location: value.location)
      let replaced = try below.replacing(
        path, from: depth + 1, with: value, keyLocation: keyLocation)
      let place =
        mapping.entry(segment)?.keyLocation
        ?? keyLocation.advanced(by: path.offset(ofSegment: depth))
      mapping.set(.init(key: segment, keyLocation: place, value: replaced))
      result.content = .mapping(mapping)
    case .sequence(var items):
      guard let index = items.firstIndex(where: { $0.itemName == segment }) else {
        let list = depth == 0 ? "the list" : "'\(path.segments[depth - 1])'"
        throw PathFault(
          segment: depth, message: "nothing in \(list) is named '\(segment)'",
          suggestion: Spelling.closest(to: segment, in: items.compactMap(\.itemName)))
      }
      items[index] = try items[index].replacing(
        path, from: depth + 1, with: value, keyLocation: keyLocation)
      result.content = .sequence(items)
    case .scalar(let scalar):
      // `policies.x: name` is short for `{ use: name }`, so a parameter of it can be reached.
      guard depth > 0, path.segments[0] == "policies", !isNull, !scalar.text.isEmpty else {
        guard isNull else {
          throw PathFault(
            segment: depth,
            message: "'\(path.segments[..<depth].joined(separator: "."))' is a single value, "
              + "it has no '\(segment)'"
              + (NotModelled.named(path.description).map { ": \($0.sentence)" } ?? ""))
        }
        result.content = .mapping(Mapping())
        return try result.replacing(path, from: depth, with: value, keyLocation: keyLocation)
      }
      let use = Mapping.Entry(key: "use", keyLocation: location, value: self)
      result.content = .mapping(Mapping(entries: [use]))
      return try result.replacing(path, from: depth, with: value, keyLocation: keyLocation)
    }
    return result
  }
}
