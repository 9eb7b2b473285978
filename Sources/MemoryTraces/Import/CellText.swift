// SPDX-License-Identifier: Apache-2.0

/// Takes lines apart.
internal enum CellText {
  /// What stands between the cells of a row: nil for blanks.
  static func separator(of row: some StringProtocol) -> Character? {
    for separator in ["\t", ";", ","] as [Character] where row.contains(separator) {
      return separator
    }
    return nil
  }

  /// A number with a decimal comma, which cells between semicolons have in half of the world, with a
  /// point; nil for anything else.
  static func withPoint(_ text: String) -> String? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2, DecimalNumber(parts[0]) != nil, Int(parts[0]) != nil,
      let digit = parts[1].utf8.first, (48...57).contains(digit),
      DecimalNumber.prefix(of: "0." + parts[1]) != nil
    else { return nil }
    return "\(parts[0]).\(parts[1])"
  }

  /// The cells of a row.
  static func cells(of row: some StringProtocol, separator: Character?) -> [Cell] {
    guard let separator = separator?.asciiValue else { return blanks(of: row) }
    let bytes = Array(row.utf8)
    var cells: [Cell] = []
    var start = 0
    var isQuoted = false
    for index in 0...bytes.count {
      if index < bytes.count, bytes[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
      guard index == bytes.count || (bytes[index] == separator && !isQuoted) else { continue }
      cells.append(cell(bytes, start..<index))
      start = index + 1
    }
    return cells
  }

  /// The words of a row; a day and the time of day behind it are one.
  static func blanks(of row: some StringProtocol) -> [Cell] {
    let bytes = Array(row.utf8)
    var cells: [Cell] = []
    var cursor = 0
    while cursor < bytes.count {
      guard !isBlank(bytes[cursor]) else {
        cursor += 1
        continue
      }
      let start = cursor
      while cursor < bytes.count, !isBlank(bytes[cursor]) { cursor += 1 }
      let word = cell(bytes, start..<cursor)
      if let last = cells.last, word.text.contains(":"), InstantText.isDay(last.text),
        InstantText.parse("\(last.text) \(word.text)") != nil
      {
        cells[cells.count - 1].text += " \(word.text)"
      } else {
        cells.append(word)
      }
    }
    return cells
  }

  /// Whether a cell holds a number, with a unit or without, or a time.
  static func isValue(_ cell: String) -> Bool {
    let text = withPoint(cell) ?? cell
    if let rest = DecimalNumber.prefix(of: text)?.rest.trimmingBlanks {
      if rest.isEmpty || TimeUnit(word: rest) != nil || MemoryUnit(word: rest) != nil {
        return true
      }
    }
    return InstantText.parse(text) != nil || InstantText.clock(text) != nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// A cell without blanks and quotes around it.
  private static func cell(_ bytes: [UInt8], _ range: Range<Int>) -> Cell {
    var range = range
    func trim(_ isOuter: (UInt8) -> Bool) {
      while let first = range.first, isOuter(bytes[first]) { range = range.dropFirst() }
      while let last = range.last, isOuter(bytes[last]) { range = range.dropLast() }
    }
    trim(isBlank)
    if range.count >= 2, bytes[range.lowerBound] == UInt8(ascii: "\""),
      bytes[range.upperBound - 1] == UInt8(ascii: "\"")
    {
      range = range.dropFirst().dropLast()
      trim(isBlank)
    }
    return Cell(
      text: String(decoding: bytes[range], as: UTF8.self), column: range.lowerBound + 1)
  }

  /// The words of a heading, such as `rss` and `kib` of `RSS (KiB)`, `rss_kib` or `rssKiB`.
  static func words(of heading: String) -> [String] {
    var words: [String] = []
    var word = ""
    var previousIsLower = false
    for character in heading {
      let isWord = character.isLetter || character.isNumber
      // `KiB` and `kB` are one word, though a capital follows a small letter in them.
      let isUnit = MemoryUnit(word: word + String(character)) != nil
      if !isWord || (previousIsLower && character.isUppercase && !isUnit) {
        if !word.isEmpty { words.append(word) }
        word = ""
      }
      if isWord { word.append(character) }
      previousIsLower = character.isLowercase
    }
    if !word.isEmpty { words.append(word) }
    return words.map { $0.lowercased() }
  }
}

extension StringProtocol {
  /// The text without blanks at both ends.
  internal var trimmingBlanks: SubSequence {
    var part = self[...]
    while let first = part.first, first == " " || first == "\t" { part = part.dropFirst() }
    while let last = part.last, last == " " || last == "\t" { part = part.dropLast() }
    return part
  }
}
