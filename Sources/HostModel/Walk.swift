// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// The walk over a dying guest's address space, and over that of a rebooting one.
extension HostEngine {
  /// The order to stop a guest.
  mutating func stop(_ index: Int32) {
    let guest = guests + Int(index)
    guard guest.pointee.phase == .alive else { return }
    guest.pointee.stopTime = now
    endLoad(of: index)
    openWindow()
    if guest.pointee.description.teardown == .free {
      stopForNothing(index)
      return
    }
    guest.pointee.phase = .walking
    let memory = guest.pointee.description.memory.count
    guest.pointee.walkEnd = memory
    emit(.stop, Int64(index))
    notifyLife(index, .stop)
    if guest.pointee.isReboot {
      let clear = guest.pointee.description.synchronousBelow.count
      let isLazy = guest.pointee.description.teardown == .lazyReboot && memory > clear
      guest.pointee.walkEnd = isLazy ? clear : memory
      guest.pointee.synchronousEnd = guest.pointee.walkEnd
      if !guest.pointee.description.isProtected { guest.pointee.walkEnd = 0 }
    } else if guest.pointee.isLazyShutdown {
      guest.pointee.synchronousEnd = askPlan(index)
    } else {
      guest.pointee.synchronousEnd = memory
    }
    setMilestone(guest)
    wake(Int32(layout.walk) + index, after: 0)
  }

  /// The walk comes to the CPUs.
  mutating func startWalk(_ index: Int32) {
    let guest = guests + Int(index)
    enter(Int32(layout.walk) + index, need: 0)
    if guest.pointee.walked == guest.pointee.walkEnd {
      endWalk(index)
    } else {
      beginWalkItem(index, paying: guest.pointee.isSynchronous)
    }
  }

  private mutating func stopForNothing(_ index: Int32) {
    let guest = guests + Int(index)
    guest.pointee.walked = guest.pointee.description.memory.count
    if !guest.pointee.isReboot {
      free += guest.pointee.mapped
      guest.pointee.mapped = 0
    }
    emit(.stop, Int64(index))
    notifyLife(index, .stop)
    guest.pointee.freed = guest.pointee.walked
    guest.pointee.exitTime = now
    guest.pointee.halfFreeTime = now
    guest.pointee.mostFreeTime = now
    emit(.exit, Int64(index))
    notifyLife(index, .exit)
    markAllFree(index)
    if guest.pointee.isReboot { beginBoot(index) }
  }

  private mutating func askPlan(_ index: Int32) -> Int64 {
    let guest = guests + Int(index)
    let memory = guest.pointee.description.memory
    let image = guest.pointee.image
    record.asked += 1
    let plan = guest.pointee.allocationFailure.plan(
      TeardownView(
        host: hostView(), resident: memory, shared: { Pages(image.sharedPages) },
        otherDyingGuests: Int32(dyingGuests - 1), reserve: Pages(guest.pointee.reserve)))
    if plan.synchronousFirst < 0 { noteIllegal(guest) }
    return Swift.min(Swift.max(plan.synchronousFirst.count, 0), memory.count)
  }

  /// What happens to the next page of a walk.
  enum WalkStep: Equatable {
    case shared
    case convert(export: Bool)
    case setAside
    case boundary
  }

  @inline(__always)
  mutating func walkStep(_ guest: UnsafeMutablePointer<GuestState>) -> WalkStep {
    if guest.pointee.image.kind == .shared { return .shared }
    if guest.pointee.walked < guest.pointee.synchronousEnd {
      return .convert(export: guest.pointee.description.teardown == .synchronousExport)
    }
    if guest.pointee.convertLeft > 0 { return .convert(export: !appendsAtNewNode) }
    return guest.pointee.nodeRoom > 0 ? .setAside : .boundary
  }

  /// What the next page of a walk costs in its own item.
  @inline(__always)
  private mutating func walkCost(
    _ guest: UnsafeMutablePointer<GuestState>, _ step: WalkStep
  ) -> Int64 {
    switch step {
    case .shared: return costs.unmap
    case .convert(let export):
      let bare = export ? costs.export : destroyCost(dirty: guest.pointee.image.kind == .dirty)
      return guest.pointee.isSynchronous ? stretch(bare) : bare
    case .setAside: return costs.append
    case .boundary: return appendsAtNewNode ? costs.append : costs.export
    }
  }

