// SPDX-License-Identifier: Apache-2.0 OR MIT

/// What an allocation may do and how deep it may draw on the reserves.
///
/// Each class must leave the zone *above* its floor, `mm/page_alloc.c`, `__zone_watermark_ok` and
/// `gfp_to_alloc_flags` of Linux 6.12.
public enum AllocationClass: String, Sendable, Hashable, CaseIterable {
  /// `GFP_KERNEL` and user page faults: may reclaim and sleep; floor `min`.
  case kernel
  /// `GFP_NOWAIT`: may not sleep; floor `min`.
  case nowait
  /// `GFP_ATOMIC | __GFP_NOMEMALLOC`, as v1 patch 9 allocates its nodes: floor `min / 2`.
  case atomicNoMemalloc = "atomic-nomemalloc"
  /// `GFP_ATOMIC`: floor three eighths of `min`.
  case atomic
  /// `__GFP_MEMALLOC` and `PF_MEMALLOC`: may take the last page.
  case memalloc
}
