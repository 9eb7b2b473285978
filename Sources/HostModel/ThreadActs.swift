// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// Threads of tasks: they take the pages of their requests, one fault after another.
extension HostEngine {
  /// A thread comes to the CPUs.
  mutating func wakeThread(_ index: Int32) {
    let thread = threads + Int(index)
    if case .gone = thread.pointee.mode { return }
    let task = tasks + Int(thread.pointee.task)
    if !task.pointee.hasEntered {
      task.pointee.hasEntered = true
      emit(.taskStart, Int64(thread.pointee.task))
    }
    if case .notifierSleep = thread.pointee.mode { stopAwaiting(index) }
    enter(thread.pointee.lane, need: 0)
  }

  /// The act of a thread.
  mutating func actThread(_ index: Int32) {
    let thread = threads + Int(index)
    switch thread.pointee.mode {
    case .idle, .faulting: serve(index)
    case .retrying:
      endPart(thread, .retry)
      tryTake(index)
    case .reclaiming(let pages): finishPass(index, pages)
    case .awaitingLock:
      lockWaiters -= 1
      endPart(thread, .lock)
      thread.pointee.loops = 0
      retryReclaim(index)
    case .notifierSleep:
      endPart(thread, .notifierWait)
      finishCall(index)
    case .notifierWork: finishNotifierPage(index)
    case .notifierPayment:
      setCaller(thread.pointee.lane, false)
      endPart(thread, .notifierWork)
      finishCall(index)
    case .gone: preconditionFailure("A thread that is gone acts.")
    }
  }

  /// Completes a request that has all its pages, and goes on with the next.
  @inline(__always)
  private mutating func serve(_ index: Int32) {
    let thread = threads + Int(index)
    if thread.pointee.hasRequest, thread.pointee.pagesLeft == 0 { completeRequest(index) }
    while !thread.pointee.hasRequest {
      switch thread.pointee.stream.peek() {
      case .request(let pages, let due):
        guard due <= now else {
          sleepThread(thread, until: due)
          return
        }
        thread.pointee.stream.advance()
        beginRequest(thread, pages: pages, due: due)
      case .release(let pages, let due):
        guard due <= now else {
          sleepThread(thread, until: due)
          return
        }
        thread.pointee.stream.advance()
        release(tasks + Int(thread.pointee.task), pages)
      case .awaitArrival:
        guard takeBurst(thread) else {
          thread.pointee.mode = .idle
          leave(thread.pointee.lane)
          return
        }
      case .end:
        endThread(index)
        return
      }
    }
    thread.pointee.mode = .faulting
    tryTake(index)
  }

  private mutating func sleepThread(_ thread: UnsafeMutablePointer<ThreadState>, until due: Int64) {
    thread.pointee.mode = .idle
    leave(thread.pointee.lane)
    wake(thread.pointee.lane, after: due - now)
  }

  private mutating func beginRequest(
    _ thread: UnsafeMutablePointer<ThreadState>, pages: Int64, due: Int64
  ) {
    thread.pointee.hasRequest = true
    thread.pointee.requestPages = pages
    thread.pointee.pagesLeft = pages
    thread.pointee.due = due
    thread.pointee.requestStall = 0
  }

  /// Takes the burst that has waited longest; returns whether there was one.
  @inline(__always)
  mutating func takeBurst(_ thread: UnsafeMutablePointer<ThreadState>) -> Bool {
    let task = tasks + Int(thread.pointee.task)
    guard !task.pointee.queue.isEmpty else { return false }
    begin(task.pointee.queue.removeFirst(), thread)
    return true
  }

  /// A thread begins with a burst.
  @inline(__always)
  mutating func begin(_ burst: Burst, _ thread: UnsafeMutablePointer<ThreadState>) {
    beginRequest(thread, pages: burst.pages, due: burst.due)
    thread.pointee.holds = burst.holds
    thread.pointee.requestNumber = burst.number
  }

  /// - Parameter owed: What the thread has still to pay for the last page.
  mutating func completeRequest(_ index: Int32, owed: Int64 = 0) {
    let thread = threads + Int(index)
    let task = tasks + Int(thread.pointee.task)
    thread.pointee.hasRequest = false
    let pages = thread.pointee.requestPages
    switch task.pointee.description.demand {
    case .periodic: release(task, pages)
    case .bursts:
      schedule(
        at: now &+ owed &+ thread.pointee.holds, tie: lifeTie(ofTask: thread.pointee.task),
        .release(task: thread.pointee.task, pages: pages, epoch: task.pointee.epoch))
    case .steady, .replay: break
    }
    if let backlog = task.pointee.description.backlog {
      let excess = task.pointee.held &- backlog.count
      if excess > 0 { release(task, excess) }
    }
    record.noteRequest(task, thread, now: now &+ owed, faultCost: faultCost)
    emit(.request, Int64(index), thread.pointee.requestNumber)
    if !appendsNumbers(task) { thread.pointee.requestNumber &+= 1 }
  }

