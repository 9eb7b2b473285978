// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// What all actors share: their place in the bulk step, costs, views and counters.
extension HostEngine {
  // MARK: lanes

  /// Says what a lane's acts do while they are plain, and for how many acts they are.
  ///
  /// - Parameters:
  ///   - emptiesNodes: whether some of these acts empty nodes.
  ///   - isForeseen: whether nothing but free memory, and what is planned anew for, can end them sooner.
  @inline(__always)
  mutating func setPlain(
    _ id: Int32, _ act: PlainAct, flow: Int8, cost: Int64, left: Int64, counted: Int32 = -1,
    emptiesNodes: Bool = false, isForeseen: Bool = false
  ) {
    let lane = lanes + Int(id)
    assert(lane.pointee.unbooked == 0, "Acts of the old kind are not in the books.")
    if lane.pointee.flow != flow || lane.pointee.counted != counted {
      let isCounted = lane.pointee.place >= 0
      if isCounted { moveFlow(lane, by: -1) }
      lane.pointee.flow = flow
      lane.pointee.counted = counted
      if isCounted { moveFlow(lane, by: 1) }
    }
    lane.pointee.act = act
    lane.pointee.emptiesNodes = emptiesNodes
    lane.pointee.isForeseen = isForeseen && cost < Self.foreseenCostLimit
    lane.pointee.cost = cost
    lane.pointee.left = isStepwise || lane.pointee.mustYield ? 0 : left
  }

  /// Counts a lane among, or out of, those that take pages, free pages, and work for a guest.
  @inline(__always)
  mutating func moveFlow(_ lane: UnsafeMutablePointer<Lane>, by change: Int64) {
    if lane.pointee.flow < 0 {
      takers &+= change
      rings[Int(lane.pointee.cpu)].takers &+= change
    } else if lane.pointee.flow > 0 {
      freers &+= change
      rings[Int(lane.pointee.cpu)].freers &+= change
    }
    if lane.pointee.counted >= 0 { guests[Int(lane.pointee.counted)].workers &+= change }
    if lane.pointee.kind == .cleaner { thresholdsHold = false }
  }

  /// A lane on a CPU takes part in the bulk step, unless it works without an end.
  @inline(__always)
  mutating func addRunning(_ id: Int32) {
    let lane = lanes + Int(id)
    guard lane.pointee.kind != .load || lane.pointee.need < Self.endless / 2 else { return }
    lane.pointee.place = Int32(runningCount)
    running[runningCount] = id
    runningCount += 1
    moveFlow(lane, by: 1)
  }

  @inline(__always)
  mutating func removeRunning(_ id: Int32) {
    let lane = lanes + Int(id)
    guard lane.pointee.place >= 0 else { return }
    assert(lane.pointee.unbooked == 0, "Acts of a lane that leaves are not in the books.")
    moveFlow(lane, by: -1)
    runningCount -= 1
    let last = running[runningCount]
    running[Int(lane.pointee.place)] = last
    lanes[Int(last)].place = lane.pointee.place
    lane.pointee.place = -1
  }

  // MARK: the Ultravisor

  @inline(__always)
  mutating func destroyCost(dirty: Bool) -> Int64 { dirty ? costs.destroyDirty : costs.destroy }

  /// What a call takes among the present callers.
  @inline(__always)
  mutating func stretch(_ cost: Int64) -> Int64 {
    guard servers > 0, callers > servers else { return cost }
    return (cost * callers + servers - 1) / servers
  }

  /// A lane becomes, or ceases to be, one of the callers; the others' further calls change in length.
  @inline(__always)
  mutating func setCaller(_ id: Int32, _ isCaller: Bool) {
    if servers > 0, lanes[Int(id)].isCaller != isCaller { changeCaller(id, isCaller) }
  }

  private mutating func changeCaller(_ id: Int32, _ isCaller: Bool) {
    lanes[Int(id)].isCaller = isCaller
    let before = Swift.max(callers, servers)
    callers += isCaller ? 1 : -1
    guard Swift.max(callers, servers) != before else { return }
    for place in 0..<runningCount where lanes[Int(running[place])].isCaller {
      replan(running[place])
    }
  }

