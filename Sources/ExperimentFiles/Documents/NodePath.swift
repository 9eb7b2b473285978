// SPDX-License-Identifier: Apache-2.0

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
    // The keys of a part of a sweep are paths themselves, so that the rest of the path is one key.
    let fixed = Self.segmentsBeforeAxis(of: segments)
    if let fixed, segments.count > fixed + 1 {
      self.segments = segments[..<fixed] + [segments[fixed...].joined(separator: ".")]
    } else {
      self.segments = segments
    }
    guard segments.count <= Self.segmentsMax, segments.allSatisfy({ !$0.isEmpty }) else {
      return nil
    }
  }

  private static func segmentsBeforeAxis(of segments: [String]) -> Int? {
    guard segments.count > 2, segments[0] == "sweep" else { return nil }
    if segments[1] == "grid" || segments[1] == "zip" { return 2 }
    return segments[2] == "over" ? 3 : nil
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
