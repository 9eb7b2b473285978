/// Something that happens at a known instant, unless what it is for has gone by then.
struct Timer: BitwiseCopyable {
  enum Action: BitwiseCopyable {
    /// An actor comes back to the CPUs; void if its generation has moved on.
    case wake(lane: Int32, generation: UInt32)
    /// The order to stop a guest.
    case stop(guest: Int32)
    /// A task begins.
    case taskStart(task: Int32)
    /// A burst arrives.
    case arrival(task: Int32)
    /// A burst is released; void if its epoch has passed.
    case release(task: Int32, pages: Int64, epoch: Int32)
    /// A task has held its memory long enough.
    case taskRelease(task: Int32)
    /// The state is looked at.
    case sample
    /// The window in which useful time counts is over.
    case windowEnd
    /// The limit of the run.
    case limit
  }

  let action: Action
  /// The key, and below it what orders events of one key: first scheduled, first run.
  private let order: UInt128

  init(key: EventKey, sequence: UInt64, action: Action) {
    self.action = action
    order = UInt128(key.word) << 64 | UInt128(sequence)
  }

  @inline(__always)
  var key: EventKey { EventKey(word: UInt64(truncatingIfNeeded: order >> 64)) }

  @inline(__always)
  static func < (left: Self, right: Self) -> Bool {
    left.order < right.order
  }
}
