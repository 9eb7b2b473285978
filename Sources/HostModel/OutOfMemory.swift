// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// `out_of_memory()`: the notifier chain, and the kill if nobody has freed anything.
extension HostEngine {
  /// Begins a run through the chain; the caller holds `oom_lock`.
  mutating func outOfMemory(_ index: Int32) {
    let thread = threads + Int(index)
    record.noteOutOfMemory(now: now)
    notePeak()
    emit(.outOfMemory, Int64(index), record.invocations)
    stepwise(.outOfMemory)
    thread.pointee.chain = registeredNotifiers()
    thread.pointee.chainPosition = 0
    thread.pointee.chainStart = now
    thread.pointee.shownInChain = 0
    thread.pointee.aborted = false
    continueChain(index)
  }

  /// The notifiers that are registered now, by falling priority, then as they were registered.
  private mutating func registeredNotifiers() -> [Int32] {
    var found: [Int32] = []
    for index in 0..<guestCount {
      let guest = guests + index
      let registration = guest.pointee.notifier.registration
      let phase: NotifierRegistration.Phases? =
        switch guest.pointee.phase {
        case .walking: .walking
        case .cleaning: .cleaning
        case .alive, .gone, .victim: nil
        }
      guard let phase, guest.pointee.isLazyShutdown, registration.scope == .global,
        registration.phases.contains(phase)
      else {
        continue
      }
      found.append(Int32(index))
    }
    let byTime = configuration.rules.chainOrder == .registration
    return found.sorted {
      (-priority(of: $0), byTime ? registrationTime(of: $0) : 0, $0)
        < (-priority(of: $1), byTime ? registrationTime(of: $1) : 0, $1)
    }
  }

  private func priority(of guest: Int32) -> Int32 {
    guests[Int(guest)].notifier.registration.priority
  }

  /// When a guest's notifier was registered: with its order to stop, or when its walk had ended.
  private func registrationTime(of guest: Int32) -> Int64 {
    let phases = guests[Int(guest)].notifier.registration.phases
    return phases.contains(.walking) ? guests[Int(guest)].stopTime : guests[Int(guest)].exitTime
  }

  /// Asks notifiers until one takes its time, or all have been asked.
  private mutating func continueChain(_ index: Int32) {
    let thread = threads + Int(index)
    while thread.pointee.chainPosition < thread.pointee.chain.count {
      let which = thread.pointee.chain[thread.pointee.chainPosition]
      let guest = guests + Int(which)
      thread.pointee.callGuest = which
      thread.pointee.callFreed = guest.pointee.freed
      thread.pointee.callCleaned = guest.pointee.cleaned
      thread.pointee.callCounter = guest.pointee.nodeCounter
      thread.pointee.countsNodes = false
      thread.pointee.callOwn = -1
      switch askNotifier(thread, guest) {
      case .nothing: closeCall(index, shown: 0)
      case .abort:
        thread.pointee.aborted = true
        closeCall(index, shown: 0)
      case .freeNow(let pages):
        if beginNotifierWork(index, guest, pages.count) { return }
        closeCall(index, shown: 0)
      case .wait(let pages, let atMost, let counter):
        guard atMost > .zero else {
          closeCall(index, shown: 0)
          continue
        }
        thread.pointee.countsNodes = counter == .nodes
        let start =
          counter == .nodes ? guest.pointee.nodeCounter : guest.pointee.cleaned
        thread.pointee.callTarget = start + Swift.min(Swift.max(pages.count, 1), 1 << 50)
        sleepInNotifier(index, guest, sleep(for: atMost.nanoseconds))
        if guest.pointee.phase == .gone { wakeNotifier(of: guest, force: true) }
        return
      case .sleep(let duration, let counter):
        guard duration > .zero else {
          closeCall(index, shown: 0)
          continue
        }
        thread.pointee.countsNodes = counter == .nodes
        thread.pointee.callTarget = .max
        let extra = configuration.rules.msleepExtraTicks
        sleepInNotifier(index, guest, sleep(for: duration.nanoseconds, extraTicks: extra))
        return
      }
    }
    finishChain(index)
  }

