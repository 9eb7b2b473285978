// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

extension HostEngine {
  /// Does all plain acts before `horizon`.
  ///
  /// - Parameters:
  ///   - horizon: Acts with this key or a later one are left.
  ///   - reached: The lane that is known to reach its bound, or -1.
  @inline(__always)
  mutating func apply(until horizon: EventKey, reaching reached: Int32) {
    var isShared = false
    for place in 0..<runningCount {
      let id = running[place]
      let lane = lanes + Int(id)
      let bound = lane.pointee.bound
      guard bound > 0 else { continue }
      let count =
        id == reached ? bound : items(lane, by: horizon.lastInstant(of: lane.pointee.tie))
      guard count > 0 else { continue }
      applyPlain(lane, count)
      if lane.pointee.act == .clean, guests[Int(lane.pointee.counted)].workers > 1 {
        isShared = true
      }
    }
    if horizon != .never { now = Swift.max(now, horizon.time &- 1) }
    if record.recovery < .max { record.awaitsRecovery = false }
    guard isShared else { return }
    for index in 0..<guestCount where guests[index].workers > 1 { replanWorkers(of: Int32(index)) }
  }

  /// Does `count` plain acts of one lane.
  @inline(__always)
  private mutating func applyPlain(_ lane: UnsafeMutablePointer<Lane>, _ count: Int64) {
    enterBooks(lane, count)
    pass(lane, count)
    if lane.pointee.left == 0 { goOn(lane) }
  }

  /// Moves a lane past `count` plain acts; free memory follows, unless lists hold the pages.
  @inline(__always)
  mutating func pass(_ lane: UnsafeMutablePointer<Lane>, _ count: Int64) {
    lane.pointee.left &-= count
    if !usesLists { free &+= Int64(lane.pointee.flow) &* count }
    if lane.pointee.emptiesNodes { emptyNodes(lane, count) }
    let time = count &* lane.pointee.cost
    lane.pointee.target &+= time
    if lane.pointee.isLinear {
      lane.pointee.next &+= time
    } else {
      lane.pointee.next = instant(lane, ofSupply: lane.pointee.target)
    }
  }

  /// Counts the nodes that plain acts of a cleaner have emptied: they are free now.
  @inline(__always)
  mutating func emptyNodes(_ lane: UnsafeMutablePointer<Lane>, _ count: Int64) {
    let cleaner = cleaners + Int(lane.pointee.owner)
    cleaner.pointee.nodeEnd &-= count
    guard cleaner.pointee.nodeEnd <= 0 else { return }
    let pages = configuration.rules.pagesPerNode
    let emptied = 1 &- cleaner.pointee.nodeEnd / pages
    cleaner.pointee.nodeEnd &+= emptied &* pages
    cleaner.pointee.nodesLeft &-= emptied
    free &+= emptied
  }

  /// Enters the next `count` plain acts of a lane into the books: all that they change but its own
  /// place in time and free memory.
  @inline(__always)
  mutating func enterBooks(_ lane: UnsafeMutablePointer<Lane>, _ count: Int64) {
    switch lane.pointee.act {
    case .take: applyTake(lane, count)
    case .clean: applyClean(lane, count)
    case .setAside: applySetAside(lane, count)
    case .giveBack: applyGiveBack(lane, count)
    case .convertInPlace: applyConvertInPlace(lane, count)
    case .cleanZombie: applyCleanZombie(lane, count)
    case .reclaim: applyReclaim(lane, count)
    case .touch, .touchZombie: applyTouch(lane, count)
    case .none: preconditionFailure("An actor without plain acts has none to do.")
    }
    lane.pointee.itemCost = lane.pointee.cost
  }

