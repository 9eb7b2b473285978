// SPDX-License-Identifier: Apache-2.0

/// Where the mechanism can go more than one way.
///
/// Each kernel generation is a bundle of these values (``KernelGeneration/rules``). Other values are
/// those of another generation, of the reference workload RW-1, or bounds; each is a named switch of
/// the one engine, so that none has a path of its own.
public struct MechanismRules: Sendable, Hashable {
  /// When an actor that frees pages pays for one.
  public enum Payment: String, Sendable, Hashable, CaseIterable {
    /// It works first, then the page is free: the kernel's order.
    case before
    /// The page is free at once, then it works: RW-1.
    case after
  }

  /// In which order set-aside pages are cleaned.
  public enum CleaningOrder: String, Sendable, Hashable, CaseIterable {
    /// The newest node first, within a node the oldest page first: v1 patch 9 adds at the head.
    case newestNodeFirst = "newest-node-first"
    /// The oldest page first: RW-1.
    case oldestFirst = "oldest-first"
  }

  /// What becomes of the page at which a node is needed.
  public enum PageAtNewNode: String, Sendable, Hashable, CaseIterable {
    /// It is exported, then the node is tried: v1 patch 9.
    case converted
    /// The node is tried first; the page goes into it, or is destroyed if there is none: RW-1.
    case appended
  }

  /// How a requester cleans pages itself in a notifier.
  public enum NotifierWork: String, Sendable, Hashable, CaseIterable {
    /// Page by page, each free when its call has been paid.
    case timed
    /// All at once, then it pays: RW-1.
    case instant
  }

  /// When barren reclaim gives up.
  public enum ReclaimRetry: String, Sendable, Hashable, CaseIterable {
    /// At once when free and reclaimable pages together are not above `min`: `should_reclaim_retry`
    /// before the fix of CVE-2024-57884.
    case hopeful
    /// The same, but free pages count twice when nothing is reclaimable: `zone_reclaimable_pages`
    /// returns them then, from that fix on.
    case freeCountedTwice = "free-counted-twice"
    /// Only after all retries: RW-1.
    case always
  }

  /// How much one pass of direct reclaim takes from the page cache.
  public enum DirectReclaim: String, Sendable, Hashable, CaseIterable {
    /// At most 32 pages (`SWAP_CLUSTER_MAX`).
    case cluster
    /// At least 32 pages, and 1/4096 of the list, as `shrink_lruvec` scans at `DEF_PRIORITY`.
    case proportional
  }

  /// In which order notifiers of equal priority are asked.
  public enum ChainOrder: String, Sendable, Hashable, CaseIterable {
    /// By the guest's place in the file.
    case guest
    /// By the order to stop, at which they were registered: `notifier_chain_register`.
    case registration
  }

  /// How candidates of the OOM killer are compared.
  public enum Badness: String, Sendable, Hashable, CaseIterable {
    /// Pages + adjustment x memory / 1000; the first among equals dies.
    case firstAmongEquals = "first-among-equals"
    /// Pages + adjustment x (memory / 1000); the last among equals dies: `oom_badness` and
    /// `oom_evaluate_task`.
    case lastAmongEquals = "last-among-equals"
  }

  /// How a CPU's own list of free pages is filled and emptied.
  public enum PerCPULists: String, Sendable, Hashable, CaseIterable {
    /// A batch at a time both ways, up to six batches: up to Linux 5.13.
    case batch
    /// A batch when empty; frees of a row give back batches that double (`free_factor`): Linux 6.1.
    case freeFactor = "free-factor"
    /// Refills double too (`alloc_factor`), and as many go back as were freed in a row
    /// (`free_count`): Linux 6.12.
    case allocFactor = "alloc-factor"
  }

  /// When a sleep of the kernel ends.
  public enum Timers: String, Sendable, Hashable, CaseIterable {
    /// After exactly its duration.
    case exact
    /// At a tick, never early and a tick late at best: the timer wheel (`calc_index`).
    case wheel
  }

  /// When a killed task begins to give back its memory.
  public enum VictimThreads: String, Sendable, Hashable, CaseIterable {
    /// At once: its threads vanish.
    case vanish
    /// Once the last of its threads that sleep uninterruptibly has woken: `exit_mm`.
    case holdMemory = "hold-memory"
  }

  /// Who runs next on a shared CPU.
  public enum Scheduler: String, Sendable, Hashable, CaseIterable {
    /// Everybody in turn for a quantum by weight, without groups.
    case roundRobin = "round-robin"
    /// Who has had least weighted time: `kernel/sched/fair.c` of Linux 6.1.
    case cfs
    /// Of those that are owed time, who has the earliest deadline: Linux 6.12.
    case eevdf
  }

  /// What happens when an actor wakes up on a CPU that is at work.
  public enum WakeUp: String, Sendable, Hashable, CaseIterable {
    /// It is placed with a credit for its sleep, and preempts if it is far enough behind: Linux 6.1.
    case sleeperCredit = "sleeper-credit"
    /// It is placed with the lag that it went to sleep with, and preempts if it is owed time and the
    /// one at work is not protected: Linux 6.12.
    case carriedLag = "carried-lag"
    /// It preempts always: a bound.
    case preempts
    /// It never preempts: a bound.
    case waits
  }

