// SPDX-License-Identifier: Apache-2.0

/// The text of a file that another tool wrote, in lines.
internal struct ImportedText {
  private static let shownBytesMax = 200

  let path: String
  let bytes: [UInt8]
  private let ranges: [Range<Int>]

  /// Takes a text apart.
  ///
  /// - Throws: one fault if it is no text in UTF-8, or empty.
  init(bytes: [UInt8], path: String) throws(MemoryTraceError) {
    guard !bytes.isEmpty else { throw FaultList.error(path: path, "the file is empty") }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw FaultList.error(
        path: path,
        "expected a text in UTF-8, found one in UTF-16; this writes it anew: iconv -f UTF-16 -t UTF-8"
      )
    }
    guard !bytes.contains(0) else {
      throw FaultList.error(
        path: path, "expected a text file, found a binary one (it contains a zero byte)")
    }
    self.path = path
    // Spreadsheets begin their texts with a byte order mark.
    self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    ranges = Self.lines(of: self.bytes)
  }

  var lineCount: Int { ranges.count }

  /// A line by its number from 1, without its end.
  func line(_ number: Int) -> String {
    String(decoding: bytes[ranges[number - 1]], as: UTF8.self)
  }

  /// A place for a fault.
  func place(line number: Int, column: Int) -> MemoryTraceError.Place {
    let shown = bytes[ranges[number - 1]].prefix(Self.shownBytesMax)
    return .init(line: number, column: column, text: String(decoding: shown, as: UTF8.self))
  }

  /// The line and column, from 1, of a byte.
  func position(ofByte offset: Int) -> (line: Int, column: Int) {
    var low = 0
    var high = ranges.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if ranges[middle].lowerBound <= offset { low = middle } else { high = middle - 1 }
    }
    return (low + 1, offset - ranges[low].lowerBound + 1)
  }

  /// Lines end with a line feed, a carriage return or both.
  private static func lines(of bytes: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == 0x0A || byte == 0x0D {
      if byte == 0x0A, index > 0, bytes[index - 1] == 0x0D {
        start = index + 1
        continue
      }
      ranges.append(start..<index)
      start = index + 1
    }
    if start < bytes.count || ranges.isEmpty { ranges.append(start..<bytes.count) }
    return ranges
  }
}
