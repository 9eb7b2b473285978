// SPDX-License-Identifier: Apache-2.0

/// Something that happened, as the table of `Documentation/Model.md`, section 8, has it.
public struct NaiveEvent: Sendable, Hashable {
  /// What happened, with the number that the digest absorbs for it.
  public enum Kind: UInt64, Sendable, Hashable, CaseIterable {
    case stop = 1
    case exit = 2
    case allFree = 3
    case ready = 4
    case nodeGot = 5
    case nodeFailed = 6
    case cleanerStart = 7
    case cleanerEnd = 8
    case kswapdWake = 9
    case kswapdSleep = 10
    case kswapdHopeless = 11
    case stall = 12
    case resume = 13
    case drain = 14
    case outOfMemory = 15
    case notified = 16
    case kill = 17
    case exited = 18
    case taskStart = 19
    case taskDone = 20
    case request = 21
    case end = 22
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
