// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// A process that gives back its memory: a victim of the OOM killer, or a task that is done.
struct ExitState {
  let lane: Int32
  /// Pages that are still to be freed.
  var left: Int64 = 0
  /// A guest's pages, for what each costs, until its last one is paid for; nil for a task, whose pages only need
  /// unmapping.
  var image: GuestImage?
  /// Whether it is a victim, for which further calls of the OOM killer wait.
  var isVictim = false
  /// Whether its task goes on afterwards.
  var restarts = false
}

/// The OOM killer and its victims.
extension HostEngine {
  /// Marks a victim, or panics when nobody is left.
  mutating func kill(requester: Int32) {
    guard let victim = selectVictim() else {
      end(.panic)
      return
    }
    record.noteKill(
      now: now, isAvoidable: isAvoidable, isBystander: isBystander(victim),
      pages: victimPages(victim), started: victimStart(victim))
    emit(.kill, Int64(victim), victimPages(victim))
    stepwise(.outOfMemory)
    if victim < guestCount { killGuest(victim) } else { killTask(victim - guestCount) }
  }

  /// The highest badness (`oom_badness`): guests first, then tasks; among equals by the rule.
  private mutating func selectVictim() -> Int? {
    let memory = configuration.host.memory.count
    let lastWins = configuration.rules.badness == .lastAmongEquals
    var best: (index: Int, badness: Int64)?
    func consider(_ index: Int, _ pages: Int64, _ adjustment: Int64) {
      guard adjustment > -1000 else { return }
      let part = lastWins ? adjustment * (memory / 1000) : adjustment * memory / 1000
      let badness = pages + part
      if let best, lastWins ? badness < best.badness : badness <= best.badness { return }
      best = (index, badness)
    }
    for index in 0..<guestCount {
      let guest = guests + index
      let isMapped = guest.pointee.isReboot && guest.pointee.phase != .victim
      guard guest.pointee.phase == .alive || isMapped else { continue }
      consider(
        index, guest.pointee.description.memory.count, guest.pointee.description.oomScoreAdjustment)
    }
    for index in 0..<taskCount where tasks[index].life == .alive {
      consider(
        guestCount + index, tasks[index].held, tasks[index].description.oomScoreAdjustment)
    }
    return best?.index
  }

  private mutating func victimPages(_ victim: Int) -> Int64 {
    victim < guestCount
      ? guests[victim].description.memory.count : tasks[victim - guestCount].held
  }

  private mutating func victimStart(_ victim: Int) -> Int64 {
    victim < guestCount ? 0 : Swift.max(0, tasks[victim - guestCount].startTime)
  }

  private mutating func isBystander(_ victim: Int) -> Bool {
    guard victim >= guestCount else { return guests[victim].stopTime < 0 }
    let task = tasks + (victim - guestCount)
    var before: Int64 = 0
    for index in 0..<task.pointee.recent.count
    where task.pointee.recent[index].time <= now - 1_000_000_000 {
      before = task.pointee.recent[index].allocated
    }
    return task.pointee.allocated - before < Pages.mebibytes(64).count
  }

  /// Whether waiting alone would have met every blocked request and reached high.
  private var isAvoidable: Bool {
    mutating get {
      var transit = listed
      for index in 0..<guestCount {
        let guest = guests + index
        transit += guest.pointee.setAside + guest.pointee.nodePages
        if !guest.pointee.isReboot,
          guest.pointee.phase == .walking || guest.pointee.phase == .victim
        {
          transit += guest.pointee.mapped
        }
      }
      for exit in exits where exit.image == nil { transit += exit.left }
      var unmet: Int64 = 0
      for index in 0..<threadCount where threads[index].stallStart >= 0 {
        unmet += threads[index].pagesLeft
      }
      return transit >= unmet + Swift.max(0, marks.high - free)
    }
  }

