// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit

extension HostEngine {
  /// Moves every actor up to the next decision, then runs it.
  ///
  /// An act is *plain* if it decides nothing and leaves the cost of the next item as it is. The
  /// horizon is the earliest act that is not plain, or the next timer. All plain acts before it are
  /// done at once, provided that free memory cannot come near a threshold whatever their order:
  /// losses alone must stay above the thresholds below, gains alone below those above.
  @inline(__always)
  mutating func advance() {
    if !thresholdsHold { refreshThresholds() }
    if advanceCalmly() { return }
    bookAll()
    advanceWithCare()
  }

  /// The same for any lanes, with bounds that are found anew in every step.
  @inline(never)
  private mutating func advanceWithCare() {
    var horizon = timers.firstKey
    var horizonLane: Int32 = -1
    // Whether the horizon is only where a threshold might be met.
    var isGuess = false
    var first = EventKey.never
    let (floor, ceiling) = (thresholdBelow, thresholdAbove)
    var most: Int64 = 0
    for place in 0..<runningCount {
      let id = running[place]
      let lane = lanes + Int(id)
      let key = lane.pointee.key
      first = Swift.min(first, key)
      var bound = lane.pointee.left
      if bound > 0, lane.pointee.isBounded {
        bound =
          lane.pointee.flow < 0
          ? takeBound(lane, floor) : plainBound(lane, floor, ceiling)
      }
      lane.pointee.bound = bound
      most &+= lane.pointee.flow < 0 ? bound : 0
      // Nothing here can be foreseen, so there is nothing to jump on.
      let end = end(of: lane)
      let isEarlier = end < horizon
      horizon = isEarlier ? end : horizon
      horizonLane = isEarlier ? id : horizonLane
      let isPartial = UInt64(bitPattern: bound &- 1) < UInt64(bitPattern: lane.pointee.left &- 1)
      isGuess = isEarlier ? isPartial : isGuess
    }
    if first < horizon {
      var cut = horizon
      if isLimited { cut = limited(cut, first: first) }
      if usesLists {
        cut = cutAtSharedSlots(cut)
      } else if takers > 1 || freers > 1 {
        cut = safe(cut, floor, ceiling)
      }
      if first < cut {
        if !usesLists, free - most < record.freeMinimum { refineMinimum(until: cut) }
        apply(until: cut, reaching: cut == horizon ? horizonLane : -1)
        if cut != horizon { return }
        // Who has gone on with pages of another kind decides nothing after all.
        if !isGuess, horizonLane >= 0, lanes[Int(horizonLane)].left > 0 { return }
      } else {
        horizon = first
        horizonLane = laneDue(at: first)
      }
    }
    runEvent(at: horizon, lane: horizonLane)
  }

  @inline(__always)
  mutating func runEvent(at key: EventKey, lane: Int32) {
    now = key.time
    if lane < 0 {
      let timer = timers.begin()
      if timer.readsBooks { bookAll() }
      handle(timer)
      timers.end()
    } else {
      bookFor(lanes + Int(lane))
      act(lane)
    }
    endEvent()
  }

  /// What follows every event.
  @inline(__always)
  mutating func endEvent() {
    if free < thresholdBelow || free >= thresholdAbove { thresholdsHold = false }
    noteFree()
    if mayEnd { endIfDone() }
  }

  private mutating func laneDue(at key: EventKey) -> Int32 {
    for place in 0..<runningCount where lanes[Int(running[place])].key == key {
      return running[place]
    }
    preconditionFailure("An actor is due that is on no CPU.")
  }

