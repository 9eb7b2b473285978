// SPDX-License-Identifier: Apache-2.0

/// One end of the part of a file that is imported.
public enum WindowEdge: Sendable, Hashable {
  /// Nanoseconds since the first reading of the file.
  case sinceStart(Int)
  /// Nanoseconds since 1970.
  case instant(Int)
  /// A time as the file writes it, in the unit of its times.
  case asWritten(String)

  /// Reads `90 s`, `2026-01-31T12:00:00Z` or `1700000000`; nil for anything else.
  public init?(_ text: String) {
    if let span = SpanText.nanoseconds(text) {
      self = .sinceStart(span)
    } else if DecimalNumber(text) != nil {
      self = .asWritten(text)
    } else if let instant = InstantText.parse(text) {
      self = .instant(instant)
    } else {
      return nil
    }
  }
}
