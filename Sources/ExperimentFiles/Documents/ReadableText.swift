// SPDX-License-Identifier: Apache-2.0

/// A text as libyaml has to see it to read it as YAML 1.2, line by line and column by column.
///
/// libyaml ends lines where YAML 1.1 did, at U+0085, U+2028 and U+2029, which no editor does: places
/// would be wrong, and what follows in a comment would be keys. It refuses tabs in lines that hold
/// nothing.
struct ReadableText {
  /// Characters for private use, which stand for the ends of lines of YAML 1.1.
  private static let substitutes: [(original: Unicode.Scalar, substitute: Unicode.Scalar)] = [
    ("\u{85}", "\u{F0085}"), ("\u{2028}", "\u{F2028}"), ("\u{2029}", "\u{F2029}"),
  ]

  /// The text in UTF-8.
  let bytes: [UInt8]

  /// Prepares a text in UTF-8.
  init(_ text: [UInt8]) {
    var bytes = text
    for (original, substitute) in Self.substitutes {
      let found = Array(String(original).utf8)
      guard bytes.firstRange(of: found) != nil else { continue }
      bytes.replace(found, with: Array(String(substitute).utf8))
    }
    self.bytes = bytes.contains(UInt8(ascii: "\t")) ? Self.withoutIdleTabs(bytes) : bytes
  }

  /// The text that libyaml was given in place of another one, as it was.
  static func original(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.value >= 0xF0000 }) else { return text }
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      scalars.append(substitutes.first { $0.substitute == scalar }?.original ?? scalar)
    }
    return String(scalars)
  }

  /// Without the tabs of lines that hold nothing, or nothing but a comment.
  private static func withoutIdleTabs(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let blanks = line.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      let first = line.dropFirst(blanks.count).first
      switch first {
      case nil, UInt8(ascii: "\r"): result += line.dropFirst(blanks.count)
      case UInt8(ascii: "#"):
        result += blanks.map { _ in UInt8(ascii: " ") }
        result += line.dropFirst(blanks.count)
      default: result += line
      }
      result.append(UInt8(ascii: "\n"))
    }
    result.removeLast()
    return result
  }
}
