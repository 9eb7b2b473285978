// SPDX-License-Identifier: Apache-2.0 OR MIT

internal import PolicyKit

/// Converts the page at hand and makes it the node that could not be had.
///
/// Idea: the walk has just cleaned a page of its own. Written over with the list of the next 509 it
/// needs no allocator at all, so a failure costs one conversion and never repeats at the next page.
///
/// Wins when memory stays below half of `min` throughout the walk: one conversion in 510 pages
/// instead of one for each, which is what a reserve for the whole guest achieves, without the
/// reserve.
///
/// Loses when the page would have served others: it is not freed before its node has been cleaned.
/// For a page that is mapped a second time the answer is illegal, and the mechanism converts it as
/// v1 did.
///
/// Source: no posted patch does this. v1 patch 9 (Claudio Imbrenda, 17 May 2021,
/// https://lore.kernel.org/kvm/20210517200758.22593-10-imbrenda@linux.ibm.com/) converts the page
/// and lets the unmap free it, because it may be shared.
///
/// Departs from the source in: it keeps the extra reference of the converted page, which only a
/// page mapped once allows.
struct RecycleAsNodePolicy: AllocationFailurePolicy {
  static let name = "recycle-as-node"
  static let summary = "converts the page at hand and makes it the node"

  init(_ setup: inout PolicySetup) {}

  mutating func failed(_ view: inout NodeFailureView) -> NodeFailureAnswer { .recyclePage }
}
