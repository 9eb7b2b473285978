// SPDX-License-Identifier: Apache-2.0 OR MIT

internal import PolicyKit

/// Sleeps for a fixed time and reports what the cleaner has freed meanwhile.
///
/// Idea: the simplest wait that can be written in a notifier: read the counter, sleep, read it
/// again. When notifiers before it have freed enough it stands aside, so that many dying guests do
/// not add up their sleeps.
///
/// Wins when one guest is dying and its cleaner finishes some nodes in each sleep: 20 ms are about
/// 4,400 pages at 4.5 us, plenty for the requester.
///
/// Loses when a page takes longer than about 39 us: no node may be finished in 20 ms, nothing is
/// reported and the kill goes ahead although cleaning progresses. Each sleep holds `oom_lock`;
/// while cleaning is slow, the sleeps of several dying guests add up until the sum passes
/// `skip-above`.
///
/// Source: Claudio Imbrenda, "KVM: s390: pv: add OOM notifier for lazy destroy", v2 patch 12 of 13,
/// 28 July 2021, https://lore.kernel.org/kvm/20210728142631.41860-13-imbrenda@linux.ibm.com/, and
/// v3 patch 13 of 14. The defaults follow the code (20 ms, more than 1024), not its message (10 ms,
/// at least 1024).
///
/// Departs from the source in: nothing; `msleep` may add a jiffy in some kernels, which is left
/// out.
struct SleepAndReportPolicy: OOMNotifierPolicy {
  static let name = "sleep-and-report"
  static let summary = "sleeps for a fixed time and reports what was freed meanwhile"

  private let sleep: SimulatedDuration
  private let skipAbove: Pages
  private let counter: OutOfMemoryAnswer.Counter

  init(_ setup: inout PolicySetup) {
    sleep = setup(
      "sleep", default: .milliseconds(20), in: .microseconds(1) ... .seconds(3600),
      "How long the requester sleeps.")
    skipAbove = setup(
      "skip-above", default: 1024, in: 0...Pages.gibibytes(64),
      "It does nothing when notifiers before it have freed more than this.")
    counter = setup.choice(
      "counter", default: OutOfMemoryAnswer.Counter.nodes,
      "Whether freed memory is counted page by page or when a node is finished.")
  }

  var registration: NotifierRegistration {
    NotifierRegistration(priority: 70, scope: .global, phases: [.cleaning])
  }

  mutating func outOfMemory(_ view: OutOfMemoryView) -> OutOfMemoryAnswer {
    view.freedByEarlier > skipAbove ? .nothing : .sleep(sleep, counter)
  }
}
