// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

// Section 5 of the model: a thread's pages, and the slow path of the allocator.
extension NaiveInterpreter {
  /// Enters the thread's CPU with an item of no length; a task begins with the first that does.
  func enterThread(_ thread: NaiveThread) {
    enter(thread.actor)
    if !thread.task.hasEntered {
      thread.task.hasEntered = true
      thread.task.enteredTime = now
      emit(.taskStart, thread.task.number)
    }
    work(thread.actor, for: 0) { self.threadActs(thread) }
  }

  /// What a thread does when its last page is paid, or when it has just entered.
  func threadActs(_ thread: NaiveThread) {
    while thread.pagesLeft == 0 {
      if let request = thread.current {
        thread.current = nil
        complete(request, thread)
      }
      guard let next = nextRequest(of: thread) else {
        leave(thread.actor)
        threadIsThrough(thread)
        return
      }
      guard next.due <= now else {
        leave(thread.actor)
        sleep(thread.actor, until: next.due) { self.enterThread(thread) }
        return
      }
      take(next, thread)
    }
    askForPage(thread)
  }

  private func askForPage(_ thread: NaiveThread) {
    if free > lowMark {
      takeForTask(thread)
      return
    }
    wakeKswapdIfLow()
    let allocationClass = thread.task.description.allocationClass
    if free > floor(of: allocationClass) {
      takeForTask(thread)
      return
    }
    if thread.stalledSince == nil {
      beginStall(thread)
      waiters += 1
      noteChange(.waiters)
      emit(.stall, thread.actor.index)
    }
    if allocationClass == .kernel {
      thread.loops = 0
      reclaimPass(thread)
    } else {
      leave(thread.actor)
      sleep(thread.actor, until: now + thread.task.description.retryAfter.nanoseconds) {
        self.enterThread(thread)
      }
    }
  }

  private func takeForTask(_ thread: NaiveThread) {
    takePage(for: thread.actor, to: .task(thread.task.number))
    thread.pagesLeft -= 1
    counters.allocatedPages += 1
    notePage(of: thread.task)
    returnedTrueSince = nil
    endStall(thread)
    if thread.pagesLeft == 0, let request = thread.current {
      // The reference workload counts a request as completed when it has its last page.
      counters.referenceDigest.absorb(request.number)
      counters.referenceDigest.absorb(now)
      counters.referenceDigest.absorb(thread.stallOfRequest)
      counters.referenceStalls.append(thread.stallOfRequest)
    }
    if thread.pagesLeft == 0, case .bursts = thread.task.description.demand,
      configuration.rules.payment == .after,
      thread.task.queue.isEmpty
    {
      completeAhead(thread)
      return
    }
    work(thread.actor, for: configuration.costs.fault.nanoseconds) { self.threadActs(thread) }
  }

  /// With `payment: after` a thread of bursts whom nothing else waits for is idle at once.
  private func completeAhead(_ thread: NaiveThread) {
    if let request = thread.current {
      thread.current = nil
      complete(request, thread, owed: configuration.costs.fault.nanoseconds)
    }
    leave(thread.actor)
    threadIsThrough(thread)
  }

  private func endStall(_ thread: NaiveThread) {
    guard let since = thread.stalledSince else { return }
    closeStall(thread, isCutOff: false)
    thread.stalledSince = nil
    thread.stallOfRequest += now - since
    counters.stallTotal += now - since
    counters.stallEvents.append(now - since)
    waiters -= 1
    noteChange(.waiters)
    emit(.resume, thread.actor.index, now - since)
  }

  private var minimumIsMet: Bool { free > minimumMark }

  private func reclaimPass(_ thread: NaiveThread) {
    let number = min(passLength, reclaimable)
    guard number > 0 else {
      counters.barrenPasses += 1
      work(thread.actor, for: configuration.costs.fruitlessPass.nanoseconds) {
        if self.freeSlab(by: thread.actor) {
          self.hit(.slabDirectly)
          self.afterProgress(thread)
        } else {
          self.counters.barrenPassesFinished += 1
          thread.loops += 1
          self.afterPass(thread)
        }
      }
      return
    }
    let isolated = Ledger.Owner.isolated(thread: thread.actor.index)
    ledger.moveAny(number, from: .pageCache, to: isolated)
    work(thread.actor, for: number * scanAndReclaimCost) {
      for _ in 0..<number { self.freeAnyPage(from: isolated, by: thread.actor) }
      self.counters.scannedDirectly += number
      self.counters.stolenDirectly += number
      self.afterProgress(thread)
    }
  }

  private var passLength: Int64 {
    guard configuration.rules.directReclaim == .proportional else { return 32 }
    if reclaimable >> 12 > 32 { hit(.longPass) }
    return max(32, reclaimable >> 12)
  }

  /// A pass has freed something.
  private func afterProgress(_ thread: NaiveThread) {
    thread.loops = 0
    reclaimSucceeded()
    if minimumIsMet {
      takeForTask(thread)
      return
    }
    drainLists(for: thread)
    if minimumIsMet {
      takeForTask(thread)
      return
    }
    afterPass(thread)
  }

  private var isHopeful: Bool {
    let inUse = ledger.count(.mapped)
    let pages = reclaimable + inUse
    switch configuration.rules.reclaimRetry {
    case .always: return true
    case .freeCountedTwice where pages == 0:
      hit(2 * free > minimumMark ? .freeCountsTwice : .hopelessThoughTwice)
      return 2 * free > minimumMark
    case .freeCountedTwice, .hopeful:
      let isHopeful = free + pages > minimumMark
      if isHopeful, free + reclaimable <= minimumMark { hit(.hopefulByMappedCache) }
      return isHopeful
    }
  }

  private func afterPass(_ thread: NaiveThread) {
    if thread.loops > configuration.rules.reclaimRetries || !isHopeful {
      outOfMemory(thread)
    } else {
      retry(thread)
    }
  }

  func retry(_ thread: NaiveThread) {
    wakeKswapdIfLow()
    if minimumIsMet {
      takeForTask(thread)
    } else {
      reclaimPass(thread)
    }
  }

  private func outOfMemory(_ thread: NaiveThread) {
    if lockHolder != nil {
      counters.lockWaits += 1
      thread.waitsForLock = true
      setStallPart(.lock, thread)
      leave(thread.actor)
      let end = endOfSleep(ticks: 1)
      thread.lockWaitEnd = end
      sleep(thread.actor, until: end) {
        self.enter(thread.actor)
        self.work(thread.actor, for: 0) {
          thread.waitsForLock = false
          thread.loops = 0
          self.setStallPart(.reclaim, thread)
          self.retry(thread)
        }
      }
      return
    }
    lockHolder = thread
    let mark = configuration.rules.lastTest == .high ? highMark : minimumMark
    if free > mark {
      takeForTask(thread)
      lockHolder = nil
      return
    }
    callChain(thread)
  }

  /// Gives `oom_lock` back and goes round again.
  func unlockAndRetry(_ thread: NaiveThread) {
    lockHolder = nil
    thread.loops = 0
    retry(thread)
  }
}
