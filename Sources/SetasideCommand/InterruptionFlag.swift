internal import Glibc
internal import Synchronization

/// Notes a Ctrl-C, so that what is under way can be finished and kept.
///
/// A second one ends the process at once, as if nobody had noted the first.
enum InterruptionFlag {
  private static let isSet = Atomic<Bool>(false)

  /// Whether SIGINT or SIGTERM has come since ``watch()``.
  static var isRaised: Bool { isSet.load(ordering: .relaxed) }

  /// Starts to note signals; one that was ignored stays ignored.
  static func watch() {
    for number in [SIGINT, SIGTERM] {
      var previous = sigaction()
      sigaction(number, nil, &previous)
      let isIgnored =
        unsafeBitCast(previous.__sigaction_handler.sa_handler, to: Int.self)
        == unsafeBitCast(SIG_IGN, to: Int.self)
      guard !isIgnored else { continue }
      var action = sigaction()
      action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND)) | SA_RESTART
      // Nothing but an atomic store is safe in a handler.
      action.__sigaction_handler.sa_handler = { _ in
        InterruptionFlag.isSet.store(true, ordering: .relaxed)
      }
      sigaction(number, &action, nil)
    }
  }
}
