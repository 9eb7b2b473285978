// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The question in an experiment's `description`: its first paragraph.
///
/// What follows, such as what somebody once found, is not of the sweep that is reported.
enum QuestionText {
  /// The first paragraph, in one line; empty where there is none.
  ///
  /// A blank line ends it. In a folded block (`>`) YAML has made of each blank line a mere line break,
  /// and of the line breaks within a paragraph spaces: so in a text without blank lines a line that ends a
  /// sentence ends the paragraph, too. In one with blank lines, a literal block (`|`), it does not.
  static func of(_ description: String) -> String {
    let lines = description.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    let text = lines.drop(while: \.isEmpty)
    let end = text.firstIndex(where: \.isEmpty) ?? text.endIndex
    let hasBlankLine = text[end...].contains { !$0.isEmpty }
    let paragraph = text[..<end]
    let last = hasBlankLine ? nil : paragraph.firstIndex { line in ".?!:".contains(line.suffix(1)) }
    return (last.map { paragraph[...$0] } ?? paragraph).joined(separator: " ")
  }
}