  /// Says anew how many acts of a lane are plain, and what they cost.
  mutating func replan(_ id: Int32) {
    let owner = lanes[Int(id)].owner
    switch lanes[Int(id)].kind {
    case .walk: replanWalk(owner)
    case .cleaner: replanCleaner(owner)
    case .exit: planExit(owner)
    case .thread: planNotifierWork(threads + Int(owner))
    case .boot: planBoot(owner)
    case .kswapd, .load: break
    }
  }

  /// Notes conversions of a walk.
  mutating func noteConversions(_ step: WalkStep, dirty: Bool, _ count: Int64, paid: Int64) {
    guard case .convert(let export) = step else { return }
    if export {
      record.exports += count
      record.ultravisorBusy += paid
      record.ultravisorWait += paid - count * costs.export
    } else {
      noteDestroys(dirty: dirty, count, paid: paid)
    }
  }

  /// Notes destroys and what they took.
  @inline(__always)
  mutating func noteDestroys(dirty: Bool, _ count: Int64, paid: Int64) {
    noteDestroys(bare: destroyCost(dirty: dirty), count, paid: paid)
  }

  /// Notes destroys of which each takes so long without contention.
  @inline(__always)
  mutating func noteDestroys(bare: Int64, _ count: Int64, paid: Int64) {
    record.destroys &+= count
    record.ultravisorBusy &+= paid
    record.ultravisorWait &+= paid &- count &* bare
  }

  // MARK: progress of a teardown

  /// A page of a dead instance is free now, or the next boot's.
  @inline(__always)
  mutating func countFreed(_ index: Int32) {
    let guest = guests + Int(index)
    guest.pointee.freed += 1
    guest.pointee.freedInstants &+= Int128(now)
    if guest.pointee.freed >= guest.pointee.milestone { passMilestone(guest, index) }
    if guest.pointee.waiter >= 0, threads[Int(guest.pointee.waiter)].countsNodes {
      wakeNotifier(of: guest, force: false)
    }
    if guest.pointee.phase == .cleaning,
      guest.pointee.freed == guest.pointee.description.memory.count
    {
      markAllFree(index)
    }
  }

  private mutating func passMilestone(
    _ guest: UnsafeMutablePointer<GuestState>, _ index: Int32
  ) {
    let memory = guest.pointee.description.memory.count
    if guest.pointee.halfFreeTime < 0, guest.pointee.freed >= (memory + 1) / 2 {
      guest.pointee.halfFreeTime = now
    }
    if guest.pointee.mostFreeTime < 0, guest.pointee.freed >= (memory * 9 + 9) / 10 {
      guest.pointee.mostFreeTime = now
    }
    wakeNotifier(of: guest, force: false)
    setMilestone(guest)
  }

  /// The next number of freed pages at which something is decided or noted.
  mutating func setMilestone(_ guest: UnsafeMutablePointer<GuestState>) {
    let memory = guest.pointee.description.memory.count
    var next = memory
    if guest.pointee.mostFreeTime < 0 { next = Swift.min(next, (memory * 9 + 9) / 10) }
    if guest.pointee.halfFreeTime < 0 { next = Swift.min(next, (memory + 1) / 2) }
    if guest.pointee.waiter >= 0 {
      let thread = threads + Int(guest.pointee.waiter)
      if !thread.pointee.countsNodes, thread.pointee.callTarget != .max {
        let missing = thread.pointee.callTarget - guest.pointee.cleaned
        next = Swift.min(next, guest.pointee.freed + Swift.max(missing, 1))
      }
    }
    guest.pointee.milestone = Swift.max(next, guest.pointee.freed + 1)
  }

  var dyingGuests: Int {
    mutating get {
      var count = 0
      for index in 0..<guestCount {
        switch guests[index].phase {
        case .walking, .cleaning: count += 1
        case .alive, .gone, .victim: break
        }
      }
      return count
    }
  }

  // MARK: what policies see, and what is seen of them

