// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Keeps other processes from submitting out of a folder as long as it exists.
///
/// The system gives it up with the process, however that ends.
struct SlurmFolderLock: ~Copyable {
  private let descriptor: Int32

  init(_ folder: SlurmFolder) throws(SlurmError) {
    let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .folderUnusable(path: folder.path, reason: String(cString: strerror(errno)))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let number = errno
      close(descriptor)
      if number == EWOULDBLOCK { throw .busy(path: folder.path) }
      throw .folderUnusable(path: folder.path, reason: String(cString: strerror(number)))
    }
    self.descriptor = descriptor
  }

  deinit {
    // Closing is not enough: a child that has been forked and not yet executed has it open too.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