  private mutating func killTask(_ index: Int) {
    let task = tasks + index
    task.pointee.epoch += 1
    if task.pointee.killTime < 0 { task.pointee.killTime = now }
    let restart = task.pointee.description.restartsAfterKill
    let isInstant = configuration.rules.killRefund == .instant
    let delay = Swift.max(costs.wake, sleepLeft(of: task))
    for offset in 0..<task.pointee.threadCount {
      stopThread(Int32(task.pointee.firstThread + offset), restarts: restart != nil)
    }
    if restart == nil { task.pointee.threadsAtWork = 0 }
    if restart == nil || !isInstant { task.pointee.life = .killed }
    guard !isInstant else {
      release(task, task.pointee.held)
      emit(.exited, Int64(guestCount + index))
      if let restart { restartThread(index, after: restart.nanoseconds) }
      checkEnd()
      return
    }
    let which = guestCount + index
    exits[which].left = task.pointee.held
    exits[which].restarts = restart != nil
    exits[which].isVictim = true
    victimsInFlight += 1
    wake(exits[which].lane, after: delay)
  }

  /// How long threads of a victim sleep on that no signal wakes: until then they keep its memory.
  private mutating func sleepLeft(of task: UnsafeMutablePointer<TaskState>) -> Int64 {
    guard configuration.rules.victimThreads == .holdMemory else { return 0 }
    var left: Int64 = 0
    for offset in 0..<task.pointee.threadCount {
      let thread = threads + (task.pointee.firstThread + offset)
      guard case .awaitingLock = thread.pointee.mode else { continue }
      left = Swift.max(left, thread.pointee.sleepsUntil - now)
    }
    return left
  }

  /// A task that is done exits: its memory comes back page by page.
  mutating func beginExit(ofTask index: Int) {
    let which = guestCount + index
    tasks[index].life = .exiting
    exits[which].left = tasks[index].held
    wake(exits[which].lane, after: 0)
  }

  /// A victim's thread is nowhere any more.
  private mutating func stopThread(_ index: Int32, restarts: Bool) {
    let thread = threads + Int(index)
    if case .gone = thread.pointee.mode { return }
    if case .reclaiming(let pages) = thread.pointee.mode {
      pageCache += pages
      isolated -= pages
      planKswapd()
    }
    if case .awaitingLock = thread.pointee.mode { lockWaiters -= 1 }
    if thread.pointee.stallStart >= 0 {
      closeStallPart(thread)
      record.noteStall(
        from: thread.pointee.stallStart, to: now,
        isMeasured: tasks[Int(thread.pointee.task)].description.isMeasured)
      thread.pointee.stallStart = -1
      stalled -= 1
      stepwise(.waiters)
    }
    leave(thread.pointee.lane)
    lanes[Int(thread.pointee.lane)].generation &+= 1
    if thread.pointee.hasRequest {
      record.killedRequests += 1
      if !restarts { record.noteUnserved(thread, tasks + Int(thread.pointee.task)) }
    }
    thread.pointee.hasRequest = false
    thread.pointee.mode = restarts ? .idle : .gone
  }

  /// Adds what is left of the present part of a stall to its category.
  mutating func closeStallPart(_ thread: UnsafeMutablePointer<ThreadState>) {
    switch thread.pointee.mode {
    case .reclaiming: endPart(thread, .reclaim)
    case .retrying: endPart(thread, .retry)
    case .awaitingLock: endPart(thread, .lock)
    case .notifierSleep: endPart(thread, .notifierWait)
    case .notifierWork, .notifierPayment: endPart(thread, .notifierWork)
    case .idle, .faulting, .gone: break
    }
  }

  /// A task that survives kills takes its next burst, or waits for one.
  private mutating func restartThread(_ index: Int, after delay: Int64) {
    let task = tasks + index
    let thread = threads + task.pointee.firstThread
    if takeBurst(thread) { wake(thread.pointee.lane, after: delay) }
  }

  private mutating func killGuest(_ index: Int) {
    let guest = guests + index
    endLoad(of: Int32(index))
    endBoot(of: Int32(index))
    endTeardown(of: index)
    guest.pointee.phase = .victim
    free += guest.pointee.reserve
    guest.pointee.reserve = 0
    if configuration.rules.killRefund == .instant {
      free += guest.pointee.mapped
      guest.pointee.mapped = 0
      emit(.exited, Int64(index))
      checkEnd()
      return
    }
    exits[index].left = guest.pointee.mapped
    exits[index].image = GuestImage(guest.pointee.description, seed: configuration.seed)
    exits[index].isVictim = true
    victimsInFlight += 1
    wake(exits[index].lane, after: costs.wake)
  }

