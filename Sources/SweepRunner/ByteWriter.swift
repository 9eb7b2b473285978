// SPDX-License-Identifier: Apache-2.0

/// Puts values into bytes; ``ByteReader`` takes them out in the same order.
///
/// Integers take as many groups of seven bits as they need (LEB128): most of what a trial gives is
/// small, and a sweep moves millions of them.
struct ByteWriter {
  /// What has been written.
  private(set) var bytes: [UInt8] = []

  mutating func write(_ byte: UInt8) { bytes.append(byte) }

  mutating func write(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// A count or an index.
  mutating func write(count: Int) {
    precondition(count >= 0, "count: expected 0 or more")
    write(UInt64(count))
  }

  /// A signed integer, small ones of either sign in few bytes.
  mutating func write(_ number: Int64) {
    write(UInt64(bitPattern: (number << 1) ^ (number >> 63)))
  }

  mutating func write(_ text: String) {
    write(count: text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  mutating func write(_ texts: [String]) {
    write(count: texts.count)
    for text in texts { write(text) }
  }

  mutating func append(_ other: ByteWriter) { bytes.append(contentsOf: other.bytes) }

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
}