  private mutating func askNotifier(
    _ thread: UnsafeMutablePointer<ThreadState>, _ guest: UnsafeMutablePointer<GuestState>
  ) -> OutOfMemoryAnswer {
    guard !guest.pointee.isReplaced else { return .nothing }
    if callsNotifiers {
      record.asked += 1
      record.notifierCalls += 1
    }
    let answer = guest.pointee.notifier.outOfMemory(
      OutOfMemoryView(
        host: hostView(), freedByEarlier: Pages(thread.pointee.shownInChain),
        setAside: Pages(guest.pointee.list.available), freedSoFar: Pages(guest.pointee.cleaned),
        isWalking: guest.pointee.phase == .walking,
        cleaners: Int32(guest.pointee.liveCleaners), callsInEpisode: record.callsInEpisode,
        waitersForLock: lockWaiters, victimInFlight: victimsInFlight > 0))
    if callsNotifiers { record.answers.count(answer) }
    switch answer {
    case .freeNow(let pages) where pages < 0: noteIllegal(guest)
    case .wait(let pages, let atMost, _) where pages < 1 || atMost < .zero: noteIllegal(guest)
    case .sleep(let duration, _) where duration < .zero: noteIllegal(guest)
    default: break
    }
    return answer
  }

  private mutating func sleepInNotifier(
    _ index: Int32, _ guest: UnsafeMutablePointer<GuestState>, _ duration: Int64
  ) {
    let thread = threads + Int(index)
    thread.pointee.mode = .notifierSleep
    thread.pointee.partStart = now
    guest.pointee.waiter = index
    setMilestone(guest)
    leave(thread.pointee.lane)
    wake(thread.pointee.lane, after: duration)
  }

  /// Wakes the thread that waits for a guest, if it has what it waits for.
  mutating func wakeNotifier(of guest: UnsafeMutablePointer<GuestState>, force: Bool) {
    guard guest.pointee.waiter >= 0 else { return }
    let thread = threads + Int(guest.pointee.waiter)
    let reached =
      thread.pointee.countsNodes ? guest.pointee.nodeCounter : guest.pointee.cleaned
    let isWaiting = thread.pointee.callTarget != .max
    guard isWaiting, force || reached >= thread.pointee.callTarget else { return }
    guest.pointee.waiter = -1
    wake(thread.pointee.lane, after: 0)
  }

  /// A thread in a notifier is awake: while it waits for a CPU nothing wakes it again.
  mutating func stopAwaiting(_ index: Int32) {
    let guest = guests + Int(threads[Int(index)].callGuest)
    if guest.pointee.waiter == index { guest.pointee.waiter = -1 }
  }

  // MARK: work in the notifier

  /// The requester begins to clean pages itself; returns whether there is anything to do.
  private mutating func beginNotifierWork(
    _ index: Int32, _ guest: UnsafeMutablePointer<GuestState>, _ wanted: Int64
  ) -> Bool {
    let thread = threads + Int(index)
    let pages = Swift.min(wanted, guest.pointee.list.available)
    guard pages > 0 else { return false }
    thread.pointee.partStart = now
    thread.pointee.callOwn = 0
    if configuration.rules.notifierWork == .instant {
      thread.pointee.callOwn = pages
      thread.pointee.mode = .notifierPayment
      setCaller(thread.pointee.lane, true)
      setNeed(thread.pointee.lane, freeAtOnce(guest, pages, Int32(guest - guests)))
      return true
    }
    thread.pointee.mode = .notifierWork
    thread.pointee.workLeft = pages
    setPlain(
      thread.pointee.lane, .none, flow: 0, cost: 1, left: 0, counted: thread.pointee.callGuest)
    setCaller(thread.pointee.lane, true)
    takeWork(thread, guest)
    return true
  }

  /// Cleans pages in no time; returns what they cost.
  private mutating func freeAtOnce(
    _ guest: UnsafeMutablePointer<GuestState>, _ pages: Int64, _ which: Int32
  ) -> Int64 {
    var cost: Int64 = 0
    var left = pages
    while left > 0 {
      let next = guest.pointee.list.next()
      let count = Swift.min(left, next.pages)
      // Beyond the end of every trial one payment is as good as another.
      let (whole, isTooLong) = count.multipliedReportingOverflow(
        by: stretch(destroyCost(dirty: next.dirty)))
      let paid = isTooLong ? EventKey.lastTime : Swift.min(whole, EventKey.lastTime)
      cost = Swift.min(cost + paid, EventKey.lastTime)
      noteDestroys(dirty: next.dirty, count, paid: paid)
      left -= count
      free += count
      guest.pointee.cleaned += count
      guest.pointee.setAsideInstants += Int128(now) * Int128(count)
      record.notifierPages += count
      if let total = guest.pointee.list.take(count) {
        noteNodeFreed(guest, total: total)
        free += 1
      }
      for _ in 0..<count { countFreed(which) }
    }
    replanWorkers(of: which)
    return cost
  }

  private mutating func takeWork(
    _ thread: UnsafeMutablePointer<ThreadState>, _ guest: UnsafeMutablePointer<GuestState>
  ) {
    thread.pointee.pageIsDirty = guest.pointee.list.next().dirty
    thread.pointee.emptiedNode = guest.pointee.list.take(1) ?? 0
    thread.pointee.hasPage = true
    guest.pointee.inHand += 1
    let cost = stretch(destroyCost(dirty: thread.pointee.pageIsDirty))
    lanes[Int(thread.pointee.lane)].itemCost = cost
    setNeed(thread.pointee.lane, cost)
    replanWorkers(of: thread.pointee.callGuest)
  }