  /// A guest that is killed while it reboots is converted and cleaned no further.
  private mutating func endTeardown(of index: Int) {
    let guest = guests + index
    var lanesOfGuest = [Int32(layout.walk + index)]
    for number in 0..<Int(guest.pointee.description.cleaners) {
      let cleaner = cleaners + guest.pointee.firstCleaner + number
      lanesOfGuest.append(cleaner.pointee.lane)
      cleaner.pointee.segment = -1
      if cleaner.pointee.startTime >= 0, cleaner.pointee.endTime < 0 {
        cleaner.pointee.endTime = now
      }
    }
    for lane in lanesOfGuest {
      leave(lane)
      lanes[Int(lane)].generation &+= 1
    }
    record.zombieArea += Int128(now) * Int128(guest.pointee.zombiePages)
    guest.pointee.zombies = ZombieMap()
    guest.pointee.inHand = 0
    guest.pointee.liveCleaners = 0
  }

  // MARK: the exit of a victim

  /// A victim comes to the CPUs to exit.
  mutating func startExit(_ index: Int32) {
    let which = Int(index)
    enter(exits[which].lane, need: 0)
    setCaller(
      exits[which].lane, which < guestCount && guests[which].description.isProtected)
    if !paysAfter { beginExitItem(which) }
  }

  private mutating func exitCost(_ which: Int) -> Int64 {
    guard let image = exits[which].image, image.kind != .shared else { return costs.unmap }
    return stretch(destroyCost(dirty: image.kind == .dirty))
  }

  private mutating func beginExitItem(_ which: Int) {
    guard exits[which].left > 0 else {
      finishExit(which)
      return
    }
    let cost = exitCost(which)
    lanes[Int(exits[which].lane)].itemCost = cost
    setNeed(exits[which].lane, cost)
    planExit(Int32(which))
  }

  /// Says how many pages of an exit are alike.
  mutating func planExit(_ index: Int32) {
    let which = Int(index)
    let run = Swift.min(exits[which].image?.left ?? exits[which].left, exits[which].left)
    setPlain(
      exits[which].lane, .giveBack, flow: 1, cost: exitCost(which),
      left: Swift.max(0, paysAfter ? run : run - 1))
  }

  /// Passes pages of an exit that are free now.
  mutating func passExit(_ which: Int, _ pages: Int64) {
    exits[which].left -= pages
    if var image = exits[which].image {
      noteDestroysOfExit(which, image, pages)
      image.pass(pages)
      exits[which].image = image
    }
    if which < guestCount {
      guests[which].mapped -= pages
    } else {
      tasks[which - guestCount].held -= pages
    }
  }

  private mutating func noteDestroysOfExit(_ which: Int, _ image: GuestImage, _ pages: Int64) {
    guard image.kind != .shared else { return }
    let lane = lanes + Int(exits[which].lane)
    let paid =
      paysAfter
      ? pages * exitCost(which)
      : lane.pointee.itemCost + (pages - 1) * lane.pointee.cost
    noteDestroys(dirty: image.kind == .dirty, pages, paid: paid)
  }

  /// The act of an exit.
  mutating func actExit(_ index: Int32) {
    let which = Int(index)
    guard exits[which].left > 0 else {
      finishExit(which)
      return
    }
    let cost = exitCost(which)
    passExit(which, 1)
    freePage(lanes[Int(exits[which].lane)].cpu)
    if paysAfter {
      setNeed(exits[which].lane, cost)
      planExit(index)
    } else {
      beginExitItem(which)
    }
  }

  private mutating func finishExit(_ which: Int) {
    leave(exits[which].lane)
    if exits[which].isVictim { victimsInFlight -= 1 }
    exits[which].isVictim = false
    emit(.exited, Int64(which))
    if which >= guestCount, tasks[which - guestCount].life == .exiting {
      tasks[which - guestCount].life = .finished
    }
    if exits[which].restarts {
      let index = which - guestCount
      tasks[index].life = .alive
      let delay = tasks[index].description.restartsAfterKill?.nanoseconds ?? 0
      restartThread(index, after: delay)
    }
    exits[which].image = nil
    checkEnd()
  }
}
