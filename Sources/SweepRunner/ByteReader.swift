// SPDX-License-Identifier: Apache-2.0

/// Takes values out of bytes that a ``ByteWriter`` wrote, and trusts none of them.
struct ByteReader {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// Whether all has been taken.
  var isAtEnd: Bool { position == bytes.endIndex }

  mutating func byte() throws(WireFault) -> UInt8 {
    guard position < bytes.endIndex else { throw WireFault("expected more bytes") }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func unsigned() throws(WireFault) -> UInt64 {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let group = try byte()
      // The tenth group has room for a single bit.
      guard shift < 63 || group <= 1 else { throw WireFault("expected an integer of 64 bits") }
      number |= UInt64(group & 0x7F) << shift
      if group < 0x80 { return number }
      shift += 7
    }
  }

  mutating func signed() throws(WireFault) -> Int64 {
    let number = try unsigned()
    return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
  }

  /// A count or an index below a limit.
  mutating func count(below limit: Int) throws(WireFault) -> Int {
    let number = try unsigned()
    guard number < UInt64(limit) else {
      throw WireFault("expected a count below \(limit), found \(number)")
    }
    return Int(number)
  }

  /// The number of things that follow, each of which takes at least one byte.
  mutating func length() throws(WireFault) -> Int {
    let length = try count(below: .max)
    guard length <= bytes.endIndex - position else { throw WireFault("expected more bytes") }
    return length
  }

  mutating func text() throws(WireFault) -> String {
    let length = try length()
    let end = position + length
    defer { position = end }
    return String(decoding: bytes[position..<end], as: UTF8.self)
  }

  mutating func texts() throws(WireFault) -> [String] {
    let count = try length()
    var texts: [String] = []
    texts.reserveCapacity(count)
    for _ in 0..<count { texts.append(try text()) }
    return texts
  }

  /// Refuses what is left over.
  func finish() throws(WireFault) {
    guard isAtEnd else { throw WireFault("expected the end of the message") }
  }
}
