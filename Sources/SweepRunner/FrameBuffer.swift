// SPDX-License-Identifier: Apache-2.0

/// Cuts a stream of bytes into messages: each is led by its length in four bytes, the lowest first.
struct FrameBuffer {
  /// The longest message, in bytes: an experiment that replays recorded traces carries them.
  static let lengthMax = 1 << 28
  private static let headerBytes = 4
  private static let keptConsumedBytesMax = 1 << 16

  private var bytes: [UInt8] = []
  private var start = 0

  /// A message with its length in front.
  static func framed(_ message: [UInt8]) -> [UInt8] {
    precondition(message.count <= lengthMax, "a message is longer than one may be")
    let length = UInt32(message.count)
    return (0..<headerBytes).map { UInt8(truncatingIfNeeded: length >> UInt32(8 * $0)) } + message
  }

  /// Takes what has come.
  mutating func append(_ part: some Sequence<UInt8>) {
    if start == bytes.count || start > Self.keptConsumedBytesMax {
      bytes.removeSubrange(..<start)
      start = 0
    }
    bytes.append(contentsOf: part)
  }

  /// The next message if all of it is there.
  mutating func next() throws(WireFault) -> ArraySlice<UInt8>? {
    guard bytes.count - start >= Self.headerBytes else { return nil }
    var length = 0
    for index in 0..<Self.headerBytes { length |= Int(bytes[start + index]) << (8 * index) }
    guard length <= Self.lengthMax else {
      throw WireFault("expected a message of at most \(Self.lengthMax) bytes, found \(length)")
    }
    let first = start + Self.headerBytes
    guard bytes.count - first >= length else { return nil }
    start = first + length
    return bytes[first..<start]
  }
}
