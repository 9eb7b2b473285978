// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Which file a path names, whatever the file holds.
struct FileIdentity: Hashable {
  private let device: UInt64
  private let inode: UInt64
  /// Whether it is a file that keeps what is written, and no device, pipe or socket.
  let isRegular: Bool
  /// How many names it has.
  let nameCount: Int
  /// Its size in bytes.
  let size: Int64

  /// Whether both are the same file, whatever its size.
  func isSame(as other: FileIdentity) -> Bool { device == other.device && inode == other.inode }

  /// Looks at a path; nil if it names nothing, or cannot be looked at.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    nameCount = Int(status.st_nlink)
    size = Int64(status.st_size)
    isRegular = status.st_mode & S_IFMT == S_IFREG
  }
}
