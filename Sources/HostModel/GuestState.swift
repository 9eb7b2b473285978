// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// A guest during a trial.
struct GuestState {
  enum Phase {
    /// It runs, or never stops.
    case alive
    /// It is being unmapped, or converted for a reboot.
    case walking
    /// Its deferred pages are being cleaned.
    case cleaning
    /// Its teardown is finished.
    case gone
    /// A victim of the OOM killer that is giving back its memory.
    case victim
  }

  let description: GuestDescription
  let isReboot: Bool
  var phase = Phase.alive
  var stopTime: Int64 = -1
  var exitTime: Int64 = -1
  var allFreeTime: Int64 = -1
  var readyTime: Int64 = -1
  var halfFreeTime: Int64 = -1
  var mostFreeTime: Int64 = -1

  /// What the walk has before it.
  var image: GuestImage
  /// Pages that the walk has passed.
  var walked: Int64 = 0
  /// Pages that the walk will pass.
  var walkEnd: Int64 = 0
  /// Pages below this address are converted at once.
  var synchronousEnd: Int64 = 0
  /// Secure pages that are still to be converted without an attempt.
  var convertLeft: Int64 = 0
  /// Pages that the open node still takes.
  var nodeRoom: Int64 = 0
  var lastAttemptFailed = false
  var failuresInARow: Int64 = 0
  var failures: Int64 = 0
  var nodes: Int64 = 0
  /// Node pages in use.
  var nodePages: Int64 = 0
  var reserve: Int64 = 0
  /// The class of all further nodes, once the policy has left it at one.
  var nodeClass: AllocationClass?
  /// What free memory must be above for a node in that class; no memory is while there is none.
  var nodeFloor: Int64 = .max
  /// Costs that the walk owes on top of its next item.
  var owed: Int64 = 0

  /// Pages that are mapped and belong to the guest's process: not yet unmapped, or alive.
  var mapped: Int64
  var list: SetAsideList
  /// Set-aside pages in the hands of workers.
  var inHand: Int64 = 0
  var setAsideTotal: Int64 = 0
  /// The sum of the instants at which pages were freed or became the next boot's.
  var freedInstants: Int128 = 0
  /// The sum of the instants at which set-aside pages went, less those at which they came.
  var setAsideInstants: Int128 = 0
  /// Pages of the dead instance that are free, or cleaned for the next boot.
  var freed: Int64 = 0
  /// Set-aside pages that have been cleaned and freed: the counter of V2, page by page.
  var cleaned: Int64 = 0
  /// What the node-wise counter of V2 shows.
  var nodeCounter: Int64 = 0
  /// How many freed pages end a stretch of plain acts.
  var milestone: Int64 = .max
  /// The thread that waits for this guest in a notifier, or -1.
  var waiter: Int32 = -1
  /// How many lanes on CPUs count on this guest.
  var workers: Int64 = 0
  var liveCleaners: Int64 = 0
  var firstCleaner = 0

  /// Pages of an earlier boot.
  var zombies = ZombieMap()
  /// Pages that the next boot has touched.
  var touched: Int64 = 0
  var readyAt: Int64 = .max
  /// The segments that the next boot touches, in its order, and how far it has come.
  var touchOrder: [Int32] = []
  var nextTouch = 0
  var firstBoot = 0
  var bootThreadsAtWork = 0
  /// How long the next boot does nothing.
  var idle: Int64 = 0
  /// Whether it will go, and when.
  var leaves = false

  var allocationFailure: AllocationFailureInstance
  var notifier: OOMNotifierInstance
  var illegalAnswers: Int64 = 0
  var isReplaced = false

  // These mutate, though they only read: to a getter that does not, the compiler hands a copy of the whole.

  /// Whether pages are, or would be, set aside when it goes.
  var isLazyShutdown: Bool {
    mutating get { !isReboot && description.isProtected && description.teardown == .lazyShutdown }
  }
  /// Set-aside pages, in the list and in hand.
  var setAside: Int64 {
    mutating get { isReboot ? 0 : list.available + inHand }
  }
  /// Pages of an earlier boot that are not clean yet, those in hand included.
  var zombiePages: Int64 {
    mutating get { isReboot ? zombies.waiting + inHand : 0 }
  }
  /// Whether the walk converts page by page now: then it is a caller of the Ultravisor.
  var isSynchronous: Bool {
    mutating get { walked < synchronousEnd }
  }
}

/// A cleaner during a trial.
struct CleanerState {
  let guest: Int32
  let number: Int64
  let lane: Int32
  var throttle: ReclaimThrottleInstance?
  var hasPage = false
  var pageIsDirty = false
  /// The total of the node that its page was the last of, or 0.
  var emptiedNode: Int64 = 0
  /// The answer that applies, if it has been given one.
  var pace = CleanerPace.unpaced(.once)
  var hasPace = false
  var used: Int64 = 0
  var burstLeft: Int64 = 0
  var changed = StepwiseChanges()
  var pausePending = false
  /// Whether only the pages to come can make its next plan another one, as long as it is foreseen.
  var planRecurs = false
  /// What a page costs on top because a pause after it is as good as a longer page.
  var pauseInCost: Int64 = 0
  /// How many of its plain acts it takes until a node is empty, if they empty any.
  var nodeEnd: Int64 = 0
  /// How many nodes its plain acts empty.
  var nodesLeft: Int64 = 0
  var finished: Int64 = 0
  var startTime: Int64 = -1
  var endTime: Int64 = -1
  /// The segment of an earlier boot that it is in, or -1.
  var segment: Int64 = -1
}
