// SPDX-License-Identifier: Apache-2.0

/// Tells texts that are not in UTF-8 from files that are no text.
enum EncodingName {
  /// How many bytes are looked at.
  private static let lookedAt = 64

  /// The encoding of a text of characters of two or four bytes, as `iconv` calls it; nil for any other.
  static func ofWideText(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
      return "UTF-32"
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
    // Without a mark: the text of YAML is in ASCII for the most part, of which one byte of two is zero.
    let start = bytes.prefix(lookedAt)
    guard start.count >= 4, start.count.isMultiple(of: 2) else { return nil }
    for (parity, name) in [(1, "UTF-16LE"), (0, "UTF-16BE")] {
      let isWide = start.enumerated().allSatisfy { ($0.offset % 2 == parity) == ($0.element == 0) }
      if isWide { return name }
    }
    return nil
  }
}