  /// Says how many pages a requester at work can clean without a decision.
  mutating func planNotifierWork(_ thread: UnsafeMutablePointer<ThreadState>) {
    guard case .notifierWork = thread.pointee.mode, thread.pointee.hasPage else { return }
    let guest = guests + Int(thread.pointee.callGuest)
    var left: Int64 = 0
    // While the walk goes on the next page of the list may become another one at any time.
    if thread.pointee.emptiedNode == 0, guest.pointee.list.available > 0,
      guest.pointee.phase != .walking
    {
      let next = guest.pointee.list.next()
      if next.dirty == thread.pointee.pageIsDirty {
        left = Swift.min(
          (next.pages - 1) / Swift.max(guest.pointee.workers, 1), thread.pointee.workLeft - 1)
      }
    }
    setPlain(
      thread.pointee.lane, .clean, flow: 1,
      cost: stretch(destroyCost(dirty: thread.pointee.pageIsDirty)), left: Swift.max(left, 0),
      counted: thread.pointee.callGuest)
  }

  /// The act of a requester that has cleaned a page.
  mutating func finishNotifierPage(_ index: Int32) {
    let thread = threads + Int(index)
    let which = thread.pointee.callGuest
    let guest = guests + Int(which)
    let lane = lanes + Int(thread.pointee.lane)
    let cpu = lane.pointee.cpu
    noteDestroys(dirty: thread.pointee.pageIsDirty, 1, paid: lane.pointee.itemCost)
    thread.pointee.hasPage = false
    guest.pointee.inHand -= 1
    guest.pointee.setAsideInstants += Int128(now)
    record.notifierPages += 1
    guest.pointee.cleaned += 1
    freePage(cpu)
    if thread.pointee.emptiedNode > 0 {
      freeNode(guest, total: thread.pointee.emptiedNode, cpu: cpu)
      thread.pointee.emptiedNode = 0
    }
    thread.pointee.workLeft -= 1
    thread.pointee.callOwn += 1
    countFreed(which)
    if thread.pointee.workLeft > 0, guest.pointee.list.available > 0 {
      takeWork(thread, guest)
      return
    }
    setCaller(thread.pointee.lane, false)
    setPlain(thread.pointee.lane, .none, flow: 0, cost: 1, left: 0)
    endPart(thread, .notifierWork)
    finishCall(index)
  }

  // MARK: the end of a call and of the chain

  /// A notifier is through after some time.
  mutating func finishCall(_ index: Int32) {
    let thread = threads + Int(index)
    let guest = guests + Int(thread.pointee.callGuest)
    setMilestone(guest)
    let shown =
      thread.pointee.callOwn >= 0
      ? thread.pointee.callOwn
      : thread.pointee.countsNodes
        ? guest.pointee.nodeCounter - thread.pointee.callCounter
        : guest.pointee.cleaned - thread.pointee.callCleaned
    closeCall(index, shown: shown)
    continueChain(index)
  }

  private mutating func closeCall(_ index: Int32, shown: Int64) {
    let thread = threads + Int(index)
    let guest = guests + Int(thread.pointee.callGuest)
    let freed = guest.pointee.freed - thread.pointee.callFreed
    record.notifierFreed += freed
    record.notifierShown += shown
    if shown == 0, freed > 0 { record.falseZeros += 1 }
    thread.pointee.shownInChain += shown
    thread.pointee.chainPosition += 1
    thread.pointee.callGuest = -1
    emit(.notified, Int64(index), shown)
  }

  private mutating func finishChain(_ index: Int32) {
    let thread = threads + Int(index)
    record.held.append(now - thread.pointee.chainStart)
    let mercy =
      thread.pointee.shownInChain > 0 || thread.pointee.aborted || victimsInFlight > 0
    lockHolder = -1
    if mercy {
      watchLivelock()
      guard outcome == nil else { return }
    } else {
      kill(requester: index)
      guard outcome == nil else { return }
      if case .gone = thread.pointee.mode { return }
      if thread.pointee.stallStart < 0 { return }
    }
    thread.pointee.partStart = now
    thread.pointee.loops = 0
    retryReclaim(index)
  }

  private mutating func watchLivelock() {
    if livelock.allocated != record.allocated {
      livelock.allocated = record.allocated
      livelock.since = now
    }
    livelock.longest = Swift.max(livelock.longest, now - livelock.since)
    if livelock.longest > 10_000_000_000 { end(.livelock) }
  }
}
