// SPDX-License-Identifier: Apache-2.0 OR MIT

internal import PolicyKit

/// Lets the requester sleep until the cleaner has freed a quota of pages.
///
/// Idea: the cleaner is at work on this very memory; wait exactly as long as it takes to free a
/// useful amount, then say so, so that nobody is killed.
///
/// Wins when the cleaner makes progress: at 4.5 us a page a quota of 256 takes 1.2 ms, a
/// seventeenth of the fixed sleep that v2 used, and it adapts to slower machines by itself.
///
/// Loses when the cleaner does not run, starved of CPU or paused by its throttle: then the whole
/// timeout passes under `oom_lock` and the kill comes all the same. With several allocating threads
/// the losers of `oom_lock` sleep whole jiffies, and that hides what it saves.
///
/// Source: Christian Borntraeger, 18 May 2021, who lets the notifier wait for 256 pages,
/// https://lore.kernel.org/kvm/cb21db5f-f303-5b4b-6fab-5b28728e8ef2@de.ibm.com/.
///
/// Departs from the source in: the timeout, of which the mail says nothing; no wait when there is
/// no cleaner or nothing set aside, and never for more than is set aside.
struct WaitForQuotaPolicy: OOMNotifierPolicy {
  static let name = "wait-for-quota"
  static let summary = "lets the requester sleep until the cleaner has freed a quota"

  private let pages: Pages
  private let timeout: SimulatedDuration
  private let counter: OutOfMemoryAnswer.Counter

  init(_ setup: inout PolicySetup) {
    pages = setup(
      "pages", default: 256, in: 1...Pages.gibibytes(64),
      "Pages that must have been freed before the requester goes on.")
    timeout = setup(
      "timeout", default: .milliseconds(100), in: .microseconds(1) ... .seconds(3600),
      "The longest sleep; afterwards what was freed by then is reported.")
    counter = setup.choice(
      "counter", default: OutOfMemoryAnswer.Counter.pages,
      "Whether freed memory is counted page by page or when a node is finished.")
  }

  mutating func outOfMemory(_ view: OutOfMemoryView) -> OutOfMemoryAnswer {
    guard view.cleaners > 0, view.setAside > 0 else { return .nothing }
    return .wait(min(pages, view.setAside), atMost: timeout, counter)
  }
}