  /// Goes on with pages of another kind, if there is nothing to decide in between.
  ///
  /// Who pays first has an item of the old kind in hand, whose end is an event.
  mutating func goOn(_ lane: UnsafeMutablePointer<Lane>) {
    guard paysAfter else { return }
    if lane.pointee.act == .setAside {
      let guest = guests + Int(lane.pointee.owner)
      if guest.pointee.nodeRoom > 0 || guest.pointee.image.kind == .shared {
        replanWalk(lane.pointee.owner)
      }
    } else if lane.pointee.act == .clean, lane.pointee.kind == .cleaner {
      planNextRun(lane)
    }
  }

  @inline(__always)
  private mutating func applyTake(_ lane: UnsafeMutablePointer<Lane>, _ count: Int64) {
    if usesLists {
      rings[Int(lane.pointee.cpu)].list.takePlain(count, listRule)
      listed &-= count
    }
    let thread = threads + Int(lane.pointee.owner)
    thread.pointee.pagesLeft &-= count
    let task = tasks + Int(thread.pointee.task)
    task.pointee.held &+= count
    task.pointee.allocated &+= count
    record.allocated &+= count
    if record.awaitsRecovery { noteRecovery(at: instant(lane, ofItem: 1)) }
  }

  @inline(__always)
  private mutating func listPlain(_ lane: UnsafeMutablePointer<Lane>, _ count: Int64) {
    guard usesLists else { return }
    rings[Int(lane.pointee.cpu)].list.freePlain(count, listRule)
    listed &+= count
  }

  @inline(__always)
  private mutating func applyClean(_ lane: UnsafeMutablePointer<Lane>, _ count: Int64) {
    let guest = guests + Int(lane.pointee.counted)
    listPlain(lane, count)
    let sum = instantSum(lane, items: count)
    guest.pointee.setAsideInstants &+= sum
    guest.pointee.freedInstants &+= sum
    guest.pointee.freed &+= count
    guest.pointee.cleaned &+= count
    let bare = destroyCost(dirty: guest.pointee.list.next().dirty)
    if lane.pointee.kind == .cleaner {
      let cleaner = cleaners + Int(lane.pointee.owner)
      takeClean(guest, cleaner, count)
      applyDestroys(lane, cleaner, bare: bare, count)
    } else {
      let thread = threads + Int(lane.pointee.owner)
      noteDestroys(bare: bare, count, paid: paid(lane, count))
      if let emptied = guest.pointee.list.take(count) { thread.pointee.emptiedNode = emptied }
      thread.pointee.workLeft &-= count
      thread.pointee.callOwn &+= count
      record.notifierPages &+= count
    }
  }

  /// Takes pages of one kind out of the list, of several nodes where a cleaner's plain acts empty them.
  @inline(__always)
  private mutating func takeClean(
    _ guest: UnsafeMutablePointer<GuestState>, _ cleaner: UnsafeMutablePointer<CleanerState>,
    _ count: Int64
  ) {
    var rest = count
    while rest > 0 {
      let pages = Swift.min(rest, guest.pointee.list.next().pages)
      rest &-= pages
      guard let emptied = guest.pointee.list.take(pages) else { continue }
      if paysAfter {
        // The node is free already: free memory is ahead of the books.
        noteNodeFreed(guest, total: emptied)
      } else {
        cleaner.pointee.emptiedNode = emptied
      }
    }
  }

  /// What a cleaner's plain acts come to besides the pages: calls, time, and ask points of its lease.
  @inline(__always)
  private mutating func applyDestroys(
    _ lane: UnsafeMutablePointer<Lane>, _ cleaner: UnsafeMutablePointer<CleanerState>,
    bare: Int64, _ count: Int64
  ) {
    var time = count &* bare
    if pausesAreCosts(cleaner) {
      record.throttled &+= count
      if band.lower < marks.low {
        record.pausedInNeed &+= count &* cleaner.pointee.pace.pause.nanoseconds
      }
    } else {
      time = paid(lane, count)
      cleaner.pointee.burstLeft &-= count
    }
    cleaner.pointee.used &+= count
    cleaner.pointee.finished &+= count
    noteDestroys(bare: bare, count, paid: time)
    record.cleanedPages &+= count
    record.cleanerCPU &+= time
  }

