// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// What happens by the clock, and what follows from events in a guest's life.
extension HostEngine {
  @inline(__always)
  mutating func schedule(at time: Int64, tie: UInt64, _ timer: Timer) {
    timers.add(EventKey(time: time, tie: tie), timer)
  }

  /// Brings an actor to the CPUs after `delay`.
  mutating func wake(_ lane: Int32, after delay: Int64) {
    let state = lanes + Int(lane)
    state.pointee.generation &+= 1
    schedule(
      at: now &+ delay, tie: state.pointee.tie,
      .wake(lane: lane, generation: state.pointee.generation))
  }

  mutating func lifeTie(ofTask task: Int32) -> UInt64 {
    EventClass.life.tie(guestCount + Int(task))
  }

  mutating func handle(_ timer: Timer) {
    switch timer {
    case .wake(let lane, let generation):
      guard lanes[Int(lane)].generation == generation else { return }
      resume(lane)
    case .stop(let guest): stop(guest)
    case .taskStart(let task): startTask(task)
    case .arrival(let task): arrive(task)
    case .release(let task, let pages, let epoch): releaseBurst(tasks + Int(task), pages, epoch)
    case .taskRelease(let task): finishTask(task)
    case .sample: takeSample()
    case .windowEnd: closeWindow()
    case .tick(let cpu): tick(Int(cpu))
    case .balance: balanceCPUs()
    case .limit: end(.censored)
    }
  }

  /// A burst is given back, unless its task has been killed since.
  @inline(__always)
  mutating func releaseBurst(
    _ task: UnsafeMutablePointer<TaskState>, _ pages: Int64, _ epoch: Int32
  ) {
    record.releases &+= 1
    guard task.pointee.epoch == epoch else { return }
    book(lanes + Int(threads[task.pointee.firstThread].lane))
    release(task, pages)
  }

  private mutating func resume(_ id: Int32) {
    let owner = lanes[Int(id)].owner
    switch lanes[Int(id)].kind {
    case .walk: startWalk(owner)
    case .cleaner: wakeCleaner(owner)
    case .exit: startExit(owner)
    case .kswapd: startKswapd()
    case .thread: wakeThread(owner)
    case .boot: wakeBoot(owner)
    case .load: wakeLoad(owner)
    }
  }

  /// Runs the act of the lane whose item has ended.
  @inline(__always)
  mutating func act(_ id: Int32) {
    let owner = lanes[Int(id)].owner
    switch lanes[Int(id)].kind {
    case .walk: actWalk(owner)
    case .cleaner: actCleaner(owner)
    case .exit: actExit(owner)
    case .kswapd: actKswapd()
    case .thread: actThread(owner)
    case .boot: actBoot(owner)
    case .load: actLoad(owner)
    }
    yieldIfDue(id)
  }

  // MARK: tasks

  /// Tasks that wait for an event of a guest are started by it.
  mutating func notifyLife(_ guest: Int32, _ event: TaskDescription.LifeEvent) {
    let name = guests[Int(guest)].description.name
    for index in 0..<taskCount {
      switch tasks[index].description.start {
      case .after(let awaited, let what, _) where awaited == name && what == event:
        // Who exits after a kill does not exist, even if it restarts.
        if tasks[index].life == .killed { continue }
        schedule(
          at: now + tasks[index].startDelay, tie: lifeTie(ofTask: Int32(index)),
          .taskStart(task: Int32(index)))
      case .whenFree(_, .some(let awaited), let what) where awaited == name && what == event:
        waitingForFree.append(Int32(index))
        thresholdsHold = false
      default: break
      }
    }
  }

  private mutating func startTask(_ index: Int32) {
    let task = tasks + Int(index)
    guard task.pointee.life != .killed else { return }
    task.pointee.life = .alive
    task.pointee.startTime = now
    task.pointee.threadsAtWork = Int64(task.pointee.threadCount)
    for offset in 0..<task.pointee.threadCount {
      let thread = threads + task.pointee.firstThread + offset
      thread.pointee.stream = RequestStream(
        task.pointee.description, total: task.pointee.total, start: now,
        thread: thread.pointee.number)
      wake(thread.pointee.lane, after: 0)
    }
    if task.pointee.hasBursts {
      schedule(
        at: now + task.pointee.bursts.upcoming.interval, tie: EventClass.arrival.tie(Int(index)),
        .arrival(task: index))
    }
  }

  private mutating func arrive(_ index: Int32) {
    guard let burst = nextBurst(of: index) else { return }
    tasks[Int(index)].queue.append(burst)
    guard isIdle(index) else { return }
    if entersAtOnce(index) {
      enterIdle(index)
    } else {
      wake(threads[tasks[Int(index)].firstThread].lane, after: 0)
    }
  }

  /// A burst arrives, if its task is alive or comes back, and the next one is drawn.
  @inline(__always)
  mutating func nextBurst(of index: Int32) -> Burst? {
    let task = tasks + Int(index)
    guard task.pointee.life == .alive || task.pointee.description.restartsAfterKill != nil else {
      return nil
    }
    let upcoming = task.pointee.bursts.upcoming
    let burst = Burst(
      pages: upcoming.pages, holds: upcoming.holds, number: task.pointee.arrivals, due: now)
    record.arrivals &+= 1
    task.pointee.arrivals &+= 1
    task.pointee.bursts.advance()
    schedule(
      at: now &+ task.pointee.bursts.upcoming.interval,
      tie: EventClass.arrival.tie(Int(index)), .arrival(task: index))
    return burst
  }

