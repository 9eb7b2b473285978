// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// How many acts of a cleaner are plain.
extension HostEngine {
  /// Whether a pause after each page is as good as a longer page: nobody else could use the CPU.
  @inline(__always)
  mutating func pausesAreCosts(_ cleaner: UnsafeMutablePointer<CleanerState>) -> Bool {
    cpuCount == 0 && servers == 0 && paysAfter && cleaner.pointee.pace.burst == 1
      && cleaner.pointee.pace.pause > .zero
  }

  /// Says anew how many acts of each worker on a guest's pages are plain.
  mutating func replanWorkers(of index: Int32) {
    let guest = guests + Int(index)
    let first = guest.pointee.firstCleaner
    for number in 0..<Int(guest.pointee.description.cleaners)
    where lanes[Int(cleaners[first + number].lane)].cpu >= 0 {
      planCleaner(cleaners + first + number)
    }
    if lockHolder >= 0, threads[Int(lockHolder)].callGuest == index {
      planNotifierWork(threads + Int(lockHolder))
    }
  }

  /// Says anew how many acts of one cleaner are plain.
  mutating func replanCleaner(_ index: Int32) { planCleaner(cleaners + Int(index)) }

  @inline(__always)
  private mutating func planCleaner(_ cleaner: UnsafeMutablePointer<CleanerState>) {
    let guest = guests + Int(cleaner.pointee.guest)
    let id = cleaner.pointee.lane
    guard cleaner.pointee.hasPace else {
      setPlain(id, .none, flow: 0, cost: 1, left: 0, counted: cleaner.pointee.guest)
      return
    }
    let lease = cleaner.pointee.pace.lease
    var most = lease.askPoints == .max ? .max : lease.askPoints - cleaner.pointee.used
    let folded = pausesAreCosts(cleaner)
    if cleaner.pointee.pace.pause > .zero, !folded {
      most = Swift.min(most, cleaner.pointee.burstLeft - 1)
    }
    let pause = folded ? cleaner.pointee.pace.pause.nanoseconds : 0
    if guest.pointee.isReboot {
      let inSegment =
        cleaner.pointee.segment < 0 || paysAfter
        ? 0 : guest.pointee.zombies.zombies(in: cleaner.pointee.segment)
      let cost = stretch(destroyCost(dirty: cleaner.pointee.pageIsDirty)) + pause
      setPlain(
        id, .cleanZombie, flow: 0, cost: cost, left: Swift.min(most, inSegment),
        counted: cleaner.pointee.guest)
      return
    }
    if cleaner.pointee.pausePending || cleaner.pointee.emptiedNode > 0 { most = 0 }
    let isAlone = guest.pointee.workers == 1
    if isAlone { most = Swift.min(most, guest.pointee.milestone - guest.pointee.freed - 1) }
    let next = guest.pointee.list.available > 0 ? guest.pointee.list.next() : .none
    most = Swift.max(most, 0)
    let plan = planRun(
      cleaner, next, workers: guest.pointee.workers, handIsDirty: cleaner.pointee.pageIsDirty,
      most: most)
    let dirty = paysAfter && next.pages > 0 ? next.dirty : cleaner.pointee.pageIsDirty
    let cost = stretch(destroyCost(dirty: dirty)) + pause
    let isForeseen =
      isAlone && lease.expiry == .never && cleaner.pointee.changed.isDisjoint(with: lease.endsOn)
    cleaner.pointee.pauseInCost = pause
    cleaner.pointee.planRecurs =
      isForeseen && lease.askPoints == .max && (folded || cleaner.pointee.pace.pause == .zero)
      && !usesLists && servers == 0
      && Swift.max(costs.destroy, costs.destroyDirty) + pause < Self.foreseenCostLimit
    setPlain(
      id, .clean, flow: 1, cost: cost, left: plan.run, counted: cleaner.pointee.guest,
      emptiesNodes: plan.emptiesNodes, isForeseen: isForeseen)
  }

  /// Says how many acts of a cleaner are plain that pays afterwards and has come to the end of a run.
  @inline(__always)
  mutating func planNextRun(_ lane: UnsafeMutablePointer<Lane>) {
    let cleaner = cleaners + Int(lane.pointee.owner)
    let guest = guests + Int(cleaner.pointee.guest)
    guard cleaner.pointee.planRecurs, lane.pointee.isForeseen,
      guest.pointee.list.available > 0
    else {
      planCleaner(cleaner)
      return
    }
    let next = guest.pointee.list.next()
    let most = Swift.max(0, guest.pointee.milestone &- guest.pointee.freed &- 1)
    let plan = planRun(cleaner, next, workers: 1, handIsDirty: next.dirty, most: most)
    lane.pointee.left = lane.pointee.mustYield ? 0 : plan.run
    lane.pointee.emptiesNodes = plan.emptiesNodes
    lane.pointee.cost = destroyCost(dirty: next.dirty) &+ cleaner.pointee.pauseInCost
  }

  /// Whether the pages of one kind that a single cleaner takes next are the rest of a full node, and
  /// others come after it.
  @inline(__always)
  private mutating func mayEmptyNodes(
    _ next: SetAsideList.Run, _ guest: UnsafeMutablePointer<GuestState>
  ) -> Bool {
    paysAfter && !usesLists && !guest.pointee.list.hasOpenNode
      && next.pages == next.inNode && next.inNode < guest.pointee.list.available
  }

  /// Plans the next acts of a cleaner on pages of one kind; a single one may go on from node to node.
  ///
  /// - Parameter most: How many acts are plain if pages and nodes do not matter.
  /// - Returns: How many acts are plain, and whether they empty nodes.
  @inline(__always)
  private mutating func planRun(
    _ cleaner: UnsafeMutablePointer<CleanerState>, _ next: SetAsideList.Run, workers: Int64,
    handIsDirty: Bool, most: Int64
  ) -> (run: Int64, emptiesNodes: Bool) {
    let guest = guests + Int(cleaner.pointee.guest)
    guard workers == 1, mayEmptyNodes(next, guest) else {
      return (Swift.min(most, plainRun(next, workers, handIsDirty: handIsDirty)), false)
    }
    // A run that could bring free memory to a threshold would not be calm, and the last page of all ends
    // the work.
    let room = thresholdAbove &- free &- SetAsideList.nodesAhead
    let run = Swift.min(
      most, guest.pointee.list.pagesOfOneKind(within: room), guest.pointee.list.available &- 1)
    guard run >= next.inNode else { return (run, false) }
    cleaner.pointee.nodeEnd = next.inNode
    cleaner.pointee.nodesLeft = 1 &+ (run &- next.inNode) / configuration.rules.pagesPerNode
    return (run, true)
  }

  /// How many pages a worker on a list can finish before one of another kind or the last of a node.
  @inline(__always)
  private mutating func plainRun(
    _ next: SetAsideList.Run, _ workers: Int64, handIsDirty: Bool
  ) -> Int64 {
    guard next.pages > 0 else { return 0 }
    if paysAfter {
      // The page that empties a node frees two pages, the last one ends the work.
      let last = next.pages == next.inNode ? next.pages - 1 : next.pages
      return workers <= 1 ? last : last / workers
    }
    guard next.dirty == handIsDirty else { return 0 }
    // Among several workers it matters who takes the last page of a node.
    return workers <= 1 ? next.pages : (next.pages - 1) / workers
  }
}