  /// Where the ticks of the clock lie.
  public enum TickPhase: String, Sendable, Hashable, CaseIterable {
    /// The trial begins on a tick.
    case zero
    /// Drawn from the seed.
    case drawn
  }

  /// Which mark a request is held against before the OOM killer is called.
  public enum LastTest: String, Sendable, Hashable, CaseIterable {
    /// `high`, so that a parallel kill is noticed: `__alloc_pages_may_oom`.
    case high
    /// `min`: RW-1.
    case min
  }

  /// How a killed task's memory comes back.
  public enum KillRefund: String, Sendable, Hashable, CaseIterable {
    /// Page by page, as it exits.
    case overTime = "over-time"
    /// At once: RW-1.
    case instant
  }

  /// Which floor a node allocation has.
  public enum NodeFloor: String, Sendable, Hashable, CaseIterable {
    /// That of its allocation class.
    case allocationClass = "class"
    /// `min`: RW-1.
    case min
  }

  /// When a freeing actor pays.
  public var payment: Payment
  /// In which order set-aside pages are cleaned.
  public var cleaningOrder: CleaningOrder
  /// Pages that a node holds, 1...65,535; `PV_MAX_LAZY_COUNT` = (4096 - 24) / 8 = 509.
  public var pagesPerNode: Int64
  /// What becomes of the page at which a node is needed.
  public var pageAtNewNode: PageAtNewNode
  /// How a requester cleans pages itself.
  public var notifierWork: NotifierWork
  /// When barren reclaim gives up.
  public var reclaimRetry: ReclaimRetry
  /// Barren passes that are followed by another one; `MAX_RECLAIM_RETRIES` = 16.
  public var reclaimRetries: Int64
  /// Which mark is tested last.
  public var lastTest: LastTest
  /// How a killed task's memory comes back.
  public var killRefund: KillRefund
  /// Which floor a node allocation has.
  public var nodeFloor: NodeFloor
  /// How much one pass of direct reclaim takes from the page cache.
  public var directReclaim: DirectReclaim
  /// Reclaimable slab pages that a pass frees which finds nothing else, 1...4096; an assumption, as
  /// a slab page is free only when all its objects are.
  public var slabPagesPerPass: Int64
  /// In which order notifiers of equal priority are asked.
  public var chainOrder: ChainOrder
  /// How candidates of the OOM killer are compared.
  public var badness: Badness
  /// How per-CPU lists are filled and emptied.
  public var perCPULists: PerCPULists
  /// When a sleep of the kernel ends.
  public var timers: Timers
  /// Ticks that `msleep` adds to its timeout, 0 or 1.
  public var msleepExtraTicks: Int64
  /// Where the ticks of the clock lie.
  public var tickPhase: TickPhase
  /// When a killed task begins to give back its memory.
  public var victimThreads: VictimThreads
  /// How the memory of a task that is done comes back.
  public var completionRefund: KillRefund
  /// Who runs next on a shared CPU.
  public var scheduler: Scheduler
  /// What happens when an actor wakes up on a CPU that is at work.
  public var wakeUp: WakeUp

  /// Rules; those that are not given are the ones of engine 3.
  public init(
    payment: Payment = .before, cleaningOrder: CleaningOrder = .newestNodeFirst,
    pagesPerNode: Int64 = 509, pageAtNewNode: PageAtNewNode = .converted,
    notifierWork: NotifierWork = .timed, reclaimRetry: ReclaimRetry = .hopeful,
    reclaimRetries: Int64 = 16, lastTest: LastTest = .high, killRefund: KillRefund = .overTime,
    nodeFloor: NodeFloor = .allocationClass, directReclaim: DirectReclaim = .cluster,
    slabPagesPerPass: Int64 = 32, chainOrder: ChainOrder = .guest,
    badness: Badness = .firstAmongEquals, perCPULists: PerCPULists = .allocFactor,
    timers: Timers = .exact, msleepExtraTicks: Int64 = 0, tickPhase: TickPhase = .zero,
    victimThreads: VictimThreads = .vanish, completionRefund: KillRefund = .instant,
    scheduler: Scheduler = .roundRobin, wakeUp: WakeUp = .waits
  ) {
    self.payment = payment
    self.cleaningOrder = cleaningOrder
    self.pagesPerNode = pagesPerNode
    self.pageAtNewNode = pageAtNewNode
    self.notifierWork = notifierWork
    self.reclaimRetry = reclaimRetry
    self.reclaimRetries = reclaimRetries
    self.lastTest = lastTest
    self.killRefund = killRefund
    self.nodeFloor = nodeFloor
    self.directReclaim = directReclaim
    self.slabPagesPerPass = slabPagesPerPass
    self.chainOrder = chainOrder
    self.badness = badness
    self.perCPULists = perCPULists
    self.timers = timers
    self.msleepExtraTicks = msleepExtraTicks
    self.tickPhase = tickPhase
    self.victimThreads = victimThreads
    self.completionRefund = completionRefund
    self.scheduler = scheduler
    self.wakeUp = wakeUp
  }
}
