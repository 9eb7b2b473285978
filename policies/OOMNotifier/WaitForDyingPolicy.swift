// SPDX-License-Identifier: Apache-2.0 OR MIT

internal import PolicyKit

/// Keeps the OOM killer waiting as long as a dying guest makes progress.
///
/// Idea: the killer already waits for a victim that is exiting; let it wait in the same way for any
/// process that dies slowly. No quota and no guess of a time: only standstill ends the wait.
///
/// Wins when a bystander would be blamed for memory that belongs to nobody: there is no kill while
/// the guest is dying, during the walk too, and the requester goes on at the cleaner's speed.
///
/// Loses when one page at a time is not enough: each wait ends with the first page, and the
/// requester runs through all of reclaim again for the next. During the walk it burns CPU in
/// retries, and a cleaner that stands still delays an unavoidable kill by `patience`.
///
/// Source: David Hildenbrand, 9 August 2021, who would make the OOM killer wait for a process that
/// dies slowly in a generic way,
/// https://lore.kernel.org/kvm/8f1502a4-8ee3-f70f-ca04-4a13d44368fb@redhat.com/; `out_of_memory`
/// and the reaper's delay of 2 s in `mm/oom_kill.c` of Linux 6.12.
///
/// Departs from the source in: the mail proposes no mechanism. Here it is a notifier of each dying
/// guest. With a cleaner at work it sleeps until one page is freed, which cannot spin; before that
/// nothing can be slept for, so it answers that there is no kill, for at most `patience` and at
/// most 1,024 times without progress: the second bound holds where retries cost no time.
struct WaitForDyingPolicy: OOMNotifierPolicy {
  static let name = "wait-for-dying"
  static let summary = "keeps the OOM killer waiting as long as a dying guest makes progress"

  /// Retries without progress after which the kill is let through whatever the clock says.
  private static let retriesMax = 1024

  private let patience: SimulatedDuration
  private var setAside: Pages = -1
  private var freed: Pages = -1
  private var standsStillSince = SimulatedInstant.start
  private var retries = 0

  init(_ setup: inout PolicySetup) {
    patience = setup(
      "patience", default: .seconds(2), in: .microseconds(1) ... .seconds(3600),
      "How long a dying guest may make no progress before the kill is let through.")
  }

  var registration: NotifierRegistration { NotifierRegistration(phases: [.walking, .cleaning]) }

  mutating func outOfMemory(_ view: OutOfMemoryView) -> OutOfMemoryAnswer {
    // Enough is freed already, or the kernel waits by itself: a sleep would be in vain.
    guard view.freedByEarlier == 0, !view.victimInFlight else { return .nothing }
    if view.cleaners > 0, view.setAside > 0 { return .wait(1, atMost: patience, .pages) }
    // Between the walk and the cleaner's first page nobody cleans, but memory is on its way.
    guard view.isWalking || view.setAside > 0 else { return .nothing }
    noteProgress(view)
    retries += 1
    let stoodStill = view.host.now - standsStillSince
    return stoodStill < patience && retries <= Self.retriesMax ? .abort : .nothing
  }

  private mutating func noteProgress(_ view: OutOfMemoryView) {
    guard view.setAside != setAside || view.freedSoFar != freed else { return }
    setAside = view.setAside
    freed = view.freedSoFar
    standsStillSince = view.host.now
    retries = 0
  }
}
