// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// A task during a trial.
struct TaskState {
  enum Life {
    /// It has not begun.
    case waiting
    /// It runs, or holds its memory.
    case alive
    /// It has finished and released everything.
    case finished
    /// It is done and gives back its memory page by page.
    case exiting
    /// It is a victim, exiting or gone.
    case killed
  }

  let description: TaskDescription
  let firstThread: Int
  let threadCount: Int
  var life = Life.waiting
  var startTime: Int64 = -1
  /// Whether one of its threads has come to the CPUs.
  var hasEntered = false
  /// How long after the event that it waits for it begins.
  var startDelay: Int64 = 0
  /// The order to stop of the guest that it waits for, if it waits for one.
  var clockGuest: Int32 = -1
  var doneTime: Int64 = -1
  /// When the OOM killer first chose it.
  var killTime: Int64 = -1
  /// Pages that it holds.
  var held: Int64
  /// Pages in all requests of a steady task.
  var total: Int64 = 0
  /// Grows with each kill: releases of an earlier epoch are void.
  var epoch: Int32 = 0
  var threadsAtWork: Int64 = 0
  /// Pages that it has allocated.
  var allocated: Int64 = 0
  /// When requests completed, and what had been allocated by then, for the last two seconds.
  var recent = WaitingLine<Completion>()

  /// Bursts that have arrived and wait for the thread.
  var queue = WaitingLine<Burst>()
  var arrivals: Int64 = 0
  /// Whether its requests are bursts.
  let hasBursts: Bool
  var bursts = BurstSource.none

  /// Pages that completed in each second since the start.
  var perSecond: [Int64] = []

  init(_ description: TaskDescription, firstThread: Int, threadCount: Int) {
    self.description = description
    self.firstThread = firstThread
    self.threadCount = threadCount
    held = description.resident.count
    if case .bursts = description.demand { hasBursts = true } else { hasBursts = false }
  }

  /// Whether nothing more is to come of it, though it may hold its memory for ever.
  var isOver: Bool {
    switch life {
    case .waiting, .exiting: false
    case .alive: doneTime >= 0 && description.holds == nil
    case .finished, .killed: true
    }
  }

  /// Whether it counts for the end of a run: its demand has an end.
  var isFinite: Bool {
    switch description.demand {
    case .steady, .replay: true
    case .periodic, .bursts: false
    }
  }
}

/// What a task had allocated when a request was complete.
struct Completion: BitwiseCopyable {
  let time: Int64
  let allocated: Int64
}

/// A burst that has arrived.
struct Burst: BitwiseCopyable {
  let pages: Int64
  let holds: Int64
  let number: Int64
  let due: Int64
}

/// A thread during a trial.
struct ThreadState {
  enum Mode {
    /// Not at work.
    case idle
    /// Takes the pages of a request.
    case faulting
    /// Waits to try again in a class that cannot reclaim.
    case retrying
    /// In a pass of direct reclaim with so many pages isolated.
    case reclaiming(Int64)
    /// Asleep because another thread has `oom_lock`.
    case awaitingLock
    /// Asleep in a notifier.
    case notifierSleep
    /// Cleaning pages in a notifier, one by one.
    case notifierWork
    /// Paying for pages that were freed at once.
    case notifierPayment
    /// Its task is no more, or has no more requests.
    case gone
  }

  let task: Int32
  let number: Int64
  let lane: Int32
  /// What free memory must be above for this thread to have a page.
  let floor: Int64
  var mode = Mode.idle
  var stream: RequestStream

  /// Whether a request is being served.
  var hasRequest = false
  var requestPages: Int64 = 0
  var pagesLeft: Int64 = 0
  var due: Int64 = 0
  var holds: Int64 = -1
  var requestNumber: Int64 = 0
  /// Time that this request has been stalled.
  var requestStall: Int64 = 0

  var stallStart: Int64 = -1
  /// Since when the present part of the stall lasts.
  var partStart: Int64 = 0
  var loops: Int64 = 0
  /// When its uninterruptible sleep ends, if it waits for `oom_lock`.
  var sleepsUntil: Int64 = 0

  /// The notifiers to ask, by guest, and how far the chain has come.
  var chain: [Int32] = []
  var chainPosition = 0
  var chainStart: Int64 = 0
  var shownInChain: Int64 = 0
  var aborted = false
  var callGuest: Int32 = -1
  var callFreed: Int64 = 0
  var callCleaned: Int64 = 0
  var callCounter: Int64 = 0
  var callTarget: Int64 = .max
  /// Pages that the requester has cleaned in this call, or -1 when it was to wait.
  var callOwn: Int64 = -1
  var countsNodes = false
  var workLeft: Int64 = 0
  var hasPage = false
  var pageIsDirty = false
  var emptiedNode: Int64 = 0

  init(task: Int32, number: Int64, lane: Int32, floor: Int64, stream: RequestStream) {
    self.task = task
    self.number = number
    self.lane = lane
    self.floor = floor
    self.stream = stream
  }
}