  /// The host as policies see it now.
  @inline(__always)
  mutating func hostView() -> HostView {
    var shown = unchangingView
    shown.now = SimulatedInstant(nanoseconds: now)
    shown.free = Pages(free)
    shown.reclaimable = Pages(pageCache)
    var setAside: Int64 = 0
    var zombies: Int64 = 0
    var live: Int64 = 0
    for index in 0..<guestCount {
      let guest = guests + index
      setAside &+= guest.pointee.setAside
      zombies &+= guest.pointee.zombiePages
      live &+= guest.pointee.liveCleaners
    }
    shown.setAside = Pages(setAside)
    shown.zombies = Pages(zombies)
    shown.waiters = stalled
    shown.cleaners = Int32(truncatingIfNeeded: live)
    shown.kswapdAwake = kswapd.mode != .asleep
    return shown
  }

  /// Pages of earlier boots on the whole host.
  var zombies: Int64 {
    mutating get {
      var sum: Int64 = 0
      for index in 0..<guestCount { sum += guests[index].zombiePages }
      return sum
    }
  }

  /// Something that leases may depend on has moved a step.
  mutating func stepwise(_ change: StepwiseChanges) {
    for index in 0..<cleanerCount {
      let cleaner = cleaners + index
      cleaner.pointee.changed.formUnion(change)
      if !change.isDisjoint(with: cleaner.pointee.pace.lease.endsOn) {
        lanes[Int(cleaner.pointee.lane)].isForeseen = false
      }
    }
  }

  mutating func makeThrottle(_ cleaner: UnsafeMutablePointer<CleanerState>)
    -> ReclaimThrottleInstance?
  {
    let guest = guests[Int(cleaner.pointee.guest)].description.name
    return binding.throttle(
      actor: "\(guest).\(cleaner.pointee.number)")
  }

  /// Emits an event: into the digest, and to whoever watches.
  @inline(__always)
  mutating func emit(_ kind: DecisionEvent.Kind, _ who: Int64, _ value: Int64 = 0) {
    let event = DecisionEvent(kind: kind, time: now, who: who, free: free, value: value)
    digest.absorb(event)
    record.story.tell(event)
    if let observe { observe(event) }
  }

  // MARK: peaks

  /// Notes how much is set aside, before some of it may go.
  @inline(__always)
  mutating func notePeak() {
    var data: Int64 = 0
    var nodes: Int64 = 0
    for index in 0..<guestCount {
      data &+= guests[index].setAside
      nodes &+= guests[index].nodePages
    }
    record.setAsideDataPeak = Swift.max(record.setAsideDataPeak, data)
    record.setAsidePeak = Swift.max(record.setAsidePeak, data &+ nodes)
  }

  @inline(__always)
  mutating func noteOverhead() {
    var overhead: Int64 = 0
    for index in 0..<guestCount { overhead &+= guests[index].nodePages &+ guests[index].reserve }
    record.overhead = Swift.max(record.overhead, overhead)
  }

  /// A task has a page again after the first kill.
  mutating func noteRecovery(at instant: Int64) {
    record.recovery = Swift.min(record.recovery, instant - record.firstKill)
  }
}

/// The costs of an experiment as plain integers.
struct UnpackedCosts {
  let append: Int64
  let node: Int64
  let failedNode: Int64
  let unmap: Int64
  let scan: Int64
  let reclaim: Int64
  let fruitlessPass: Int64
  let wake: Int64
  let destroy: Int64
  let destroyDirty: Int64
  let export: Int64
  let `import`: Int64

  init(_ configuration: TrialConfiguration) {
    let costs = configuration.costs
    append = costs.append.nanoseconds
    node = costs.node.nanoseconds
    failedNode = costs.failedNode.nanoseconds
    unmap = costs.unmap.nanoseconds
    scan = costs.scan.nanoseconds
    reclaim = costs.reclaim.nanoseconds
    fruitlessPass = costs.fruitlessPass.nanoseconds
    wake = costs.wake.nanoseconds
    destroy = configuration.ultravisor.destroy.nanoseconds
    destroyDirty = configuration.ultravisor.destroyDirty.nanoseconds
    export = configuration.ultravisor.export.nanoseconds
    `import` = configuration.ultravisor.import.nanoseconds
  }
}
