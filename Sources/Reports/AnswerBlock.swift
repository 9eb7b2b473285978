// SPDX-License-Identifier: Apache-2.0

/// A labelled paragraph of an answer, in wordings from long to short.
struct AnswerBlock: Sendable {
  /// How many characters the labels take.
  static let indent = 8
  /// How many lines a paragraph may have.
  private static let linesMax = 2

  /// What the paragraph is about, such as `Best`; empty where it goes on from the one above.
  let label: String
  /// What the label is.
  let style: StyledLine.Style
  /// The wordings; the first that fits is taken.
  let wordings: [String]
  /// Whether it may be left out where there is no room.
  let isOptional: Bool

  /// Describes a paragraph.
  ///
  /// - Parameters:
  ///   - label: what it is about, at most seven characters.
  ///   - style: of the label.
  ///   - wordings: from long to short, each true by itself.
  ///   - isOptional: whether it may be left out.
  init(
    _ label: String, as style: StyledLine.Style = .heading, _ wordings: [String],
    isOptional: Bool = false
  ) {
    self.label = label
    self.style = style
    self.wordings = wordings
    self.isOptional = isOptional
  }

  /// The lines of the first wording that fits, else of the last, cut at the end of its last line.
  func lines(width: Int) -> [StyledLine] {
    let head = label.padded(to: Self.indent)
    let tries = wordings.map { wording in
      TextWrap.lines(
        wording, width: width, first: head, indent: String(repeating: " ", count: Self.indent))
    }
    func fits(_ lines: [String]) -> Bool {
      lines.count <= Self.linesMax && lines.allSatisfy { $0.count <= width }
    }
    guard let whole = tries.first(where: fits) ?? tries.last else { return [] }
    let kept = whole.prefix(Self.linesMax).enumerated().map { place, line in
      let isCut = place == Self.linesMax - 1 && whole.count > Self.linesMax
      return isCut || line.count > width ? String(line.prefix(width - 3)) + "..." : line
    }
    return kept.enumerated().map { place, line in
      place == 0
        ? StyledLine(head, style, then: String(line.dropFirst(Self.indent))) : StyledLine(line)
    }
  }

  /// Names in one text: as many as asked for, and how many more there are.
  static func list(_ names: [String], max: Int) -> String {
    guard names.count > max else { return names.joined(separator: ", ") }
    return names.prefix(max).joined(separator: ", ") + " and \(names.count - max) more"
  }
}

extension String {
  /// The text with blanks at its end, up to so many characters.
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }
}
