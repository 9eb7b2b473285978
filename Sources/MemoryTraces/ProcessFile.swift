// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Reads the small files below `/proc`, many times a second and without allocating for each.
internal struct ProcessFile {
  /// Why a file could not be read.
  enum Failure: Error {
    /// The process has ended.
    case gone

    /// The process lives but is somebody else's.
    case denied
  }

  /// Large enough for `smaps_rollup`, and for the list of some thousand children.
  private static let bytesMax = 64 << 10

  private var buffer = [UInt8](repeating: 0, count: bytesMax)

  /// Returns the content of a file, cut off at 64 KiB.
  mutating func read(_ path: String) throws(Failure) -> ArraySlice<UInt8> {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure() }
    defer { close(descriptor) }
    var count = 0
    while count < Self.bytesMax {
      let part = buffer.withUnsafeMutableBytes { bytes in
        Glibc.read(descriptor, bytes.baseAddress?.advanced(by: count), Self.bytesMax - count)
      }
      if part == 0 { break }
      if part > 0 { count += part; continue }
      if errno != EINTR { throw Self.failure() }
    }
    return buffer[..<count]
  }

  private static func failure() -> Failure {
    errno == EACCES || errno == EPERM ? .denied : .gone
  }
}
