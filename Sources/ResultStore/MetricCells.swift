// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// Reads the compact JSON of `MetricWriter`, one metric after the other.
struct MetricCells {
  /// What one metric is.
  struct Cell: Hashable {
    var value: MetricValue
    var samples: Int64?
  }

  /// Text that no `MetricWriter` wrote.
  struct Unreadable: Error {}

  /// Any integer of so many digits fits into 64 bits.
  private static let digitsThatFit = 18

  private let bytes: UnsafeBufferPointer<UInt8>
  private var place = 0
  private var isFirst = true

  /// Reads UTF-8 that outlives this value.
  init(_ bytes: UnsafeBufferPointer<UInt8>) throws {
    self.bytes = bytes
    guard take(UInt8(ascii: "[")) else { throw Unreadable() }
  }

  /// All metrics of a text.
  static func all(of text: String) throws -> [Cell] {
    var text = text
    return try text.withUTF8 { bytes in
      var cells = try MetricCells(bytes)
      var found: [Cell] = []
      while let cell = try cells.next() { found.append(cell) }
      return found
    }
  }

  /// How many metrics a text has, each of which can be read.
  static func count(in text: String) throws -> Int {
    var text = text
    return try text.withUTF8 { bytes in
      var cells = try MetricCells(bytes)
      var count = 0
      while try cells.check() { count += 1 }
      return count
    }
  }

  /// The next metric; nil after the last.
  mutating func next() throws -> Cell? {
    guard try isAnother() else { return nil }
    switch peek {
    case UInt8(ascii: "\""): return Cell(value: .undefined(reason: try text()), samples: nil)
    case UInt8(ascii: "["):
      place += 1
      let value = try integer()
      guard take(UInt8(ascii: ",")) else { throw Unreadable() }
      let samples = try integer()
      guard take(UInt8(ascii: "]")) else { throw Unreadable() }
      return Cell(value: .defined(value), samples: samples)
    default: return Cell(value: .defined(try integer()), samples: nil)
    }
  }

  /// Passes over the next metric, of a text that was checked once; false after the last.
  mutating func skip() throws -> Bool {
    guard try isAnother() else { return false }
    let count = bytes.count
    var end = place
    switch peek {
    case UInt8(ascii: "\""):
      end += 1
      while end < count, bytes[end] != UInt8(ascii: "\"") {
        end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
      }
      end += 1
    case UInt8(ascii: "["):
      while end < count, bytes[end] != UInt8(ascii: "]") { end += 1 }
      end += 1
    default:
      while end < count, bytes[end] != UInt8(ascii: ","), bytes[end] != UInt8(ascii: "]") {
        end += 1
      }
    }
    guard end < count else { throw Unreadable() }
    place = end
    return true
  }

  /// Passes over the next metric, as strict as reading it; false after the last.
  private mutating func check() throws -> Bool {
    guard try isAnother() else { return false }
    switch peek {
    case UInt8(ascii: "\""):
      place += 1
      passPlain()
      while take(UInt8(ascii: "\\")) {
        _ = try escaped()
        passPlain()
      }
      guard take(UInt8(ascii: "\"")) else { throw Unreadable() }
    case UInt8(ascii: "["):
      place += 1
      try checkInteger()
      guard take(UInt8(ascii: ",")) else { throw Unreadable() }
      try checkInteger()
      guard take(UInt8(ascii: "]")) else { throw Unreadable() }
    default: try checkInteger()
    }
    return true
  }

  /// Passes over bytes of a text up to its end or the next backslash.
  private mutating func passPlain() {
    var end = place
    while end < bytes.count, bytes[end] != UInt8(ascii: "\""), bytes[end] != UInt8(ascii: "\\") {
      end += 1
    }
    place = end
  }

  /// Passes over an integer, as strict as reading it: its value is needed only where it may be too great.
  private mutating func checkInteger() throws {
    let start = place
    _ = take(UInt8(ascii: "-"))
    var end = place
    while end < bytes.count, bytes[end] &- UInt8(ascii: "0") < 10 { end += 1 }
    let digits = end - place
    guard digits > 0 else { throw Unreadable() }
    if digits <= Self.digitsThatFit {
      place = end
    } else {
      place = start
      _ = try integer()
    }
  }

  private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    place += 1
    return true
  }

  private mutating func isAnother() throws -> Bool {
    defer { isFirst = false }
    if take(UInt8(ascii: "]")) {
      guard place == bytes.count else { throw Unreadable() }
      return false
    }
    guard isFirst || take(UInt8(ascii: ",")) else { throw Unreadable() }
    return true
  }

  private mutating func integer() throws -> Int64 {
    let isNegative = take(UInt8(ascii: "-"))
    let start = place
    var value: Int64 = 0
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      let digit = Int64(byte - UInt8(ascii: "0"))
      let (shifted, first) = value.multipliedReportingOverflow(by: 10)
      // Downwards for negative ones, of which there is one more.
      let (sum, second) =
        isNegative
        ? shifted.subtractingReportingOverflow(digit) : shifted.addingReportingOverflow(digit)
      guard !first, !second else { throw Unreadable() }
      value = sum
      place += 1
    }
    guard place > start else { throw Unreadable() }
    return value
  }

  private mutating func text() throws -> String {
    place += 1
    var found: [UInt8] = []
    while let byte = peek, byte != UInt8(ascii: "\"") {
      place += 1
      found.append(byte == UInt8(ascii: "\\") ? try escaped() : byte)
    }
    guard take(UInt8(ascii: "\"")) else { throw Unreadable() }
    return String(decoding: found, as: UTF8.self)
  }

  /// The byte that stands behind a backslash in one way or another.
  private mutating func escaped() throws -> UInt8 {
    guard let mark = peek else { throw Unreadable() }
    place += 1
    guard mark == UInt8(ascii: "u") else {
      guard mark == UInt8(ascii: "\"") || mark == UInt8(ascii: "\\") else { throw Unreadable() }
      return mark
    }
    guard place + 4 <= bytes.count,
      let code = UInt8(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
    else { throw Unreadable() }
    place += 4
    return code
  }
}
