// SPDX-License-Identifier: Apache-2.0

/// Something that happened in the model, whatever the engine's step: the stream of these is what two
/// runs are compared by.
public struct DecisionEvent: Sendable, Hashable {
  /// What happened; the table is in `Documentation/Model.md`, section 8.
  public enum Kind: UInt64, Sendable, Hashable, CaseIterable {
    /// Life of a guest: the order to stop.
    case stop = 1
    /// The manager can reap the process, or the next boot begins.
    case exit
    /// The last page of the dead instance is free.
    case allFree
    /// The next boot has touched its declared share.
    case ready
    /// A node could be had.
    case nodeGot
    /// A node could not be had.
    case nodeFailed
    /// A cleaner began.
    case cleanerStart
    /// A cleaner ended.
    case cleanerEnd
    /// kswapd was woken.
    case kswapdWake
    /// kswapd slept: enough is free.
    case kswapdSleep
    /// kswapd slept: it has given up.
    case kswapdHopeless
    /// A thread could not have a page.
    case stall
    /// It has one now.
    case resume
    /// All per-CPU lists were drained.
    case drain
    /// `out_of_memory()` was called.
    case outOfMemory
    /// A notifier was asked and is through.
    case notified
    /// A victim was marked.
    case kill
    /// A victim has given back all its memory.
    case exited
    /// A task began.
    case taskStart
    /// A task has no more requests.
    case taskDone
    /// A request completed.
    case request
    /// The run ended.
    case end
  }

  /// What happened.
  public let kind: Kind
  /// When, in nanoseconds.
  public let time: Int64
  /// To whom.
  public let who: Int64
  /// Free pages at that instant.
  public let free: Int64
  /// What the kind's row of the table says.
  public let value: Int64

  /// Makes an event.
  public init(kind: Kind, time: Int64, who: Int64, free: Int64, value: Int64) {
    self.kind = kind
    self.time = time
    self.who = who
    self.free = free
    self.value = value
  }
}
