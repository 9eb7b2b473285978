// SPDX-License-Identifier: Apache-2.0 OR MIT

internal import PolicyKit

/// Lets every cleaner go on at full speed.
///
/// Idea: set-aside memory is of use to nobody; the sooner it is back the better.
///
/// Wins when a burst may come at any time, and whenever a CPU is idle.
///
/// Loses when all CPUs are busy and memory is plentiful: each cleaner takes a share of a CPU from
/// the living guests, for a memory that nobody asks for.
///
/// Source: the kernel thread of v1 patch 8, which yields after each page but never pauses (Claudio
/// Imbrenda, 17 May 2021,
/// https://lore.kernel.org/kvm/20210517200758.22593-9-imbrenda@linux.ibm.com/); the merged
/// `KVM_PV_ASYNC_CLEANUP_PERFORM` does the same.
///
/// Departs from the source in: nothing; yielding is the scheduler's business in the model.
struct UnpacedPolicy: ReclaimThrottlePolicy {
  static let name = "unpaced"
  static let summary = "lets every cleaner go on at full speed"

  init(_ setup: inout PolicySetup) {}

  mutating func pace(_ view: borrowing CleanerView) -> CleanerPace {
    .unpaced(.prediction.indifferent(to: .any))
  }
}
