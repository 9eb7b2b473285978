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
    var current = 1
    var start = 0
    while current < number {
      guard let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) else { return "" }
      start = end + 1
      current += 1
    }
    var end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.endIndex
    if end > start, text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return String(decoding: text[start..<end], as: UTF8.self)
  }
}
