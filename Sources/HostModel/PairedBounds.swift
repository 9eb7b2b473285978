extension HostEngine {
  /// Finds how far one lane that takes pages and one that frees them may go together.
  ///
  /// By itself each stops where its own acts alone could bring free memory to a threshold; but each
  /// moves it away from where the other one would. If neither is slowed by turns, and the one that frees is
  /// not the faster one, free memory after a take falls from take to take, and after a free it does not
  /// rise once the first page has been taken.
  ///
  /// - Returns: The earliest act that is not plain, or nil if the lanes are no such pair.
  mutating func pairedHorizon(_ floor: Int64, _ ceiling: Int64) -> (key: EventKey, lane: Int32)? {
    var taking: UnsafeMutablePointer<Lane>?
    var freeing: UnsafeMutablePointer<Lane>?
    for place in 0..<runningCount {
      let lane = lanes + Int(running[place])
      if lane.pointee.flow < 0 { taking = lane } else if lane.pointee.flow > 0 { freeing = lane }
    }
    guard let taking, let freeing, taking.pointee.isLinear, freeing.pointee.isLinear,
      taking.pointee.bound > 0, freeing.pointee.bound > 0,
      taking.pointee.cost <= freeing.pointee.cost
    else {
      return nil
    }
    if freeing.pointee.bound == ceiling &- 1 &- free {
      let first = EventKey(time: taking.pointee.next, tie: taking.pointee.tie)
      if items(freeing, by: first.lastInstant(of: freeing.pointee.tie)) < freeing.pointee.bound {
        // Until the first take it frees less than its bound, and from then on it makes up for takes.
        freeing.pointee.bound = plainBound(freeing, floor, .max)
      }
    }
    taking.pointee.bound = pairedBound(taking, freeing)
    var horizon = (key: timers.firstKey, lane: Int32(-1))
    for place in 0..<runningCount {
      let lane = lanes + Int(running[place])
      let end = end(of: lane)
      if end < horizon.key { horizon = (end, running[place]) }
    }
    return horizon
  }

  /// How many pages may be taken while the other lane frees some: n, of which all but the bound have
  /// been freed by the n-th take.
  private mutating func pairedBound(
    _ taking: UnsafeMutablePointer<Lane>, _ freeing: UnsafeMutablePointer<Lane>
  ) -> Int64 {
    let alone = taking.pointee.bound
    let most = Swift.min(alone &+ freeing.pointee.bound, taking.pointee.left)
    guard most > alone, freeing.pointee.cost < 1 << 30 else { return alone }
    // By its n-th take at next + (n - 1) cost at least (that - its own next) / cost pages are free: solved
    // for n, then counted once exactly.
    let lead =
      alone &* freeing.pointee.cost &+ taking.pointee.next &- freeing.pointee.next
      &- taking.pointee.cost
    let gap = freeing.pointee.cost &- taking.pointee.cost
    if gap == 0 { return lead >= 0 ? most : alone }
    let bound = Swift.min(Swift.max(lead / gap, alone), most)
    let last = EventKey(
      time: taking.pointee.next &+ (bound &- 1) &* taking.pointee.cost, tie: taking.pointee.tie)
    return Swift.min(alone &+ items(freeing, by: last.lastInstant(of: freeing.pointee.tie)), most)
  }

  /// The key of a lane's first act after its bound.
  @inline(__always)
  mutating func end(of lane: UnsafeMutablePointer<Lane>) -> EventKey {
    let (span, isTooLong) =
      lane.pointee.bound.multipliedReportingOverflow(by: lane.pointee.cost)
    if lane.pointee.isLinear, !isTooLong, span < EventKey.lastTime {
      return EventKey(time: lane.pointee.next &+ span, tie: lane.pointee.tie)
    }
    return EventKey(
      time: instant(lane, ofItem: lane.pointee.bound &+ 1), tie: lane.pointee.tie)
  }
}
