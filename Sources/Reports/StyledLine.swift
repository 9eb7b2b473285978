// SPDX-License-Identifier: Apache-2.0

/// A line of a report whose parts say what they are; how that looks is up to what prints it.
public struct StyledLine: Sendable, Hashable {
  /// What a part of a line is.
  public enum Style: Sendable, Hashable {
    /// Words and figures.
    case plain
    /// A label or the header of a table.
    case heading
    /// What is best.
    case good
    /// What is excluded, or worse.
    case bad
    /// What is open, or must be known before the rest is believed.
    case caution
    /// What can be passed over.
    case faint
  }

  /// A part of a line.
  public struct Part: Sendable, Hashable {
    /// The text.
    public let text: String
    /// What it is.
    public let style: Style
  }

  /// The parts, in order.
  public private(set) var parts: [Part]

  /// Makes a line of one part.
  public init(_ text: String, _ style: Style = .plain) {
    parts = [Part(text: text, style: style)]
  }

  /// Makes a line of two parts.
  init(_ label: String, _ style: Style, then text: String) {
    parts = [Part(text: label, style: style), Part(text: text, style: .plain)]
  }

  /// The line without any style.
  public var plain: String { parts.map(\.text).joined() }
}
