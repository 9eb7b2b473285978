// SPDX-License-Identifier: Apache-2.0 OR MIT

internal import PolicyKit

/// Converts a batch of pages before it tries for a node again.
///
/// Idea: where one allocation has failed the next will fail too; leave the allocator in peace until
/// the batch has given some memory back.
///
/// Wins when memory stays short throughout the walk: it saves the failed attempts, which are a few
/// percent of a page's conversion, and the wake-ups of kswapd that each of them makes.
///
/// Loses when one page would have been enough: the rest of the batch is converted while the dying
/// guest waits, although nodes were to be had again.
///
/// Source: the walk of v1 patch 9 (Claudio Imbrenda, 17 May 2021,
/// https://lore.kernel.org/kvm/20210517200758.22593-10-imbrenda@linux.ibm.com/), with the idea of
/// `mm/mmu_gather.c` in Linux 6.12, which flushes all it has gathered when it cannot have another
/// page for its batches.
///
/// Departs from the source in: v1 tries at every page. `mm/mmu_gather.c` flushes what lies behind
/// it; this converts what lies ahead, for set-aside pages are already unmapped.
struct ConvertBatchPolicy: AllocationFailurePolicy {
  static let name = "convert-batch"
  static let summary = "converts a batch of pages before it tries for a node again"

  private let pages: Pages

  init(_ setup: inout PolicySetup) {
    pages = setup(
      "pages", default: 64, in: 1...Pages.gibibytes(64),
      "Pages that are converted at once after each failure, the page at hand included.")
  }

  mutating func failed(_ view: inout NodeFailureView) -> NodeFailureAnswer { .convert(pages) }
}
