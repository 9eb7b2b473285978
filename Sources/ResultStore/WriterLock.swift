// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Glibc
internal import Synchronization

/// The right to write a results file, which one process at a time has.
///
/// It is a `flock` on a file of its own: SQLite's locks on the results stay undisturbed, and the kernel
/// gives this one back when the process dies in whatever way, so that a lock file that was left behind
/// hinders nobody. Network file systems of Linux carry `flock` to the server.
final class WriterLock: Sendable {
  /// The file that is locked, beside the results.
  let path: String
  private let descriptor: Mutex<Int32?>

  private init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = Mutex(descriptor)
  }

  deinit { release() }

  /// Takes the lock, or says who has it.
  static func take(
    forFile file: String, as holder: LockHolder
  ) throws(ResultStoreError) -> WriterLock {
    let path = sidecar(of: file)
    while true {
      // A link would have another file overwritten.
      let descriptor = Glibc.open(
        path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o644)
      guard descriptor >= 0 else {
        switch errno {
        case EACCES, EPERM, EROFS: throw .notWritable(path: file)
        case ENOSPC, EDQUOT: throw .diskFull(path: file)
        case ELOOP, ENXIO, EISDIR: throw foreign(path, of: file)
        default:
          throw .cannotOpen(
            path: file,
            detail: "no file can be made in its folder (\(String(cString: strerror(errno)))); "
              + "choose another folder")
        }
      }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        let reason = errno
        defer { Glibc.close(descriptor) }
        guard reason == EWOULDBLOCK else {
          throw .cannotOpen(
            path: file,
            detail: "its lock cannot be taken (\(String(cString: strerror(reason)))); choose a "
              + "folder on a file system with locks")
        }
        throw .locked(path: file, holder: holderOf(descriptor))
      }
      // The last holder may have removed the file between our opening and locking it.
      guard isStillThere(descriptor, path) else {
        Glibc.close(descriptor)
        continue
      }
      guard isLock(descriptor) else {
        Glibc.close(descriptor)
        throw foreign(path, of: file)
      }
      let text = Array(holder.text.utf8)
      // Who holds it is only for messages: a full disk does not make the lock void.
      _ = ftruncate(descriptor, 0)
      _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
      return WriterLock(path: path, descriptor: descriptor)
    }
  }

  /// Gives the lock back and removes its file; does nothing the second time.
  func release() {
    descriptor.withLock { descriptor in
      guard let open = descriptor else { return }
      // Removed while it is held: whoever opens it meanwhile finds that it is gone. If somebody else
      // has removed it, the path may name the lock of another.
      if Self.isStillThere(open, path) { unlink(path) }
      Glibc.close(open)
      descriptor = nil
    }
  }

  /// Whether a file is a lock of this program, or empty, and has no second name.
  private static func isLock(_ descriptor: Int32) -> Bool {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_nlink == 1
    else { return false }
    guard status.st_size > 0 else { return true }
    let holder = holderOf(descriptor)
    return (holder.process ?? 0) > 0 && !holder.started.isEmpty
  }

  private static func foreign(_ path: String, of file: String) -> ResultStoreError {
    .cannotOpen(
      path: file,
      detail: "'\(path)' is not a lock of this program, so it is not overwritten; move it away")
  }

  /// Two names of one file have one lock.
  private static func sidecar(of file: String) -> String {
    URL(fileURLWithPath: file).resolvingSymlinksInPath().path + ".lock"
  }

  private static func isStillThere(_ descriptor: Int32, _ path: String) -> Bool {
    var own = stat()
    var named = stat()
    return fstat(descriptor, &own) == 0 && stat(path, &named) == 0
      && own.st_ino == named.st_ino && own.st_dev == named.st_dev
  }

  private static func holderOf(_ descriptor: Int32) -> LockHolder {
    // A holder that has just got the lock writes its name in the next instant.
    for _ in 0..<10 {
      var bytes = [UInt8](repeating: 0, count: 65_536)
      let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
      if count > 0 { return LockHolder(text: String(decoding: bytes.prefix(count), as: UTF8.self)) }
      usleep(2_000)
    }
    return LockHolder(text: "")
  }
}
