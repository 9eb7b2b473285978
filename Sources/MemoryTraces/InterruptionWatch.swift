// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Synchronization

/// Notes SIGINT, SIGTERM and SIGHUP instead of dying of them, as long as it exists.
///
/// Signals belong to the whole process, so there is one watch at a time. A signal that was ignored
/// before stays ignored: that is how `nohup` asks for it.
internal struct InterruptionWatch: ~Copyable {
  private static let inUse = Atomic<Bool>(false)
  private static let count = Atomic<Int>(0)
  private static let numberToForward = Atomic<Int32>(0)
  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  /// The `si_code` of a signal that a terminal sent, and sent to the whole process group with it.
  private static let sentByKernel: Int32 = 0x80

  private let previousActions: [sigaction]

  /// Returns nil if there is a watch already.
  init?() {
    guard Self.inUse.exchange(true, ordering: .acquiringAndReleasing) == false else { return nil }
    Self.count.store(0, ordering: .sequentiallyConsistent)
    Self.numberToForward.store(0, ordering: .sequentiallyConsistent)
    var action = sigaction()
    action.sa_flags = SA_SIGINFO | SA_RESTART
    // The handler does nothing but atomic stores: that is all that is safe in it.
    action.__sigaction_handler.sa_sigaction = { number, information, _ in
      InterruptionWatch.count.add(1, ordering: .sequentiallyConsistent)
      if information?.pointee.si_code != InterruptionWatch.sentByKernel {
        InterruptionWatch.numberToForward.store(number, ordering: .sequentiallyConsistent)
      }
    }
    var previousActions: [sigaction] = []
    for number in Self.signals {
      var previous = sigaction()
      sigaction(number, nil, &previous)
      previousActions.append(previous)
      if !Self.isIgnored(previous) { sigaction(number, &action, nil) }
    }
    self.previousActions = previousActions
  }

  deinit {
    for (number, action) in zip(Self.signals, previousActions) where !Self.isIgnored(action) {
      var action = action
      sigaction(number, &action, nil)
    }
    Self.inUse.store(false, ordering: .releasing)
  }

  /// How many signals have come.
  var count: Int { Self.count.load(ordering: .sequentiallyConsistent) }

  /// Returns, once, the last signal that came from a process and so has not reached the command.
  func takeSignalToForward() -> Int32? {
    let number = Self.numberToForward.exchange(0, ordering: .sequentiallyConsistent)
    return number == 0 ? nil : number
  }

  private static func isIgnored(_ action: sigaction) -> Bool {
    unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
