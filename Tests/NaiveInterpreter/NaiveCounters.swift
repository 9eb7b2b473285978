// SPDX-License-Identifier: Apache-2.0

/// Counters and integrals of a run, each taken in the plainest way.
public struct NaiveCounters: Sendable, Hashable {
  /// Events of the agenda, ends of slots included.
  public var steps: Int64 = 0
  /// Least free memory, as the zone counts it.
  public var freeMinimum: Int64 = .max
  /// Time with less than `high` free, in nanoseconds.
  public var belowHigh: Int64 = 0
  /// The same for `low`.
  public var belowLow: Int64 = 0
  /// The same for `min`.
  public var belowMinimum: Int64 = 0
  /// The same for half of `min`.
  public var belowHalfMinimum: Int64 = 0
  /// Integral of set-aside pages, nodes not included, in page ns.
  public var setAsideArea: Int64 = 0
  /// Integral of zombies, in page ns.
  public var zombieArea: Int64 = 0
  /// Most pages set aside at once, nodes not included.
  public var setAsidePeak: Int64 = 0
  /// Pages ever set aside.
  public var setAsideEver: Int64 = 0
  /// Most zombies at once.
  public var zombiePeak: Int64 = 0
  /// Node allocations tried.
  public var nodeAttempts: Int64 = 0
  /// Those that gave no page.
  public var nodeFailures: Int64 = 0
  /// Pages exported as the regular price of a node.
  public var nodeExports: Int64 = 0
  /// Pages converted because a node allocation had failed.
  public var fallback: Int64 = 0
  /// Pages that cleaners cleaned.
  public var cleanedPages: Int64 = 0
  /// Pages after which a cleaner paused.
  public var throttled: Int64 = 0
  /// Zombies that the next boot met.
  public var zombiesMet: Int64 = 0
  /// Calls of `out_of_memory()`.
  public var outOfMemoryCalls: Int64 = 0
  /// Notifiers asked.
  public var notifierCalls: Int64 = 0
  /// Pages that requesters cleaned in notifiers.
  public var notifierPages: Int64 = 0
  /// Victims.
  public var kills: Int64 = 0
  /// Those of them that were guests.
  public var guestKills: Int64 = 0
  /// Requests that had begun when their task was killed.
  public var killedRequests: Int64 = 0
  /// Times that a thread slept because another held `oom_lock`.
  public var lockWaits: Int64 = 0
  /// Barren passes of direct reclaim that were begun.
  public var barrenPasses: Int64 = 0
  /// Those of them that were finished.
  public var barrenPassesFinished: Int64 = 0
  /// Pages that kswapd scanned.
  public var scannedByKswapd: Int64 = 0
  /// Pages that kswapd reclaimed.
  public var stolenByKswapd: Int64 = 0
  /// Pages that threads scanned.
  public var scannedDirectly: Int64 = 0
  /// Pages that threads reclaimed.
  public var stolenDirectly: Int64 = 0
  /// Pages that tasks allocated.
  public var allocatedPages: Int64 = 0
  /// Bursts that arrived.
  public var arrivals: Int64 = 0
  /// Releases of bursts, void ones included.
  public var releases: Int64 = 0
  /// Times that a per-CPU list was filled.
  public var listRefills: Int64 = 0
  /// Times that a per-CPU list gave pages back.
  public var listFlushes: Int64 = 0
  /// Times that an empty CPU took a member from another.
  public var pulls: Int64 = 0
  /// Ultravisor calls that contention made longer.
  public var stretchedCalls: Int64 = 0
  /// Completion - due time - pages x fault, of each completed request of measured tasks in turn.
  public var requestStalls: [Int64] = []
  /// Stalls that ended with a page, in turn.
  public var stallEvents: [Int64] = []
  /// Their sum.
  public var stallTotal: Int64 = 0
  /// The digest over requests as the reference workload takes it: number, time of the last page,
  /// stall.
  public var referenceDigest = NaiveDigest()
  /// The stalls in that digest.
  public var referenceStalls: [Int64] = []
}
