// SPDX-License-Identifier: Apache-2.0

/// Something that happens at a known instant, unless what it is for has gone by then.
enum Timer: BitwiseCopyable {
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
  /// A tick of a CPU that several actors share.
  case tick(cpu: Int32)
  /// The loads of CPUs are balanced.
  case balance
  /// The limit of the run.
  case limit

  /// Whether what it does depends on what actors have done so far, beyond free memory.
  @inline(__always)
  var readsBooks: Bool {
    switch self {
    case .arrival, .release: false
    default: true
    }
  }
}
