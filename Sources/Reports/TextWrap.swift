// SPDX-License-Identifier: Apache-2.0

/// Running text in lines of a terminal's width.
public enum TextWrap {
  /// Breaks a text at its spaces.
  ///
  /// - Parameters:
  ///   - text: one paragraph; a word that is longer than a line stays whole.
  ///   - width: how many characters a line may have.
  ///   - first: what the first line begins with.
  ///   - indent: what the others begin with.
  public static func lines(
    _ text: String, width: Int, first: String = "", indent: String = ""
  ) -> [String] {
    var lines: [String] = []
    var line = first
    var isEmpty = true
    for word in text.split(whereSeparator: \.isWhitespace) {
      if !isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = indent
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return lines + [line]
  }
}
