extension HostEngine {
  /// Finds how far one lane that takes pages and one that frees them may go together.
  ///
  /// By itself each stops where its own acts alone could bring free memory to a threshold; but each
  /// moves it away from where the other one would. If neither is slowed by turns, and the one that frees is
  /// not the faster one, free memory after a take falls from take to take, and after a free it does not
  /// rise once the first page has been taken.
  ///
  /// - Returns: The earliest act that is not plain, or nil if the lanes are no such pair.
  mutating func pairedHorizon(_ floor: Int64) -> (key: EventKey, lane: Int32)? {
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
    let first = EventKey(time: taking.pointee.next, tie: taking.pointee.tie)
    let before = items(freeing, by: first.lastInstant(of: freeing.pointee.tie))
    if before < freeing.pointee.bound {
      // Until the first take it frees less than its bound, and from then on it makes up for takes.
      freeing.pointee.bound = plainBound(freeing, floor, .max)
    }
    let alone = taking.pointee.bound
    var bound = alone
    for _ in 0..<4 where bound < taking.pointee.left {
      let last = EventKey(
        time: taking.pointee.next &+ (bound &- 1) &* taking.pointee.cost, tie: taking.pointee.tie)
      let gains = Swift.min(
        items(freeing, by: last.lastInstant(of: freeing.pointee.tie)), freeing.pointee.bound)
      bound = Swift.min(alone &+ gains, taking.pointee.left)
    }
    taking.pointee.bound = bound
    var horizon = (key: timers.firstKey, lane: Int32(-1))
    for place in 0..<runningCount {
      let lane = lanes + Int(running[place])
      let end = end(of: lane)
      if end < horizon.key { horizon = (end, running[place]) }
    }
    return horizon
  }

  /// The key of a lane's first act after its bound.
  @inline(__always)
  mutating func end(of lane: UnsafeMutablePointer<Lane>) -> EventKey {
    EventKey(time: instant(lane, ofItem: lane.pointee.bound &+ 1), tie: lane.pointee.tie)
  }
}
