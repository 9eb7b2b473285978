// SPDX-License-Identifier: Apache-2.0

/// Bulk steps near a threshold of free memory, with at most one lane that takes pages and one that frees them.
extension HostEngine {
  /// Goes on to the next decision, or as far as no threshold can be met, and runs the event there.
  ///
  /// - Returns: Whether there are no more such lanes than two; if there are, nothing has been done.
  /// - Precondition: All lanes are foreseen, and none is slowed by turns.
  mutating func advanceNearThreshold() -> Bool {
    guard takers <= 1, freers <= 1 else { return false }
    let below = boundByThresholds()
    var horizon = timers.firstKey
    var due: Int32 = -1
    for place in 0..<runningCount {
      let id = running[place]
      let lane = lanes + Int(id)
      let end = lane.pointee.key(after: lane.pointee.bound)
      due = end < horizon ? id : due
      horizon = Swift.min(end, horizon)
    }
    if free &- below < record.freeMinimum { refineMinimum(until: horizon) }
    if due >= 0 {
      let lane = lanes + Int(due)
      let isWhole = lane.pointee.bound == lane.pointee.left
      if lane.pointee.bound > 0 { passCalmly(lane, lane.pointee.bound) }
      if isWhole, lane.pointee.left > 0 { return true }
    }
    passOthers(until: horizon)
    runEvent(at: horizon, lane: due)
    return true
  }

  /// Bounds the acts of all lanes; returns how far free memory falls at most.
  @inline(__always)
  private mutating func boundByThresholds() -> Int64 {
    var taking: UnsafeMutablePointer<Lane>?
    var freeing: UnsafeMutablePointer<Lane>?
    for place in 0..<runningCount {
      let lane = lanes + Int(running[place])
      lane.pointee.bound = lane.pointee.left
      if lane.pointee.left == 0 { continue }
      if lane.pointee.flow < 0 { taking = lane } else if lane.pointee.flow > 0 { freeing = lane }
    }
    let room = thresholdAbove &- 1 &- free
    if let freeing {
      freeing.pointee.bound = Swift.max(0, Swift.min(plainFrees(freeing, room), room))
    }
    guard let taking else { return 0 }
    let alone = takeBound(taking, thresholdBelow)
    taking.pointee.bound = alone
    if let freeing { pairBounds(taking, freeing, room) }
    return alone
  }

  /// How many acts of a lane that frees pages are plain but for what becomes of free memory.
  ///
  /// One that empties a node frees two pages, which is one step of free memory only if nobody takes any.
  @inline(__always)
  private mutating func plainFrees(_ lane: UnsafeMutablePointer<Lane>, _ room: Int64) -> Int64 {
    let left = lane.pointee.left
    guard lane.pointee.emptiesNodes else { return left }
    let cleaner = cleaners + Int(lane.pointee.owner)
    let isWhole = takers == 0 && left &+ cleaner.pointee.nodesLeft <= room
    return isWhole ? left : Swift.min(left, cleaner.pointee.nodeEnd &- 1)
  }

  /// Finds how far a lane that takes pages and one that frees them may go together.
  ///
  /// By itself each stops where its own acts alone could bring free memory to a threshold; but each
  /// moves it away from where the other one would. If the one that frees is not the faster one, free memory
  /// after a take falls from take to take, and after a free it does not rise once the first page has been taken.
  @inline(__always)
  private mutating func pairBounds(
    _ taking: UnsafeMutablePointer<Lane>, _ freeing: UnsafeMutablePointer<Lane>, _ room: Int64
  ) {
    guard taking.pointee.bound > 0, freeing.pointee.bound > 0,
      taking.pointee.cost <= freeing.pointee.cost
    else { return }
    let firstTake = taking.pointee.key.lastInstant(of: freeing.pointee.tie)
    if freeing.pointee.bound == room, items(freeing, by: firstTake) < room {
      // Until the first take it frees less than its bound, and from then on it makes up for takes.
      freeing.pointee.bound = plainFrees(freeing, room)
    }
    taking.pointee.bound = pairedBound(taking, freeing)
  }

  /// How many pages may be taken while the other lane frees some: n, of which all but the bound have
  /// been freed by the n-th take.
  @inline(__always)
  private mutating func pairedBound(
    _ taking: UnsafeMutablePointer<Lane>, _ freeing: UnsafeMutablePointer<Lane>
  ) -> Int64 {
    let alone = taking.pointee.bound
    let most = Swift.min(alone &+ freeing.pointee.bound, taking.pointee.left)
    guard most > alone else { return alone }
    // By its n-th take at next + (n - 1) cost at least (that - its own next) / cost pages are free: solved
    // for n, then counted once exactly.
    let lead =
      alone &* freeing.pointee.cost &+ taking.pointee.next &- freeing.pointee.next
      &- taking.pointee.cost
    let gap = freeing.pointee.cost &- taking.pointee.cost
    if gap == 0 { return lead >= 0 ? most : alone }
    let bound = Swift.min(Swift.max(lead / gap, alone), most)
    let last = taking.pointee.key(after: bound &- 1)
    return Swift.min(alone &+ items(freeing, by: last.lastInstant(of: freeing.pointee.tie)), most)
  }
}
