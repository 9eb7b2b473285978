// SPDX-License-Identifier: Apache-2.0 OR MIT

internal import PolicyKit

/// Pauses for a fixed time after each batch of pages.
///
/// Idea: the oldest way to be polite in the background: do a little, sleep a little. The share of a
/// CPU that it takes is set once, whatever the host does.
///
/// Wins when the living guests need their CPUs evenly and bursts are rare: 509 pages of 4.5 us and
/// 5 ms of pause take a third of a CPU.
///
/// Loses when memory is short: the pauses go on while tasks wait for the pages. It is blind, and a
/// sleep of a few milliseconds is rounded up to whole jiffies where there are no fine timers.
///
/// Source: `mm/ksm.c` of Linux 6.12, which scans 100 pages and sleeps 20 ms, and `khugepaged`
/// likewise; the batch is a node of v1 patch 9,
/// https://lore.kernel.org/kvm/20210517200758.22593-10-imbrenda@linux.ibm.com/.
///
/// Departs from the source in: the numbers, and that the batch is counted in pages cleaned.
struct BatchAndPausePolicy: ReclaimThrottlePolicy {
  static let name = "batch-and-pause"
  static let summary = "pauses for a fixed time after each batch of pages"

  private let pages: Pages
  private let pause: SimulatedDuration

  init(_ setup: inout PolicySetup) {
    pages = setup(
      "pages", default: 509, in: 1...Pages.gibibytes(64),
      "Pages that are cleaned before each pause.")
    pause = setup(
      "pause", default: .milliseconds(5), in: .zero ... .seconds(3600), "How long each pause is.")
  }

  mutating func pace(_ view: borrowing CleanerView) -> CleanerPace {
    CleanerPace(
      burst: UInt32(clamping: pages.count), pause: pause, .prediction.indifferent(to: .any))
  }
}
