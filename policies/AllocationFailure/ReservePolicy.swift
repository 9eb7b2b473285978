// SPDX-License-Identifier: Apache-2.0 OR MIT

internal import PolicyKit

/// Takes nodes from a reserve, filled when the guest started, while the allocator has none.
///
/// Idea: at the guest's start memory is there and the allocation may sleep; a few node pages kept
/// from then on make the walk independent of the allocator. One node of 509 pages costs 0.2 % of
/// what it books, so a reserve for the whole of a 64 GiB guest is 129 MiB.
///
/// Wins when somebody who may go below half of `min` keeps memory there during the walk, and the
/// reserve is large enough to outlast it.
///
/// Loses everywhere else: the reserve is memory that nobody can use as long as the guest lives, and
/// shortages made by ordinary tasks cause hardly any failures. A reserve that runs dry half-way
/// gains in proportion.
///
/// Source: the advice in `include/linux/gfp_types.h` of Linux 6.12 to prefer a preallocated pool to
/// `__GFP_MEMALLOC`, and `mm/mempool.c`; applied to v1 patch 9 of the lazy-destroy series,
/// https://lore.kernel.org/kvm/20210517200758.22593-10-imbrenda@linux.ibm.com/.
///
/// Departs from the source in: a mempool is refilled as its elements are freed; this reserve is
/// filled once, for a walk frees no node.
struct ReservePolicy: AllocationFailurePolicy {
  static let name = "reserve"
  static let summary = "takes nodes from a reserve while the allocator has none"

  private enum Fallback: String, CaseIterable {
    case convertOne = "convert-one"
    case synchronousRest = "synchronous-rest"
  }

  private let nodes: Int64
  private let fallback: Fallback

  init(_ setup: inout PolicySetup) {
    nodes = setup(
      "nodes", default: 1024, in: 0...1_000_000,
      "Node pages that are set apart when the guest starts.")
    fallback = setup.choice(
      "when-empty", default: Fallback.convertOne,
      "What happens after a failure once the reserve is used up.")
  }

  mutating func refill(_ view: ReserveView) -> Pages { Pages(nodes) }

  mutating func failed(_ view: inout NodeFailureView) -> NodeFailureAnswer {
    guard view.reserve == 0 else { return .takeReserve }
    return switch fallback {
    case .convertOne: .convert(1)
    case .synchronousRest: .convertRest
    }
  }
}
