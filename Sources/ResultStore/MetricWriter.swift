// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// Writes texts and metrics as a compact JSON array, into memory of which it is known how much it needs.
///
/// Every trial of a sweep comes by here, with its ninety metrics: bytes are written without asking for
/// room for each.
struct MetricWriter {
  /// The most bytes of an integer, with the minus.
  private static let integerMax = 20
  /// The most bytes of a metric beside its reason: two integers in brackets, and a comma.
  private static let cellMax = 2 * integerMax + 4
  /// The most bytes that a byte of a text becomes: `\u001f`.
  private static let escapedMax = 6

  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private var count = 0

  /// An array of texts.
  static func list(_ texts: [String]) -> String {
    let room = texts.reduce(0) { $0 + Self.room(for: $1) }
    return written(room: room) { writer in
      for text in texts {
        writer.append(text)
        writer.append(UInt8(ascii: ","))
      }
    }
  }

  /// An array of what each metric is: an integer, `[integer, samples]`, or a text that says why there
  /// is none.
  static func cells(_ readings: [MetricReading]) -> String {
    var room = 0
    for reading in readings {
      room += cellMax
      if case .undefined(reason: let reason) = reading.value { room += Self.room(for: reason) }
    }
    return written(room: room) { writer in
      for reading in readings {
        switch (reading.value, reading.samples) {
        case (.undefined(reason: let reason), _): writer.append(reason)
        case (.defined(let value), nil): writer.append(value)
        case (.defined(let value), let samples?):
          writer.append(UInt8(ascii: "["))
          writer.append(value)
          writer.append(UInt8(ascii: ","))
          writer.append(samples)
          writer.append(UInt8(ascii: "]"))
        }
        writer.append(UInt8(ascii: ","))
      }
    }
  }

  /// Makes an array of elements that have a comma behind each.
  private static func written(
    room: Int, _ elements: (inout MetricWriter) -> Void
  ) -> String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room + 2) { bytes in
      var writer = MetricWriter(bytes: bytes)
      writer.append(UInt8(ascii: "["))
      elements(&writer)
      // The last comma makes room for the end.
      if writer.count > 1 { writer.count -= 1 }
      writer.append(UInt8(ascii: "]"))
      return String(decoding: UnsafeBufferPointer(rebasing: bytes[..<writer.count]), as: UTF8.self)
    }
  }

  /// The most bytes of a text in quotation marks, with a comma.
  private static func room(for text: String) -> Int { text.utf8.count * escapedMax + 3 }

  private init(bytes: UnsafeMutableBufferPointer<UInt8>) { self.bytes = bytes }

  private mutating func append(_ byte: UInt8) {
    bytes.initializeElement(at: count, to: byte)
    count += 1
  }

  private mutating func append(_ number: Int64) {
    // More than half of what is counted is 0 or little more.
    if UInt64(bitPattern: number) < 10 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number))
      return
    }
    if number < 0 { append(UInt8(ascii: "-")) }
    var rest = number.magnitude
    var digits = 1
    var bound: UInt64 = 10
    while digits < Self.integerMax - 1, rest >= bound {
      digits += 1
      bound &*= 10
    }
    count += digits
    var place = count
    for _ in 0..<digits {
      place -= 1
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      bytes.initializeElement(at: place, to: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
      rest = quotient
    }
  }

  private mutating func append(_ text: String) {
    append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { text in
      // Nearly all are plain: they are copied as they are.
      var escapes = 0
      for byte in text where Self.needsEscape(byte) { escapes += 1 }
      guard escapes > 0 else {
        _ = UnsafeMutableBufferPointer(rebasing: bytes[count...]).update(fromContentsOf: text)
        count += text.count
        return
      }
      for byte in text { appendEscaped(byte) }
    }
    append(UInt8(ascii: "\""))
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20
  }

  private mutating func appendEscaped(_ byte: UInt8) {
    guard Self.needsEscape(byte) else {
      append(byte)
      return
    }
    append(UInt8(ascii: "\\"))
    guard byte < 0x20 else {
      append(byte)
      return
    }
    for mark in "u00".utf8 { append(mark) }
    for digit in [byte >> 4, byte & 0xF] {
      append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }
}
