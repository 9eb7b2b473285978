// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// A guest and everything that is known of its going.
final class NaiveGuest {
  enum PageKind { case shared, clean, dirty }

  /// The way in which a guest that goes is torn down.
  enum Way { case unmapped, synchronous, lazyShutdown, reboot, free }

  /// A page that has been set aside, with the node it is in.
  struct SetAsidePage {
    let page: Int
    let kind: PageKind
    let node: Node
  }

  /// A page of bookkeeping, and what it records.
  final class Node {
    let page: Int
    /// Pages that were ever put into it.
    var recorded: Int64 = 0
    var isClosed = false
    /// The page after which its taker frees the node.
    var freedAfter: Int?
    /// Its pages that nobody has taken, the oldest first.
    var waiting: [SetAsidePage] = []
    init(page: Int) { self.page = page }
  }

  let number: Int
  let description: GuestDescription
  /// The host's page behind each of its own.
  var pages: [Int] = []
  /// What each of its pages is.
  var kinds: [PageKind] = []
  let walk: Actor
  /// Gives back its memory after a kill.
  let exit: Actor
  var load: [Actor] = []

  var instance: AllocationFailureInstance?
  var notifier: OOMNotifierInstance?
  /// Answers of its policies that had to be clamped.
  var illegalAnswers: Int64 = 0
  /// Whether the defaults answer instead, as there were too many of them.
  var isReplaced = false

  // Its life.
  var stopTime: Int64?
  var exitTime: Int64?
  var allFreeTime: Int64?
  var readyTime: Int64?
  var killTime: Int64?
  /// When half of its pages were free.
  var halfFreeTime: Int64?
  /// When nine tenths of them were.
  var nineTenthsFreeTime: Int64?
  /// vCPU time of the next boot for destroying old pages.
  var reuseTax: Int64 = 0
  var isKilled = false
  var isGoneAfterKill = false

  // Its walk.
  var position = 0
  /// Pages that the walk of a reboot has converted.
  var converted: Int64 = 0
  var synchronousFirst = 0
  var converting = 0
  var convertsRest = false
  var lastAttemptFailed = false
  var wasDestroyedInAct = false
  var owed = Work(0)
  var openNode: Node?
  /// Nodes with pages or not yet freed, the oldest first.
  var nodes: [Node] = []
  var nodesHad: Int64 = 0
  /// The class of all further nodes, once the policy has left it at one.
  var settledClass: AllocationClass?
  var failures: Int64 = 0
  var failuresInARow: Int64 = 0
  var everSetAside: Int64 = 0

  // Its cleaning.
  var pageCounter: Int64 = 0
  var nodeCounter: Int64 = 0
  /// Its pages that it owns no more: free, or recycled as a node.
  var leftPages: Int64 = 0
  var cleaners: [NaiveCleaner] = []
  var cleanersAtWork: Int32 = 0

  // Its reboot.
  var zombies: [[Int]] = []
  var zombiesLeft: Int64 = 0
  var isSegmentTaken: [Bool] = []
  var bootThreads: [Actor] = []
  var segmentsToTouch: [Int] = []
  /// Threads of the next boot that have not touched all they will.
  var bootThreadsAtWork = 0
  var touched: Int64 = 0
  var isReady = false

  /// Integral of the pages that the dead instance still owns, in page ns.
  var unavailable: Int64 = 0

  init(number: Int, description: GuestDescription) {
    self.number = number
    self.description = description
    walk = Actor(.walk, number)
    exit = Actor(.exit, number)
  }

  var goes: Bool { description.departure != .none }
  var isFree: Bool { allFreeTime != nil }
  var isWalking: Bool { stopTime != nil && exitTime == nil }

  var way: Way {
    if description.teardown == .free { return .free }
    if !description.isProtected { return .unmapped }
    if case .reboot = description.departure { return .reboot }
    return description.teardown == .lazyShutdown ? .lazyShutdown : .synchronous
  }
}