  /// Finds the nearest thresholds around free memory: it may fall to the first and stay below the second.
  ///
  /// A bulk step passes none of them. They hold until an event does, or changes what they come from:
  /// the band of free memory, the answer that a cleaner goes by, who is on the CPUs, or who waits.
  private mutating func refreshThresholds() {
    thresholdsHold = true
    thresholdBelow = .min
    thresholdAbove = .max
    thresholdsAreCalm = !usesLists
    guard !usesLists else { return }
    var floor = band.lower
    var ceiling = band.upper
    for index in 0..<runningCount {
      let lane = lanes + Int(running[index])
      guard lane.pointee.kind == .cleaner else { continue }
      let lease = cleaners[Int(lane.pointee.owner)].pace.lease
      let own = Int64(lane.pointee.flow)
      if free + own < lease.freeFrom {
        ceiling = Swift.min(ceiling, lease.freeFrom - own)
        thresholdsAreCalm = false
      } else if free + own >= lease.freeBelow {
        floor = Swift.max(floor, lease.freeBelow - own)
        thresholdsAreCalm = false
      } else {
        floor = Swift.max(floor, lease.freeFrom - own)
        ceiling = Swift.min(ceiling, lease.freeBelow)
      }
    }
    for task in waitingForFree {
      let level = levelAwaited(by: task)
      if free < level { ceiling = Swift.min(ceiling, level) }
    }
    thresholdBelow = floor
    thresholdAbove = ceiling
  }

  /// How many acts of a lane that takes pages are plain, as things stand.
  @inline(__always)
  mutating func takeBound(_ lane: UnsafeMutablePointer<Lane>, _ floor: Int64) -> Int64 {
    let gate = kswapd.canBeWoken ? marks.low : threads[Int(lane.pointee.owner)].floor
    if free <= gate { return 0 }
    if usesLists {
      let ring = rings + Int(lane.pointee.cpu)
      return Swift.min(lane.pointee.left, ring.pointee.list.count / ring.pointee.takers)
    }
    guard takers == 1 else { return lane.pointee.left }
    return Swift.max(0, Swift.min(lane.pointee.left, free &- Swift.max(floor, gate)))
  }

  /// How many acts of a lane that takes none are plain, as things stand.
  @inline(__always)
  private mutating func plainBound(
    _ lane: UnsafeMutablePointer<Lane>, _ floor: Int64, _ ceiling: Int64
  ) -> Int64 {
    var bound = lane.pointee.left
    if lane.pointee.flow > 0 {
      if lane.pointee.kind == .kswapd, free >= marks.high { return 0 }
      if usesLists {
        let ring = rings + Int(lane.pointee.cpu)
        bound = Swift.min(
          bound, (listHigh - 1 - ring.pointee.list.count) / ring.pointee.freers)
      } else if freers == 1 {
        bound = Swift.min(bound, ceiling - 1 - free)
      }
      if lane.pointee.emptiesNodes { bound = Swift.min(bound, nodeBound(lane, ceiling)) }
    }
    if lane.pointee.counted >= 0 { bound = Swift.min(bound, milestoneBound(lane)) }
    if lane.pointee.kind == .cleaner { bound = Swift.min(bound, leaseBound(lane)) }
    return Swift.max(bound, 0)
  }

  /// How many acts of a lane are plain of which some free a node along with their page.
  ///
  /// Those are plain if nobody takes pages meanwhile, for the least free memory is found from steps
  /// of one page, if nobody counts nodes, and if all that they free is no threshold.
  @inline(__always)
  private mutating func nodeBound(
    _ lane: UnsafeMutablePointer<Lane>, _ ceiling: Int64
  ) -> Int64 {
    let guest = guests + Int(lane.pointee.counted)
    let cleaner = cleaners + Int(lane.pointee.owner)
    let isPlain =
      takers == 0 && freers == 1 && guest.pointee.workers == 1 && guest.pointee.waiter < 0
      && lane.pointee.left &+ cleaner.pointee.nodesLeft < ceiling &- free
    return isPlain ? lane.pointee.left : cleaner.pointee.nodeEnd &- 1
  }

  /// How many acts of a lane bring a guest nowhere that matters.
  @inline(__always)
  private mutating func milestoneBound(_ lane: UnsafeMutablePointer<Lane>) -> Int64 {
    let guest = guests + Int(lane.pointee.counted)
    var toGo = guest.pointee.milestone - guest.pointee.freed
    if lane.pointee.kind == .boot {
      if lane.pointee.act == .touch { toGo = .max }
      if guest.pointee.readyTime < 0 {
        toGo = Swift.min(toGo, guest.pointee.readyAt - guest.pointee.touched)
      }
    }
    return guest.pointee.workers == 1 ? toGo - 1 : (toGo - 1) / guest.pointee.workers
  }