  /// Whether the thread of a task with bursts has nothing to do.
  @inline(__always)
  mutating func isIdle(_ index: Int32) -> Bool {
    let task = tasks + Int(index)
    let thread = threads + task.pointee.firstThread
    guard case .idle = thread.pointee.mode else { return false }
    return !thread.pointee.hasRequest && lanes[Int(thread.pointee.lane)].cpu < 0
      && task.pointee.life == .alive
  }

  /// Whether an idle thread comes to a CPU with the arrival itself: it has one of its own, so that it disturbs
  /// nobody, and its item of no length is due in its own turn of this instant.
  @inline(__always)
  mutating func entersAtOnce(_ index: Int32) -> Bool {
    cpuCount == 0 && tasks[Int(index)].hasEntered
  }

  /// An idle thread comes to a CPU of its own.
  @inline(__always)
  mutating func enterIdle(_ index: Int32) {
    let task = tasks + Int(index)
    let thread = threads + task.pointee.firstThread
    enter(thread.pointee.lane, need: 0)
    // No thread acts before the first one, so that it may as well take its burst now.
    if task.pointee.firstThread == 0, takeBurst(thread) {
      thread.pointee.mode = .faulting
      planTakes(thread)
    }
  }

  private mutating func finishTask(_ index: Int32) {
    let task = tasks + Int(index)
    guard task.pointee.life == .alive else { return }
    if configuration.rules.completionRefund == .overTime {
      beginExit(ofTask: Int(index))
      return
    }
    release(task, task.pointee.held)
    task.pointee.life = .finished
    checkEnd()
  }

  // MARK: load

  mutating func wakeLoad(_ index: Int32) {
    let load = loads[Int(index)]
    guard guests[Int(load.guest)].phase == .alive else { return }
    enter(load.lane, need: load.work)
    loads[Int(index)].begun = load.work
  }

  /// A vCPU has worked its share of a period.
  mutating func actLoad(_ index: Int32) {
    let load = loads[Int(index)]
    loads[Int(index)].useful += load.begun
    loads[Int(index)].begun = 0
    leave(load.lane)
    wake(load.lane, after: load.rest)
  }

  /// The guest's own work ends with it.
  mutating func endLoad(of guest: Int32) {
    for index in loads.indices where loads[index].guest == guest {
      loads[index].useful += usefulSoFar(loads[index])
      loads[index].begun = 0
      leave(loads[index].lane)
      lanes[Int(loads[index].lane)].generation &+= 1
    }
  }

  /// CPU time of the work item under way.
  mutating func usefulSoFar(_ load: LoadState) -> Int64 {
    let lane = lanes + Int(load.lane)
    guard lane.pointee.cpu >= 0 else { return 0 }
    if cpuCount == 0 { return load.begun - (lane.pointee.next - now) }
    if isFair { return load.begun - workLeft(lane) }
    return load.begun - (lane.pointee.target - supply(lane, at: now))
  }

  mutating func usefulTime(of guest: Int) -> Int64 {
    var sum: Int64 = 0
    for load in loads where load.guest == Int32(guest) { sum += load.useful + usefulSoFar(load) }
    return sum
  }

  // MARK: the end

  /// Something has ended, and the run may end with it: after the event.
  mutating func checkEnd() { mayEnd = true }

  /// Ends the run if it is done.
  mutating func endIfDone() {
    mayEnd = false
    guard hasAnEnd else { return }
    for index in 0..<guestCount {
      let guest = guests + index
      switch guest.pointee.phase {
      case .alive: if guest.pointee.leaves { return }
      case .walking, .cleaning: return
      case .victim: if guest.pointee.leaves, exits[index].image != nil { return }
      case .gone: break
      }
    }
    if configuration.ending == .everythingDone {
      for index in 0..<taskCount where tasks[index].isFinite {
        if !tasks[index].isOver { return }
      }
      for index in 0..<guestCount where guests[index].bootThreadsAtWork > 0 {
        if guests[index].phase != .victim { return }
      }
      if victimsInFlight > 0 || windowIsOpen { return }
    }
    end(record.replaced > 0 ? .policyReplaced : .done)
  }

  /// Whether the description has anything that ends by itself; if not, a run goes to its limit.
  private var hasAnEnd: Bool {
    mutating get {
      for index in 0..<guestCount where guests[index].leaves { return true }
      guard configuration.ending == .everythingDone else { return false }
      for index in 0..<taskCount where tasks[index].isFinite { return true }
      return false
    }
  }

  mutating func end(_ outcome: RunOutcome) {
    guard self.outcome == nil else { return }
    self.outcome = outcome
    let place = RunOutcome.allCases.firstIndex(of: outcome) ?? 0
    emit(.end, 0, Int64(place))
  }
}

/// One busy vCPU of a guest that stays.
struct LoadState {
  let guest: Int32
  let lane: Int32
  /// CPU time of one item; without an end for a load of 100 %.
  let work: Int64
  /// How long it sleeps after each.
  let rest: Int64
  /// Useful CPU time of finished items.
  var useful: Int64 = 0
  /// The length of the item under way.
  var begun: Int64 = 0
}
