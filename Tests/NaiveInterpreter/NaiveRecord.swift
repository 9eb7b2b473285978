// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// What the metrics of a run are made of: who did what, and when.
final class NaiveRecord {
  /// A time in which a thread could not have a page.
  struct Stall {
    let thread: Int
    let task: Int
    let from: Int64
    var to: Int64?
    /// Whether its thread was killed in it.
    var isCutOff = false
  }

  /// What a stalled thread is about.
  enum StallPart: Int, CaseIterable { case reclaim, lock, notifierWait, notifierWork, retry }

  /// A request of a task that completed.
  struct Completed {
    let task: Int
    let due: Int64
    let pages: Int64
    /// When its last page had been paid.
    let time: Int64
  }

  /// One run through the chain of notifiers.
  struct Chain {
    let from: Int64
    var to: Int64?
  }

  /// A kill, and how the host was at its instant.
  struct Kill {
    let time: Int64
    let pages: Int64
    let isBystander: Bool
    let isAvoidable: Bool
    let lostWork: Int64
  }

  /// The work of a cleaner from its start to its end.
  struct CleanerSpan {
    let from: Int64
    var to: Int64?
    let actor: Actor
  }

  /// Calls of the Ultravisor, by kind, with the time that they took.
  struct Calls {
    var destroys: Int64 = 0
    var exports: Int64 = 0
    var imports: Int64 = 0
    var busy: Int64 = 0
    var wait: Int64 = 0
  }

  var stalls: [Stall] = []
  var stallParts: [Int64] = Array(repeating: 0, count: StallPart.allCases.count)
  var completed: [Completed] = []
  /// When each page was allocated, of each task.
  var allocations: [[Int64]]
  var chains: [Chain] = []
  /// Pages of the notifier's guest that became free in its calls.
  var notifierFreed: Int64 = 0
  var notifierClaimed: Int64 = 0
  var notifierFalseZeros: Int64 = 0
  /// When `out_of_memory()` was called.
  var outOfMemoryCalls: [Int64] = []
  /// When it returned true without a kill, in groups between which a task had a page.
  var returnsTrue: [[Int64]] = [[]]
  /// When a task first had a page after the first kill.
  var firstPageAfterKill: Int64?
  var kills: [Kill] = []
  var cleaners: [CleanerSpan] = []
  /// Lengths of the pauses that policies ordered below `low`.
  var pausesInNeed: [Int64] = []
  /// When kswapd gave up, and until when it had.
  var hopeless: [(from: Int64, to: Int64?)] = []
  /// CPU time of cleaners for pages that they have cleaned.
  var cleanerTime: Int64 = 0
  var kswapdWakes: Int64 = 0
  /// Calls of items that have been paid.
  var calls = Calls()
  var setAsidePeak: Int64 = 0
  var overheadPeak: Int64 = 0
  var asked: Int64 = 0
  var illegal: Int64 = 0
  var replaced: Int64 = 0
  var infeasible: Int64 = 0
  /// Useful time of each guest's load at the beginning and the end of the window.
  var usefulAtStop: [Int64] = []
  var usefulInWindow: [Int64]?

  init(tasks: Int) {
    allocations = Array(repeating: [], count: tasks)
  }
}