  /// Gives a walk the item of its next page, what it owes included.
  ///
  /// - Parameter paying: Whether the page that it pays for afterwards was a synchronous one.
  @inline(__always)
  private mutating func beginWalkItem(_ index: Int32, paying: Bool) {
    let guest = guests + Int(index)
    let id = Int32(layout.walk) + index
    let isSynchronous = paysAfter ? paying : guest.pointee.isSynchronous
    setCaller(id, isSynchronous && guest.pointee.description.isProtected)
    let owed = guest.pointee.owed
    guest.pointee.owed = 0
    if paysAfter {
      setNeed(id, owed)
    } else {
      let cost = walkCost(guest, walkStep(guest))
      lanes[Int(id)].itemCost = cost
      setNeed(id, owed + cost)
    }
    planWalk(index)
  }

  /// Says anew how many acts of a walk are plain.
  mutating func replanWalk(_ index: Int32) { planWalk(index) }

  /// Says how many acts of a walk from now on are plain.
  @inline(__always)
  mutating func planWalk(_ index: Int32) {
    let guest = guests + Int(index)
    let id = Int32(layout.walk) + index
    // Who still pays for its last synchronous page ceases to be a caller with its next act.
    let staysCaller = guest.pointee.isSynchronous || !lanes[Int(id)].isCaller
    guard guest.pointee.walked < guest.pointee.walkEnd, staysCaller else {
      setPlain(id, .none, flow: 0, cost: 1, left: 0)
      return
    }
    let step = walkStep(guest)
    var run = Swift.min(guest.pointee.image.left, guest.pointee.walkEnd - guest.pointee.walked)
    var act = guest.pointee.isReboot ? PlainAct.convertInPlace : .giveBack
    switch step {
    case .shared:
      if guest.pointee.walked < guest.pointee.synchronousEnd {
        run = Swift.min(run, guest.pointee.synchronousEnd - guest.pointee.walked)
      }
    case .convert:
      run =
        guest.pointee.walked < guest.pointee.synchronousEnd
        ? Swift.min(run, guest.pointee.synchronousEnd - guest.pointee.walked)
        : Swift.min(run, guest.pointee.convertLeft)
    case .setAside:
      run = Swift.min(run, guest.pointee.nodeRoom)
      act = .setAside
    case .boundary:
      setPlain(id, .none, flow: 0, cost: 1, left: 0)
      return
    }
    let left = paysAfter ? run : run - 1
    let cost = walkCost(guest, step)
    if act == .setAside {
      setPlain(id, act, flow: 0, cost: cost, left: left, isForeseen: true)
    } else {
      let toMilestone = guest.pointee.milestone - guest.pointee.freed - 1
      setPlain(
        id, act, flow: act == .giveBack ? 1 : 0, cost: cost, left: Swift.min(left, toMilestone),
        counted: index, isForeseen: !guest.pointee.isLazyShutdown)
    }
  }

  /// Passes pages of a walk whose treatment is known.
  mutating func passWalk(_ guest: UnsafeMutablePointer<GuestState>, _ pages: Int64) {
    if guest.pointee.image.kind != .shared, guest.pointee.walked >= guest.pointee.synchronousEnd,
      guest.pointee.convertLeft > 0
    {
      if guest.pointee.convertLeft != .max { guest.pointee.convertLeft -= pages }
      record.fallback += pages
    }
    guest.pointee.walked += pages
    guest.pointee.image.pass(pages)
  }

