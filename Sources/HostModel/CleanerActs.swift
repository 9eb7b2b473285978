// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// Cleaners: they destroy what was deferred, at the pace that their policy sets.
extension HostEngine {
  /// A cleaner comes to the CPUs: for the first time, or after a pause.
  mutating func wakeCleaner(_ index: Int32) {
    let cleaner = cleaners + Int(index)
    let lane = cleaner.pointee.lane
    enter(lane, need: 0)
    setPlain(lane, .none, flow: 0, cost: 1, left: 0, counted: cleaner.pointee.guest)
    setCaller(lane, true)
    if cleaner.pointee.startTime < 0 {
      cleaner.pointee.startTime = now
      guests[Int(cleaner.pointee.guest)].liveCleaners += 1
      cleaner.pointee.throttle = makeThrottle(cleaner)
      emit(.cleanerStart, cleanerID(cleaner))
      stepwise(.cleaners)
    }
    if paysAfter {
      setNeed(lane, 0)
      replanWorkers(of: cleaner.pointee.guest)
    } else {
      beginPage(cleaner)
    }
  }

  mutating func cleanerID(_ cleaner: UnsafeMutablePointer<CleanerState>) -> Int64 {
    Int64(cleaner.pointee.guest) * 64 + cleaner.pointee.number
  }

  /// A cleaner that pays first takes a page in hand, or ends.
  private mutating func beginPage(_ cleaner: UnsafeMutablePointer<CleanerState>) {
    guard takeInHand(cleaner) else {
      endCleaner(cleaner)
      return
    }
    let cost = stretch(destroyCost(dirty: cleaner.pointee.pageIsDirty))
    lanes[Int(cleaner.pointee.lane)].itemCost = cost
    setNeed(cleaner.pointee.lane, cost)
    replanWorkers(of: cleaner.pointee.guest)
  }

  @inline(__always)
  private mutating func takeInHand(_ cleaner: UnsafeMutablePointer<CleanerState>) -> Bool {
    let guest = guests + Int(cleaner.pointee.guest)
    if guest.pointee.isReboot { return takeZombie(cleaner, guest) }
    guard guest.pointee.list.available > 0 else { return false }
    cleaner.pointee.pageIsDirty = guest.pointee.list.next().dirty
    cleaner.pointee.emptiedNode = guest.pointee.list.take(1) ?? 0
    cleaner.pointee.hasPage = true
    guest.pointee.inHand += 1
    return true
  }

  private mutating func takeZombie(
    _ cleaner: UnsafeMutablePointer<CleanerState>, _ guest: UnsafeMutablePointer<GuestState>
  ) -> Bool {
    if cleaner.pointee.segment < 0
      || guest.pointee.zombies.zombies(in: cleaner.pointee.segment) == 0
    {
      cleaner.pointee.segment = nextSegment(for: cleaner)
    }
    guard cleaner.pointee.segment >= 0 else { return false }
    guest.pointee.zombies.take(1, from: cleaner.pointee.segment)
    cleaner.pointee.hasPage = true
    cleaner.pointee.pageIsDirty = false
    cleaner.pointee.emptiedNode = 0
    guest.pointee.inHand += 1
    return true
  }

  /// The act of a cleaner.
  mutating func actCleaner(_ index: Int32) {
    let cleaner = cleaners + Int(index)
    if paysAfter {
      if cleaner.pointee.pausePending {
        cleaner.pointee.pausePending = false
        pause(cleaner)
        return
      }
      guard takeInHand(cleaner) else {
        endCleaner(cleaner)
        return
      }
    }
    let dirty = cleaner.pointee.pageIsDirty
    let cost =
      paysAfter
      ? stretch(destroyCost(dirty: dirty)) : lanes[Int(cleaner.pointee.lane)].itemCost
    finishPage(cleaner, cost: cost)
    let hasMore = hasMore(cleaner)
    guard hasMore || paysAfter else {
      endCleaner(cleaner)
      return
    }
    let pauses = hasMore && askPace(cleaner)
    if paysAfter {
      let folded = pauses && pausesAreCosts(cleaner)
      cleaner.pointee.pausePending = pauses && !folded
      setNeed(
        cleaner.pointee.lane, cost + (folded ? cleaner.pointee.pace.pause.nanoseconds : 0))
      replanWorkers(of: cleaner.pointee.guest)
    } else if pauses {
      pause(cleaner)
    } else {
      beginPage(cleaner)
    }
  }

  @inline(__always)
  private mutating func hasMore(_ cleaner: UnsafeMutablePointer<CleanerState>) -> Bool {
    let guest = guests + Int(cleaner.pointee.guest)
    guard guest.pointee.isReboot else { return guest.pointee.list.available > 0 }
    let segment = cleaner.pointee.segment
    return (segment >= 0 && guest.pointee.zombies.zombies(in: segment) > 0)
      || nextSegment(for: cleaner) >= 0
  }

