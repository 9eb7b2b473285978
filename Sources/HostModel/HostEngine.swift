// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// The host at an instant, and how it goes on.
///
/// The engine advances all actors at once to the next instant at which anything is decided
/// (`advance`), then runs that one event by itself. What an actor's acts do stands twice: page by page
/// where it acts, and in closed form in `enterBooks`; the tests hold the two against each other.
///
/// Every method mutates, those that only read as well: to a method that does not, the compiler hands
/// a copy of the whole struct, which took a quarter of the time.
struct HostEngine {
  /// Work without an end: a busy vCPU.
  static let endless: Int64 = 1 << 60
  /// Below this a run of all the pages of a host ends at an instant that fits into 64 bits.
  static let foreseenCostLimit: Int64 = 1 << 30

  let configuration: TrialConfiguration
  let observe: ((DecisionEvent) -> Void)?
  let step: StepLimit
  /// Whether every act is an event of its own.
  let isStepwise: Bool
  /// Whether bulk steps end sooner than they could.
  let isLimited: Bool
  /// Whether the host is looked at now and then.
  let keepsTimeline: Bool
  var stepGenerator: SeededGenerator

  // Costs and rules, unpacked for the hot path.
  let timeSlice: Int64
  let contextSwitch: Int64
  let paysAfter: Bool
  /// Whether a walk appends the page that it has a node for, and pays for both then.
  let appendsAfter: Bool
  let faultCost: Int64
  let servers: Int64
  let costs: UnpackedCosts
  let binding: PolicyBinding
  /// Whether there are notifiers at all: `none` registers nothing that could be called.
  let callsNotifiers: Bool

  // The zone.
  var free: Int64
  var pageCache: Int64
  /// Pages under reclaim.
  var isolated: Int64 = 0
  /// Reclaimable pages of the kernel's caches.
  var slab: Int64
  /// Page cache that is on the lists and never freed.
  let mappedCache: Int64
  /// Pages on per-CPU lists.
  var listed: Int64 = 0
  let marks: ZoneMarks
  let usesLists: Bool
  let listRule: PerCPUList.Rule
  var band = FreeBand()
  var kswapd = KswapdState()

  // The CPUs.
  let cpuCount: Int
  /// Whether the fair scheduler shares out the CPUs, in place of rings.
  let isFair: Bool
  var fair: FairScheduler
  var balanceIsArmed = false
  /// When the first tick is, and its number.
  var tickPhase: Int64 = 0
  var firstTick: Int64 = 0
  let rings: UnsafeMutablePointer<CPURing>
  let lanes: UnsafeMutablePointer<Lane>
  let laneCount: Int
  let running: UnsafeMutablePointer<Int32>
  var runningCount = 0
  var takers: Int64 = 0
  var freers: Int64 = 0
  var callers: Int64 = 0

  // The actors.
  let guests: UnsafeMutablePointer<GuestState>
  let guestCount: Int
  let cleaners: UnsafeMutablePointer<CleanerState>
  let cleanerCount: Int
  let tasks: UnsafeMutablePointer<TaskState>
  let taskCount: Int
  let threads: UnsafeMutablePointer<ThreadState>
  let threadCount: Int
  let boots: UnsafeMutablePointer<BootThread>
  let bootCount: Int
  var exits: [ExitState]
  var loads: [LoadState]
  let layout: LaneLayout

  // Time and events.
  var now: Int64 = 0
  var timers = TimerQueue()
  var digest = EventDigest()
  var outcome: RunOutcome?
  /// Whether the present event may have ended the run.
  var mayEnd = false
  var limit: Int64 = 0

  // The OOM path.
  var lockHolder: Int32 = -1
  var lockWaiters: Int32 = 0
  var stalled: Int32 = 0
  var victimsInFlight = 0
  var waitingForFree: [Int32] = []

  // What free memory may not pass in a bulk step.
  var thresholdsHold = false
  var thresholdBelow = Int64.min
  var thresholdAbove = Int64.max
  /// Whether a stretch between thresholds can be calm: no answer has to be renewed at the next page.
  var thresholdsAreCalm = false
  var livelock = LivelockWatch()

  var windowIsOpen = false
  var sampleDistance: Int64 = 10_000_000
  var record = Recorder()
  /// What policies see of the host, as far as it never changes.
  var unchangingView = HostView()

  /// Runs to the end.
  mutating func run() {
    start()
    while outcome == nil { advance() }
    finish()
  }

  /// Gives back what the engine has allocated; called once, by whoever made it.
  func deallocate() {
    rings.deinitialize(count: Swift.max(cpuCount, 1))
    rings.deallocate()
    lanes.deinitialize(count: laneCount)
    lanes.deallocate()
    running.deallocate()
    timers.deallocate()
    record.deallocate()
    for index in 0..<guestCount { guests[index].list.deallocate() }
    guests.deinitialize(count: guestCount)
    guests.deallocate()
    cleaners.deinitialize(count: cleanerCount)
    cleaners.deallocate()
    for index in 0..<taskCount {
      tasks[index].queue.deallocate()
      tasks[index].recent.deallocate()
    }
    tasks.deinitialize(count: taskCount)
    tasks.deallocate()
    threads.deinitialize(count: threadCount)
    threads.deallocate()
    boots.deinitialize(count: bootCount)
    boots.deallocate()
  }
}

/// Where the lanes begin that are found by their owner's number.
struct LaneLayout {
  var walk = 0
  var cleaner = 0
  var kswapd = 0
}

/// What is held against free memory, lowmem reserve included.
struct ZoneMarks {
  let min: Int64
  let low: Int64
  let high: Int64
  let halfMin: Int64
  let reserve: Int64
  private let atomicFloor: Int64
  private let lastFloor: Int64

  init(_ host: HostDescription) {
    let marks = host.marksWithReserve
    reserve = host.lowmemReserve.count
    min = marks.min.count
    low = marks.low.count
    high = marks.high.count
    halfMin = host.floor(of: .atomicNoMemalloc).count
    atomicFloor = host.floor(of: .atomic).count
    lastFloor = host.floor(of: .memalloc).count
  }

  /// The floor of a class, as ``HostDescription/floor(of:)`` says it.
  func floor(of allocationClass: AllocationClass) -> Int64 {
    switch allocationClass {
    case .kernel, .nowait: min
    case .atomicNoMemalloc: halfMin
    case .atomic: atomicFloor
    case .memalloc: lastFloor
    }
  }
}

/// kswapd during a trial.
struct KswapdState {
  enum Mode {
    case asleep
    case waking
    case awake
  }
  var mode = Mode.asleep
  var failures: Int64 = 0
  /// Since when it has given up, or -1.
  var hopelessSince: Int64 = -1
  /// Whether its item is a page, and not a pass that finds nothing.
  var hasPage = false

  /// Whether a request below low would wake it.
  var canBeWoken: Bool { mode == .asleep && failures < 16 }
}

/// Between which marks free memory is, and since when.
struct FreeBand {
  /// The greatest mark that free memory is not below.
  var lower: Int64 = 0
  /// The least mark that free memory is below.
  var upper: Int64 = .max
  var since: Int64 = 0
  var belowHigh: Int64 = 0
  var belowLow: Int64 = 0
  var belowMin: Int64 = 0
  var belowHalfMin: Int64 = 0
}

/// Watches for an OOM path that goes round without anybody getting a page.
struct LivelockWatch {
  var since: Int64 = -1
  var allocated: Int64 = -1
  var longest: Int64 = 0
}
