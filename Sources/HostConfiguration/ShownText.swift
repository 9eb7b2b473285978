// SPDX-License-Identifier: Apache-2.0

/// Text that others wrote, made fit to be shown: a terminal obeys control characters.
public enum ShownText {
  /// A text with every character escaped that a terminal would obey or hide.
  ///
  /// The escapes, such as `\u001b`, are those of JSON and of YAML's double quotes, so that what stands
  /// in quotes there is read back as the same.
  ///
  /// - Parameter keepsLines: whether ends of lines and tabs stay as they are.
  public static func escaped(_ text: String, keepsLines: Bool = false) -> String {
    let isPlain = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
    guard !isPlain else { return text }
    var shown = String.UnicodeScalarView()
    let scalars = text.unicodeScalars
    for (index, scalar) in zip(scalars.indices, scalars) {
      // Lines of CSV end with both.
      let isLineEnd =
        scalar == "\n" || scalar == "\r" && scalars[index...].dropFirst().first == "\n"
      if keepsLines, isLineEnd || scalar == "\t" {
        shown.append(scalar)
      } else if scalar.isObeyedOrHidden {
        shown.append(contentsOf: escape(of: scalar).unicodeScalars)
      } else {
        shown.append(scalar)
      }
    }
    return String(shown)
  }

  /// The escape of a character, `\n`, `\t` or four hexadecimal digits.
  public static func escape(of scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": return "\\n"
    case "\t": return "\\t"
    default:
      let digits = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
  }
}

extension Unicode.Scalar {
  /// Whether a terminal obeys the character or shows nothing for it: a control, the end of a line, a mark
  /// that turns the direction of writing, or one without width.
  ///
  /// The joiners U+200C and U+200D are left out: words of some languages need them.
  public var isObeyedOrHidden: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0xAD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E,
      0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB:
      true
    default: false
    }
  }
}