  /// Whether requests bring their own numbers.
  private mutating func appendsNumbers(_ task: UnsafeMutablePointer<TaskState>) -> Bool {
    if case .bursts = task.pointee.description.demand { return true }
    return false
  }

  /// Gives pages of a task back to the zone.
  @inline(__always)
  mutating func release(_ task: UnsafeMutablePointer<TaskState>, _ pages: Int64) {
    let given = Swift.min(pages, task.pointee.held)
    task.pointee.held &-= given
    free &+= given
  }

  private mutating func endThread(_ index: Int32) {
    let thread = threads + Int(index)
    thread.pointee.mode = .gone
    leave(thread.pointee.lane)
    let task = tasks + Int(thread.pointee.task)
    task.pointee.threadsAtWork -= 1
    guard task.pointee.threadsAtWork == 0 else { return }
    task.pointee.doneTime = now
    emit(.taskDone, Int64(thread.pointee.task))
    if let holds = task.pointee.description.holds {
      schedule(
        at: now + holds.nanoseconds, tie: lifeTie(ofTask: thread.pointee.task),
        .taskRelease(task: thread.pointee.task))
    } else {
      checkEnd()
    }
  }

  /// Tries to take the next page of a request.
  @inline(__always)
  mutating func tryTake(_ index: Int32) {
    let thread = threads + Int(index)
    if free > marks.low {
      takeForRequest(index)
      return
    }
    wakeKswapdIfLow()
    if free > thread.pointee.floor {
      takeForRequest(index)
      return
    }
    beginStall(index)
    let task = tasks + Int(thread.pointee.task)
    if task.pointee.description.allocationClass == .kernel {
      thread.pointee.loops = 0
      beginPass(index)
    } else {
      thread.pointee.mode = .retrying
      leave(thread.pointee.lane)
      wake(thread.pointee.lane, after: task.pointee.description.retryAfter.nanoseconds)
    }
  }

  /// Takes a page of a request; its floor has been passed.
  mutating func takeForRequest(_ index: Int32) {
    let thread = threads + Int(index)
    let task = tasks + Int(thread.pointee.task)
    takePage(lanes[Int(thread.pointee.lane)].cpu)
    task.pointee.held &+= 1
    task.pointee.allocated &+= 1
    record.allocated &+= 1
    thread.pointee.pagesLeft &-= 1
    if record.awaitsRecovery {
      noteRecovery(at: now)
      record.awaitsRecovery = false
    }
    if thread.pointee.stallStart >= 0 { endStall(index) }
    if thread.pointee.pagesLeft == 0, task.pointee.hasBursts {
      record.noteLastPage(thread.pointee.requestNumber, now, thread.pointee.requestStall)
    }
    if thread.pointee.pagesLeft == 0, paysAfter, isIdleAfter(thread) {
      completeRequest(index, owed: faultCost)
      thread.pointee.mode = .idle
      leave(thread.pointee.lane)
      return
    }
    thread.pointee.mode = .faulting
    setNeed(thread.pointee.lane, faultCost)
    planTakes(thread)
  }

  /// All pages of a request but the last one are plain.
  @inline(__always)
  mutating func planTakes(_ thread: UnsafeMutablePointer<ThreadState>) {
    setPlain(
      thread.pointee.lane, .take, flow: -1, cost: faultCost,
      left: Swift.max(0, thread.pointee.pagesLeft &- 1), isForeseen: true)
  }

  /// Whether no burst waits for a thread of bursts.
  private mutating func isIdleAfter(_ thread: UnsafeMutablePointer<ThreadState>) -> Bool {
    let task = tasks + Int(thread.pointee.task)
    return task.pointee.hasBursts && task.pointee.queue.isEmpty
  }

  // MARK: stalls

  private mutating func beginStall(_ index: Int32) {
    let thread = threads + Int(index)
    guard thread.pointee.stallStart < 0 else {
      thread.pointee.partStart = now
      return
    }
    thread.pointee.stallStart = now
    thread.pointee.partStart = now
    stalled &+= 1
    setPlain(thread.pointee.lane, .none, flow: 0, cost: 1, left: 0)
    emit(.stall, Int64(index))
    stepwise(.waiters)
  }

  private mutating func endStall(_ index: Int32) {
    let thread = threads + Int(index)
    let length = now &- thread.pointee.stallStart
    record.noteStall(
      from: thread.pointee.stallStart, to: now,
      isMeasured: tasks[Int(thread.pointee.task)].description.isMeasured)
    thread.pointee.requestStall &+= length
    thread.pointee.stallStart = -1
    stalled &-= 1
    emit(.resume, Int64(index), length)
    stepwise(.waiters)
  }

  /// The present part of a stall is over.
  mutating func endPart(_ thread: UnsafeMutablePointer<ThreadState>, _ part: Recorder.StallPart) {
    record.stallParts[part.rawValue] &+= now &- thread.pointee.partStart
    thread.pointee.partStart = now
  }
}
