// SPDX-License-Identifier: Apache-2.0 OR MIT

internal import PolicyKit

/// Converts the page at hand and tries for a node again at the next one.
///
/// Idea: the bookkeeping heals itself. The page that is converted at once is freed a moment later,
/// so that a node can usually be had for the next page.
///
/// Wins when the shortage is short or comes from ordinary tasks: those stop at `min`, the node
/// allocation only at half of it, and each converted page pays for the next node.
///
/// Loses when somebody who may go below half of `min`, a network card say, keeps memory there all
/// the time: then every page costs a failed allocation and a conversion, and the guest waits for
/// all.
///
/// Source: Claudio Imbrenda, "KVM: s390: pv: extend lazy destroy to handle shutdown", v1 patch 9 of
/// 11, 17 May 2021, https://lore.kernel.org/kvm/20210517200758.22593-10-imbrenda@linux.ibm.com/.
///
/// Departs from the source in: nothing. Whether a conversion destroys or exports the page is set by
/// the mechanism; v1 exported.
struct ConvertOnePolicy: AllocationFailurePolicy {
  static let name = "convert-one"
  static let summary = "converts the page at hand, then tries for a node again"

  init(_ setup: inout PolicySetup) {}

  mutating func failed(_ view: inout NodeFailureView) -> NodeFailureAnswer { .convert(1) }
}
