// SPDX-License-Identifier: Apache-2.0

public import PolicyKit

/// The machine: one memory zone and its CPUs.
public struct HostDescription: Sendable, Hashable {
  /// How many CPUs there are.
  public enum CPUs: Sendable, Hashable {
    /// Every actor has a CPU of its own: an idealisation for reference workloads.
    case unlimited
    /// So many, 1...1024, shared by all actors.
    case count(Int64)
  }

  /// Where the watermarks come from.
  public enum WatermarkSource: Sendable, Hashable {
    /// The kernel's formulas, with this `watermark_scale_factor` (1...3000, parts of 10,000).
    case kernel(scaleFactor: Int64)
    /// These pages.
    case explicit(min: Pages, low: Pages, high: Pages)
  }

  /// How many pages a per-CPU list holds before it gives some back.
  public enum PerCPUListHigh: Sendable, Hashable {
    /// No lists: every page goes straight to the zone and comes straight from it.
    case off
    /// `low / cpus`, at least four batches: `zone_highsize` of Linux 6.12; six batches up to 5.13.
    case kernel
    /// So many pages.
    case pages(Pages)
  }

  /// All pages that the zone manages.
  public var memory: Pages
  /// The CPUs.
  public var cpus: CPUs
  /// How long an actor runs before the next one on its CPU has its turn; 1 us...1 s.
  ///
  /// Of weight 100 under `round-robin`, the least time under `cfs` (`sched_min_granularity`), the
  /// base slice under `eevdf`.
  public var timeSlice: SimulatedDuration
  /// The period within which each of a few actors runs once under `cfs` (`sched_latency`); 1 us...1 s.
  public var schedulingLatency: SimulatedDuration
  /// How far behind a waking actor must be to preempt under `cfs` (`sched_wakeup_granularity`).
  public var wakeUpGranularity: SimulatedDuration
  /// The length of a jiffy; 10 ms at 100 Hz.
  public var tick: SimulatedDuration
  /// Where the watermarks come from.
  public var watermarks: WatermarkSource
  /// Pages kept from all but memalloc requests, on top of each mark.
  public var lowmemReserve: Pages
  /// Pages of the kernel; never reclaimed.
  public var inUseByKernel: Pages
  /// Pages of processes that the experiment does not name; never reclaimed, for there is no swap.
  public var inUseAnonymous: Pages
  /// Clean page cache; reclaim can drop all of it.
  public var cleanPageCache: Pages
  /// Mapped page cache that is in use again whenever reclaim meets it: on the lists, never freed.
  public var mappedPageCache: Pages
  /// Slab pages that reclaim can free; on no list, so that no test counts on them.
  public var reclaimableSlab: Pages
  /// Whether khugepaged runs, which raises `min`.
  public var transparentHugePages: Bool
  /// Pages that move between a per-CPU list and the zone at a time, at least.
  public var perCPUListBatch: Pages
  /// How many pages a per-CPU list holds.
  public var perCPUListHigh: PerCPUListHigh

  /// Describes a host; what is not given is an idle s390 host with 100 Hz.
  public init(
    memory: Pages, cpus: CPUs = .count(8), timeSlice: SimulatedDuration = .milliseconds(3),
    schedulingLatency: SimulatedDuration = .milliseconds(24),
    wakeUpGranularity: SimulatedDuration = .milliseconds(4),
    tick: SimulatedDuration = .milliseconds(10),
    watermarks: WatermarkSource = .kernel(scaleFactor: 10),
    lowmemReserve: Pages = 0, inUseByKernel: Pages = 0, inUseAnonymous: Pages = 0,
    cleanPageCache: Pages = 0, mappedPageCache: Pages = 0, reclaimableSlab: Pages = 0,
    transparentHugePages: Bool = false, perCPUListBatch: Pages = 63,
    perCPUListHigh: PerCPUListHigh = .kernel
  ) {
    self.memory = memory
    self.cpus = cpus
    self.timeSlice = timeSlice
    self.schedulingLatency = schedulingLatency
    self.wakeUpGranularity = wakeUpGranularity
    self.tick = tick
    self.watermarks = watermarks
    self.lowmemReserve = lowmemReserve
    self.inUseByKernel = inUseByKernel
    self.inUseAnonymous = inUseAnonymous
    self.cleanPageCache = cleanPageCache
    self.mappedPageCache = mappedPageCache
    self.reclaimableSlab = reclaimableSlab
    self.transparentHugePages = transparentHugePages
    self.perCPUListBatch = perCPUListBatch
    self.perCPUListHigh = perCPUListHigh
  }
}
