// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A socket that messages go over; who reads or writes here waits.
struct MessageSocket {
  private static let chunkBytes = 1 << 16

  private let descriptor: Int32
  private var frames = FrameBuffer()

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Whether there is a socket at the other end.
  var isConnected: Bool {
    var kind: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    return getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &kind, &length) == 0
  }

  /// The next message; nil when there will be none.
  mutating func next() throws(WireFault) -> ArraySlice<UInt8>? {
    while true {
      if let message = try frames.next() { return message }
      var chunk = [UInt8](repeating: 0, count: Self.chunkBytes)
      let count = recv(descriptor, &chunk, chunk.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      frames.append(chunk[..<count])
    }
  }

  /// Sends a message; returns whether anybody takes it.
  func send(_ message: [UInt8]) -> Bool {
    let bytes = FrameBuffer.framed(message)
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      start += count
    }
    return true
  }
}
