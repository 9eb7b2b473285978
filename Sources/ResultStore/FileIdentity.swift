internal import Glibc

/// Which file a path names, whatever the file holds.
struct FileIdentity: Hashable {
  private let device: UInt64
  private let inode: UInt64

  /// Looks at a path; nil if it names nothing, or cannot be looked at.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
  }
}
