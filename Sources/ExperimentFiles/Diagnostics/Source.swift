// SPDX-License-Identifier: Apache-2.0

/// A text that configuration was read from: a file, or one assignment of the command line.
///
/// It is a class because every node of a tree refers to it; nothing in it ever changes.
public final class Source: Sendable {
  /// The name by which the user knows the text: a path as it was given, or `command line`.
  public let name: String

  /// The text in UTF-8, without a byte order mark.
  let text: [UInt8]

  /// Creates a source.
  init(name: String, text: [UInt8]) {
    self.name = name
    self.text = text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text.dropFirst(3)) : text
  }

  /// Creates a source from text in memory.
  convenience init(name: String, text: String) {
    self.init(name: name, text: Array(text.utf8))
  }

  /// The text of a line, counted from 1, without its end; empty when there is no such line.
  ///
  /// - Complexity: O(length of the text): it is called only to print a fault.
  func line(_ number: Int) -> String {
    var start = 0
    for _ in 1..<max(1, number) {
      guard let next = nextLine(after: start) else { return "" }
      start = next
    }
    let end = text[start...].firstIndex(where: Self.isLineEnd) ?? text.endIndex
    return String(decoding: text[start..<end], as: UTF8.self)
  }

  /// The line and the column of a byte, both counted from 1.
  func position(ofByte offset: Int) -> (line: Int, column: Int) {
    var (line, start) = (1, 0)
    while let next = nextLine(after: start), next <= offset { (line, start) = (line + 1, next) }
    let before = text[start..<min(max(start, offset), text.endIndex)]
    return (line, String(decoding: before, as: UTF8.self).unicodeScalars.count + 1)
  }

  /// The byte at which the line after a byte's begins; nil in the last line.
  private func nextLine(after start: Int) -> Int? {
    guard let end = text[start...].firstIndex(where: Self.isLineEnd) else { return nil }
    let isPair = text[end] == UInt8(ascii: "\r") && text[(end + 1)...].first == UInt8(ascii: "\n")
    return end + (isPair ? 2 : 1)
  }

  /// A line ends as on Unix, Windows, or old Macintoshes: as libyaml has it too.
  private static func isLineEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}
