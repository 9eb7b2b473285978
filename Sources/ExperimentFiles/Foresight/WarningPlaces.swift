// SPDX-License-Identifier: Apache-2.0

/// Finds where warnings are to be told: the place of a key, an item or an axis in the file.
struct WarningPlaces: Sendable {
  /// The experiment without the values of a point.
  let root: Node
  /// What the sweep varies.
  let axes: [SweepAxis]

  /// A warning at its place.
  func located(_ warning: ExperimentWarning) -> Diagnostic {
    Diagnostic(
      warning.message, at: location(of: warning.place), severity: .warning,
      suggestion: warning.suggestion)
  }

  /// Where something is written.
  func location(of place: ExperimentWarning.Place) -> SourceLocation {
    switch place {
    case .key(let path): return location(ofKey: path)
    case .item(let text, let path):
      let list = NodePath(path).flatMap { root.node(at: $0.segments) }
      return list?.items?.first { $0.text == text }?.location ?? location(ofKey: path)
    case .axis(let path):
      return axis(path)?.keyLocation ?? location(ofKey: path)
    case .value(let number, let path):
      guard let values = axis(path)?.values, values.indices.contains(number) else {
        return location(of: .axis(path))
      }
      return values[number].location
    }
  }

  private func axis(_ path: String) -> SweepAxis? {
    axes.first { $0.path.description == path }
  }

  /// The key at a path, or the nearest block around it that is written.
  private func location(ofKey path: String) -> SourceLocation {
    var node = root
    var found = root.location
    for segment in NodePath(path)?.segments ?? [] {
      guard let next = node.child(segment) else { break }
      found = node.mapping?.entry(segment)?.keyLocation ?? next.location
      node = next
    }
    return found
  }
}