  /// How many ask points of a cleaner its lease covers as far as free memory and the clock go.
  @inline(__always)
  private mutating func leaseBound(_ lane: UnsafeMutablePointer<Lane>) -> Int64 {
    let cleaner = cleaners + Int(lane.pointee.owner)
    let lease = cleaner.pointee.pace.lease
    guard cleaner.pointee.hasPace, cleaner.pointee.changed.isDisjoint(with: lease.endsOn) else {
      return 0
    }
    // The lease is tested after the page, which is in the zone then unless a list holds it.
    let tested = usesLists ? free : free + Int64(lane.pointee.flow)
    guard tested >= lease.freeFrom && tested < lease.freeBelow else { return 0 }
    guard lease.expiry != .never else { return .max }
    return items(lane, by: lease.expiry.nanoseconds - 1)
  }

  /// The key of a lane's first act after its bound.
  @inline(__always)
  private mutating func end(of lane: UnsafeMutablePointer<Lane>) -> EventKey {
    let (span, isTooLong) =
      lane.pointee.bound.multipliedReportingOverflow(by: lane.pointee.cost)
    if lane.pointee.isLinear, !isTooLong, span < EventKey.lastTime {
      return EventKey(time: lane.pointee.next &+ span, tie: lane.pointee.tie)
    }
    return EventKey(
      time: instant(lane, ofItem: lane.pointee.bound &+ 1), tie: lane.pointee.tie)
  }

  /// A bulk step that ends sooner than it could, for the tests.
  private mutating func limited(_ horizon: EventKey, first: EventKey) -> EventKey {
    guard case .random = step else { return horizon }
    let last = horizon == .never ? first.time + 1_000_000 : horizon.time
    let time = stepGenerator.uniform(in: first.time...Swift.max(first.time, last))
    return Swift.min(horizon, EventKey(time: time, tie: 0))
  }

  /// On a CPU whose members take as well as free pages the order of their turns matters to the list:
  /// a step ends with the slot.
  private mutating func cutAtSharedSlots(_ horizon: EventKey) -> EventKey {
    var cut = horizon
    for cpu in 0..<cpuCount where rings[cpu].takers > 0 && rings[cpu].freers > 0 {
      // The member whose slot has just ended may still have an act due at this instant.
      let isDue = rings[cpu].members.contains { lanes[Int($0)].next == now }
      let end = isDue ? now : currentSlot(of: cpu).end
      cut = Swift.min(cut, EventKey(time: end + 1, tie: 0))
    }
    return cut
  }

  /// The latest horizon, not after `horizon`, at which gross losses and gains pass no threshold.
  private mutating func safe(_ horizon: EventKey, _ floor: Int64, _ ceiling: Int64) -> EventKey {
    let lowest = takers > 0 ? Swift.max(floor, lossFloor) : floor
    func isSafe(_ cut: EventKey) -> Bool {
      var losses: Int64 = 0
      var gains: Int64 = 0
      for place in 0..<runningCount {
        let lane = lanes + Int(running[place])
        guard lane.pointee.flow != 0, lane.pointee.bound > 0 else { continue }
        let count = items(lane, by: cut.lastInstant(of: lane.pointee.tie))
        if lane.pointee.flow < 0 { losses += count } else { gains += count }
      }
      return free - losses >= lowest && (ceiling == .max || gains < ceiling - free)
    }
    if isSafe(horizon) { return horizon }
    var low = now
    var high = horizon == .never ? now + 1 : horizon.time
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if isSafe(EventKey(time: middle, tie: 0)) { low = middle } else { high = middle }
    }
    return EventKey(time: low, tie: 0)
  }

  /// The highest gate among the lanes that take pages.
  private var lossFloor: Int64 {
    mutating get {
      if kswapd.canBeWoken && free > marks.low { return marks.low }
      var gate: Int64 = 0
      for place in 0..<runningCount {
        let lane = lanes + Int(running[place])
        guard lane.pointee.flow < 0, lane.pointee.bound > 0 else { continue }
        gate = Swift.max(gate, threads[Int(lane.pointee.owner)].floor)
      }
      return gate
    }
  }
}
