// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A file that appears under its name whole or not at all.
///
/// It is written under another name in the same folder and renamed at the end. Making one creates that
/// other file: whoever is about to work for an hour learns at once that the result cannot be kept.
/// When it goes out of use without a commit, nothing is left but what ``keep(_:)`` has kept.
internal struct AtomicFile: ~Copyable {
  /// Why a file could not be written, in the system's words.
  struct Failure: Error {
    let reason: String
  }

  private let destination: String
  private let temporary: String
  private let descriptor: Int32

  init(path: String) throws(Failure) {
    let destination = try Self.resolve(path)
    let temporary = "\(destination).\(getpid()).partial"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Failure(reason: systemReason(errno)) }
    self.destination = destination
    self.temporary = temporary
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
    // After a commit there is no such file any more, and this changes nothing.
    unlink(temporary)
  }

  /// Gives the name to a file with a text for the time being, whole or not at all.
  ///
  /// It is there when this process is killed; after a loss of power it may not be.
  func keep(_ text: String) throws(Failure) {
    let kept = "\(destination).\(getpid()).kept"
    let descriptor = open(kept, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { throw Failure(reason: systemReason(errno)) }
    defer {
      close(descriptor)
      unlink(kept)
    }
    try Self.write(text, to: descriptor)
    guard rename(kept, destination) == 0 else { throw Failure(reason: systemReason(errno)) }
  }

  /// Writes the text and gives the file its name.
  consuming func commit(_ text: String) throws(Failure) {
    try Self.write(text, to: descriptor)
    guard fsync(descriptor) == 0, rename(temporary, destination) == 0 else {
      throw Failure(reason: systemReason(errno))
    }
  }

  private static func write(_ text: String, to descriptor: Int32) throws(Failure) {
    var text = text
    var errorNumber: Int32 = 0
    text.withUTF8 { bytes in
      var offset = 0
      while offset < bytes.count {
        let count = Glibc.write(
          descriptor, bytes.baseAddress?.advanced(by: offset), bytes.count - offset)
        if count >= 0 { offset += count; continue }
        if errno == EINTR { continue }
        errorNumber = errno
        return
      }
    }
    guard errorNumber == 0 else { throw Failure(reason: systemReason(errorNumber)) }
  }

  /// Follows links, so that they stay, and refuses what a rename would destroy, such as `/dev/stdout`.
  private static func resolve(_ path: String) throws(Failure) -> String {
    guard !path.isEmpty else { throw Failure(reason: "the path is empty") }
    var status = stat()
    guard stat(path, &status) == 0 else {
      guard errno == ENOENT else { throw Failure(reason: systemReason(errno)) }
      return path
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Failure(reason: "something that is no regular file has this name")
    }
    guard let resolved = realpath(path, nil) else { throw Failure(reason: systemReason(errno)) }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