  /// The act of a walk.
  mutating func actWalk(_ index: Int32) {
    let guest = guests + Int(index)
    guard guest.pointee.walked < guest.pointee.walkEnd else {
      endWalk(index)
      return
    }
    let id = Int32(layout.walk) + index
    let lane = lanes + Int(id)
    let step = walkStep(guest)
    if step == .boundary, let owed = putIntoNewNode(guest, lane) {
      setNeed(id, owed)
      planWalk(index)
      return
    }
    let wasSynchronous = guest.pointee.isSynchronous
    let cost = paysAfter ? walkCost(guest, step) : lane.pointee.itemCost
    switch step {
    case .shared, .convert:
      noteConversions(step, dirty: guest.pointee.image.kind == .dirty, 1, paid: cost)
      passWalk(guest, 1)
      if !guest.pointee.isReboot {
        guest.pointee.mapped -= 1
        freePage(lane.pointee.cpu)
      }
      countFreed(index)
    case .setAside:
      setAsidePage(guest)
    case .boundary:
      actAtBoundary(index)
    }
    if paysAfter, step != .boundary { guest.pointee.owed += cost }
    if guest.pointee.walked < guest.pointee.walkEnd {
      beginWalkItem(index, paying: wasSynchronous)
    } else if guest.pointee.owed > 0 {
      setNeed(id, guest.pointee.owed)
      guest.pointee.owed = 0
      planWalk(index)
    } else {
      endWalk(index)
    }
  }

  @inline(__always)
  mutating func setAsidePage(_ guest: UnsafeMutablePointer<GuestState>) {
    guest.pointee.list.append(1, dirty: guest.pointee.image.kind == .dirty)
    guest.pointee.image.pass(1)
    guest.pointee.walked &+= 1
    guest.pointee.mapped &-= 1
    guest.pointee.nodeRoom &-= 1
    guest.pointee.setAsideTotal &+= 1
    guest.pointee.setAsideInstants &-= Int128(now)
    if guest.pointee.nodeRoom == 0 { closeNode(guest) }
  }

  private mutating func endWalk(_ index: Int32) {
    let guest = guests + Int(index)
    let walk = Int32(layout.walk) + index
    notePeak()
    if guest.pointee.list.hasOpenNode { closeNode(guest) }
    leave(walk)
    free += guest.pointee.reserve
    guest.pointee.reserve = 0
    guest.pointee.exitTime = now
    guest.pointee.phase = .cleaning
    if guest.pointee.isReboot { layZombies(guest) }
    emit(.exit, Int64(index))
    notifyLife(index, .exit)
    if guest.pointee.isReboot { beginBoot(index) }
    let waiting = guest.pointee.list.available + guest.pointee.zombies.waiting
    if waiting == 0 {
      // What requesters have in hand they finish themselves.
      if guest.pointee.inHand == 0 { markAllFree(index) }
      return
    }
    let first = guest.pointee.firstCleaner
    for number in 0..<Int(guest.pointee.description.cleaners) {
      wake(Int32(layout.cleaner + first + number), after: costs.wake)
    }
  }

  private mutating func layZombies(_ guest: UnsafeMutablePointer<GuestState>) {
    let memory = guest.pointee.description.memory.count
    guard guest.pointee.description.isProtected, guest.pointee.walkEnd < memory else {
      // What is shared needs no cleaning: it is the next boot's at once.
      guest.pointee.freed = memory
      return
    }
    guest.pointee.zombies.fill(
      from: guest.pointee.walkEnd, image: &guest.pointee.image, memory: memory)
    let waiting = guest.pointee.zombies.waiting
    let shared = memory - guest.pointee.walkEnd - waiting
    guest.pointee.freedInstants += Int128(now) * Int128(shared)
    guest.pointee.freed += shared
    record.zombieArea -= Int128(now) * Int128(waiting)
    record.zombiePeak = Swift.max(record.zombiePeak, zombies)
  }

  /// The guest's dead instance holds nothing any more.
  mutating func markAllFree(_ index: Int32) {
    let guest = guests + Int(index)
    guest.pointee.phase = .gone
    guest.pointee.allFreeTime = now
    if guest.pointee.halfFreeTime < 0 { guest.pointee.halfFreeTime = now }
    if guest.pointee.mostFreeTime < 0 { guest.pointee.mostFreeTime = now }
    emit(.allFree, Int64(index))
    notifyLife(index, .allFree)
    wakeNotifier(of: guest, force: true)
    checkEnd()
  }
}
