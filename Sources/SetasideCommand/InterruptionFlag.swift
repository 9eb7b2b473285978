// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Synchronization

/// Notes a Ctrl-C, so that what is under way can be finished and kept.
///
/// A second one ends the process at once; workers end with it, and what was committed stays.
enum InterruptionFlag {
  private static let count = Atomic<Int>(0)
  private static let lastWords: StaticString = "\nstopped at once; what was committed is kept\n"

  /// Whether SIGINT, SIGTERM or SIGHUP has come since ``watch()``.
  static var isRaised: Bool { count.load(ordering: .relaxed) > 0 }

  /// Starts to note signals; one that was ignored stays ignored.
  static func watch() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      var previous = sigaction()
      sigaction(number, nil, &previous)
      let isIgnored =
        unsafeBitCast(previous.__sigaction_handler.sa_handler, to: Int.self)
        == unsafeBitCast(SIG_IGN, to: Int.self)
      guard !isIgnored else { continue }
      var action = sigaction()
      action.sa_flags = SA_RESTART
      // Nothing but atomic operations and plain system calls is safe in a handler.
      action.__sigaction_handler.sa_handler = { _ in
        guard InterruptionFlag.count.add(1, ordering: .relaxed).oldValue > 0 else { return }
        let words = InterruptionFlag.lastWords
        write(STDERR_FILENO, words.utf8Start, words.utf8CodeUnitCount)
        _exit(ExitStatus.interrupted.rawValue)
      }
      sigaction(number, &action, nil)
    }
  }
}