  /// The lowest segment with zombies in which no cleaner of the guest is, or -1.
  private mutating func nextSegment(for cleaner: UnsafeMutablePointer<CleanerState>) -> Int64 {
    let guest = guests + Int(cleaner.pointee.guest)
    let first = guest.pointee.firstCleaner
    let owned = (0..<Int(guest.pointee.description.cleaners)).map { cleaners[first + $0].segment }
    return guest.pointee.zombies.nextSegment(notIn: owned)
  }

  /// The page in hand is clean now.
  @inline(__always)
  private mutating func finishPage(_ cleaner: UnsafeMutablePointer<CleanerState>, cost: Int64) {
    let guest = guests + Int(cleaner.pointee.guest)
    cleaner.pointee.hasPage = false
    cleaner.pointee.finished += 1
    guest.pointee.inHand -= 1
    let cpu = lanes[Int(cleaner.pointee.lane)].cpu
    noteDestroys(dirty: cleaner.pointee.pageIsDirty, 1, paid: cost)
    record.cleanerCPU += cost
    record.cleanedPages += 1
    if guest.pointee.isReboot {
      record.zombieArea += Int128(now)
    } else {
      guest.pointee.setAsideInstants += Int128(now)
      guest.pointee.cleaned += 1
      freePage(cpu)
      if cleaner.pointee.emptiedNode > 0 {
        freeNode(guest, total: cleaner.pointee.emptiedNode, cpu: cpu)
        cleaner.pointee.emptiedNode = 0
      }
    }
    countFreed(cleaner.pointee.guest)
  }

  /// Asks the policy if its lease does not hold; returns whether the cleaner pauses now.
  @inline(__always)
  private mutating func askPace(_ cleaner: UnsafeMutablePointer<CleanerState>) -> Bool {
    let holds =
      cleaner.pointee.hasPace
      && cleaner.pointee.pace.lease.holds(
        after: cleaner.pointee.used, free: free, now: SimulatedInstant(nanoseconds: now),
        changed: cleaner.pointee.changed)
    if holds {
      cleaner.pointee.used += 1
    } else {
      takeAnswer(cleaner)
    }
    guard cleaner.pointee.pace.pause > .zero else { return false }
    cleaner.pointee.burstLeft -= 1
    guard cleaner.pointee.burstLeft == 0 else { return false }
    cleaner.pointee.burstLeft = Int64(cleaner.pointee.pace.burst)
    record.throttled += 1
    if free < marks.low { record.pausedInNeed += cleaner.pointee.pace.pause.nanoseconds }
    return true
  }

  private mutating func takeAnswer(_ cleaner: UnsafeMutablePointer<CleanerState>) {
    let guest = guests + Int(cleaner.pointee.guest)
    var answer = CleanerPace.unpaced(.prediction.indifferent(to: .any))
    if !guest.pointee.isReplaced {
      record.asked += 1
      record.cleanerView.host = hostView()
      record.cleanerView.finished = Pages(cleaner.pointee.finished)
      record.cleanerView.queue = Pages(
        guest.pointee.isReboot
          ? guest.pointee.zombiePages : guest.pointee.list.available)
      record.cleanerView.started = SimulatedInstant(nanoseconds: cleaner.pointee.startTime)
      if let throttle = cleaner.pointee.throttle { answer = throttle.pace(record.cleanerView) }
      if answer.burst < 1 || answer.pause < .zero || !(1...10_000).contains(answer.weight) {
        noteIllegal(guest)
        answer.burst = Swift.max(answer.burst, 1)
        answer.pause = Swift.max(answer.pause, .zero)
        answer.weight = Swift.min(Swift.max(answer.weight, 1), 10_000)
      }
    }
    thresholdsHold = false
    cleaner.pointee.pace = answer
    cleaner.pointee.hasPace = true
    cleaner.pointee.used = 1
    cleaner.pointee.changed = []
    cleaner.pointee.burstLeft = Int64(answer.burst)
    lanes[Int(cleaner.pointee.lane)].weight = Int32(answer.weight)
  }

  private mutating func pause(_ cleaner: UnsafeMutablePointer<CleanerState>) {
    leave(cleaner.pointee.lane)
    wake(cleaner.pointee.lane, after: cleaner.pointee.pace.pause.nanoseconds)
    replanWorkers(of: cleaner.pointee.guest)
  }

  private mutating func endCleaner(_ cleaner: UnsafeMutablePointer<CleanerState>) {
    leave(cleaner.pointee.lane)
    cleaner.pointee.endTime = now
    cleaner.pointee.segment = -1
    guests[Int(cleaner.pointee.guest)].liveCleaners -= 1
    emit(.cleanerEnd, cleanerID(cleaner))
    stepwise(.cleaners)
    replanWorkers(of: cleaner.pointee.guest)
  }
}