  @inline(__always)
  mutating func applySetAside(_ lane: UnsafeMutablePointer<Lane>, _ count: Int64) {
    let guest = guests + Int(lane.pointee.owner)
    guest.pointee.list.append(count, dirty: guest.pointee.image.kind == .dirty)
    guest.pointee.image.pass(count)
    guest.pointee.walked &+= count
    guest.pointee.mapped &-= count
    guest.pointee.nodeRoom &-= count
    guest.pointee.setAsideTotal &+= count
    if guest.pointee.nodeRoom == 0 { closeNode(guest) }
    guest.pointee.setAsideInstants &-= instantSum(lane, items: count)
  }

  private mutating func applyGiveBack(_ lane: UnsafeMutablePointer<Lane>, _ count: Int64) {
    listPlain(lane, count)
    if lane.pointee.kind == .exit {
      passExit(Int(lane.pointee.owner), count)
      return
    }
    guests[Int(lane.pointee.owner)].mapped -= count
    applyConvertInPlace(lane, count)
  }

  private mutating func applyConvertInPlace(_ lane: UnsafeMutablePointer<Lane>, _ count: Int64) {
    let guest = guests + Int(lane.pointee.owner)
    guest.pointee.freedInstants += instantSum(lane, items: count)
    guest.pointee.freed += count
    noteConversions(
      walkStep(guest), dirty: guest.pointee.image.kind == .dirty, count, paid: paid(lane, count))
    passWalk(guest, count)
  }

  private mutating func applyCleanZombie(_ lane: UnsafeMutablePointer<Lane>, _ count: Int64) {
    let cleaner = cleaners + Int(lane.pointee.owner)
    let guest = guests + Int(cleaner.pointee.guest)
    let sum = instantSum(lane, items: count)
    record.zombieArea += sum
    guest.pointee.freedInstants += sum
    guest.pointee.freed += count
    guest.pointee.zombies.take(count, from: cleaner.pointee.segment)
    applyDestroys(lane, cleaner, bare: costs.destroy, count)
  }

  private mutating func applyReclaim(_ lane: UnsafeMutablePointer<Lane>, _ count: Int64) {
    listPlain(lane, count)
    pageCache -= count
    kswapd.failures = 0
    record.stolenByKswapd += count
    record.scannedByKswapd += count
  }

  private mutating func applyTouch(_ lane: UnsafeMutablePointer<Lane>, _ count: Int64) {
    let boot = boots + Int(lane.pointee.owner)
    let guest = guests + Int(boot.pointee.guest)
    boot.pointee.pagesLeft -= count
    guest.pointee.touched += count
    let paid = paid(lane, count)
    record.imports += count
    record.ultravisorBusy += paid
    record.ultravisorWait += paid - count * costs.import
    guard lane.pointee.act == .touchZombie else { return }
    let sum = instantSum(lane, items: count)
    record.zombieArea += sum
    guest.pointee.freedInstants += sum
    guest.pointee.freed += count
    guest.pointee.inHand -= count
    boot.pointee.zombiesLeft -= count
    record.destroys += count
    record.ultravisorWait -= count * costs.destroy
    let further = stretch(costs.destroy)
    record.reuseTax[Int(boot.pointee.guest)] += boot.pointee.zombieCost + (count - 1) * further
    boot.pointee.zombieCost = further
  }

  /// What a lane has paid, or pays, for its next `count` acts; the current item may cost otherwise.
  @inline(__always)
  private mutating func paid(_ lane: UnsafeMutablePointer<Lane>, _ count: Int64) -> Int64 {
    let paysBefore = lane.pointee.kind == .boot || lane.pointee.kind == .thread
    if paysAfter && !paysBefore { return count &* lane.pointee.cost }
    return lane.pointee.itemCost &+ (count &- 1) &* lane.pointee.cost
  }
}
