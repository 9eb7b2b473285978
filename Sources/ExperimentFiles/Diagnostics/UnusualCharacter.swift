// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// A character that is not seen, or that looks like another one, in what should be a key or a value.
enum UnusualCharacter {
  /// Letters of other scripts that look like those of ASCII.
  private static let twins: [Unicode.Scalar: Character] = [
    "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "і": "i", "ѕ": "s",
    "ј": "j", "ԁ": "d", "һ": "h", "ԛ": "q", "ԝ": "w", "к": "k", "м": "m", "т": "t", "в": "b",
    "н": "h", "А": "A", "В": "B", "Е": "E", "К": "K", "М": "M", "Н": "H", "О": "O", "Р": "P",
    "С": "C", "Т": "T", "Х": "X", "І": "I", "Ѕ": "S", "Ј": "J", "ο": "o", "α": "a", "ν": "v",
    "ρ": "p", "ι": "i", "κ": "k", "τ": "t", "υ": "u", "Α": "A", "Β": "B", "Ε": "E", "Ζ": "Z",
    "Η": "H", "Ι": "I", "Κ": "K", "Μ": "M", "Ν": "N", "Ο": "O", "Ρ": "P", "Τ": "T", "Υ": "Y",
    "Χ": "X", "ı": "i", "ɡ": "g", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
    "﹣": "-", "∶": ":", "ː": ":", "˸": ":", "։": ":", "٪": "%", "∕": "/", "⁄": "/", "∗": "*",
    "×": "*", "“": "\"", "”": "\"", "„": "\"", "‘": "'", "’": "'", "‚": ",", "․": ".", "…": ".",
    "≤": "<", "≥": ">", "＿": "_",
  ]

  /// What stands for a character in ASCII; nil for one that looks like none.
  private static func twin(of scalar: Unicode.Scalar) -> Character? {
    // The letters, digits and signs of full width are those of ASCII, in their order.
    if (0xFF01...0xFF5E).contains(scalar.value) {
      return Unicode.Scalar(scalar.value - 0xFEE0).map { Character($0) }
    }
    return twins[scalar]
  }

  /// The character with its name, and what is wrong with it; nil for a usual one.
  static func words(_ scalar: Unicode.Scalar) -> String? {
    if scalar.isASCII { return scalar.isObeyedOrHidden && scalar != "\t" ? name(scalar) : nil }
    if scalar.isUnusualSpace { return "\(name(scalar)), not a space" }
    if let twin = twin(of: scalar) { return "\(name(scalar)), not '\(twin)'" }
    let isHidden =
      scalar.isObeyedOrHidden || scalar == "\u{200C}" || scalar == "\u{200D}"
      || scalar.properties.isVariationSelector || scalar.properties.isDefaultIgnorableCodePoint
    return isHidden ? "\(name(scalar)), which is not seen" : nil
  }

  /// A character as Unicode names it: `U+00A0 NO-BREAK SPACE`.
  static func name(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let number = "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    let name = scalar.properties.name ?? scalar.properties.nameAlias
    return name.map { "\(number) \($0)" } ?? number
  }

  /// The first such character of what stands at a place, up to the end of a key or of a value.
  static func note(at location: SourceLocation) -> Diagnostic.Note? {
    let line = Array(location.source.line(location.line).unicodeScalars)
    var column = location.column - 1
    guard line.indices.contains(column) else { return nil }
    let quote: Unicode.Scalar? = line[column] == "\"" || line[column] == "'" ? line[column] : nil
    if quote != nil {
      column += 1
    } else {
      // A fault may be told of in the middle of what such a character is the beginning of.
      while column > 0, !",[{".unicodeScalars.contains(line[column - 1]),
        !(line[column - 1] == " " && column > 1 && line[column - 2] == ":")
      { column -= 1 }
    }
    while column < line.count {
      let scalar = line[column]
      if let words = words(scalar) {
        let place = SourceLocation(
          source: location.source, line: location.line, column: column + 1)
        return .init(location: place, message: "this is \(words)")
      }
      let next = column + 1 < line.count ? line[column + 1] : " "
      let isEnd =
        quote.map { $0 == scalar }
        ?? (",]}#".unicodeScalars.contains(scalar) || scalar == ":" && next == " ")
      if isEnd { return nil }
      column += 1
    }
    return nil
  }
}

extension Unicode.Scalar {
  /// Whether it is a space, but not the one that separates words in YAML.
  var isUnusualSpace: Bool {
    switch value {
    case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }
}
