// SPDX-License-Identifier: Apache-2.0

/// The first place at which two streams of events part, for messages of failed tests.
public struct EventDifference: Sendable, Hashable, CustomStringConvertible {
  /// How many events the streams have in common.
  public let place: Int
  /// The last few common events, then what either stream goes on with.
  public let description: String

  /// Compares two streams.
  ///
  /// - Returns: Nil when the streams are equal.
  public init?(_ left: [NaiveEvent], _ right: [NaiveEvent]) {
    let common = zip(left, right).prefix { $0 == $1 }.count
    guard common < max(left.count, right.count) else { return nil }
    place = common
    let before = left[max(0, common - 8)..<common].map { "  both  \(Self.line(of: $0))" }
    let one = left[common...].prefix(3).map { "  left  \(Self.line(of: $0))" }
    let other = right[common...].prefix(3).map { "  right \(Self.line(of: $0))" }
    description = (["The streams part at event \(common):"] + before + one + other)
      .joined(separator: "\n")
  }

  private static func line(of event: NaiveEvent) -> String {
    "\(event.time) ns \(event.kind) who \(event.who) free \(event.free) value \(event.value)"
  }
}
