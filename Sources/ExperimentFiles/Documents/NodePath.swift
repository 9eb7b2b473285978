/// The address of a value in an experiment: keys joined by dots, list items by their `name`, as in
/// `guests.db.memory`.
struct NodePath: Sendable, Equatable, CustomStringConvertible {
  /// The most segments of a path.
  static let segmentsMax = 16

  /// The keys and names, outermost first.
  let segments: [String]

  /// The path as it is written.
  var description: String { segments.joined(separator: ".") }

  /// Creates a path from segments.
  init(segments: [String]) {
    self.segments = segments
  }

  /// Creates a path from its text, or nil for one with an empty or too many segments.
  init?(_ text: String) {
    let segments = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    // The keys of a grid are paths themselves, so that the rest of the path is one key.
    if segments.count > 3, segments[0] == "sweep", segments[1] == "grid" {
      self.segments = ["sweep", "grid", segments[2...].joined(separator: ".")]
    } else {
      self.segments = segments
    }
    guard segments.count <= Self.segmentsMax, segments.allSatisfy({ !$0.isEmpty }) else {
      return nil
    }
  }

  /// The number of bytes of the text before a segment.
  func offset(ofSegment index: Int) -> Int {
    segments[..<index].reduce(0) { $0 + $1.utf8.count + 1 }
  }

  /// Whether this path leads to something inside what the other path leads to.
  func isInside(_ other: NodePath) -> Bool {
    segments.count > other.segments.count && segments.starts(with: other.segments)
  }
}
