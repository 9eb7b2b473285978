// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Synchronization

/// One of the streams that a program writes to, and whether it could be written.
///
/// A class because it stands for an open file.
final class StandardStream: Sendable {
  private let descriptor: Int32
  private let fault = Mutex<Int32?>(nil)

  /// Takes up the stream of a descriptor.
  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Why not all could be written, in the system's words; nil if it could, or if the reader has gone.
  var failure: String? {
    guard let number = fault.withLock({ $0 }), number != EPIPE else { return nil }
    return String(cString: strerror(number))
  }

  /// Writes a text; after a failure nothing more is written.
  func write(_ text: String) {
    fault.withLock { fault in
      guard fault == nil else { return }
      var text = text
      fault = text.withUTF8 { bytes in
        var start = 0
        while start < bytes.count {
          let count = Glibc.write(
            descriptor, bytes.baseAddress?.advanced(by: start), bytes.count - start)
          if count >= 0 {
            start += count
          } else if errno == EAGAIN {
            var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            poll(&ready, 1, -1)
          } else if errno != EINTR {
            return errno
          }
        }
        return nil
      }
    }
  }

  /// Closes the stream: some file systems tell only then that they have no room.
  func close() {
    fault.withLock { fault in
      let number = Glibc.close(descriptor) == 0 ? nil : errno
      if fault == nil, let number, number != EBADF { fault = number }
    }
  }

  /// Makes sure that files which are opened later are not taken for a standard stream that is closed,
  /// and that a reader who has had enough does not end this process.
  ///
  /// What is closed cannot be written afterwards either.
  static func settle() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
    where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest number that is free is this one.
      _ = open("/dev/null", O_RDONLY)
    }
    signal(SIGPIPE, SIG_IGN)
  }
}
