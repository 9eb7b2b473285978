// SPDX-License-Identifier: Apache-2.0

/// A text written so that a shell reads it back as one word, whatever is in it.
public struct ShellWord: Sendable, Hashable, CustomStringConvertible {
  private static let plain = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%")

  /// The word, in single quotes where it needs them.
  public let description: String

  /// Quotes a text.
  ///
  /// - Parameter text: any text without zero bytes, which no argument of a process can hold.
  public init(_ text: String) {
    let isPlain = !text.isEmpty && text.allSatisfy { Self.plain.contains($0) }
    // Between single quotes nothing is special but the single quote.
    description =
      isPlain
      ? text
      : "'"
        + text.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: #"'\''"#) + "'"
  }
}
