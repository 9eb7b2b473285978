// SPDX-License-Identifier: Apache-2.0

/// A walk beside which nobody does anything but wait for a decision.
extension HostEngine {
  /// Has a walk set pages aside, node after node, up to where anything else is due or decided.
  ///
  /// As the others take and free nothing until then, free memory changes at nodes only.
  ///
  /// - Parameter lane: A lane that is due next.
  /// - Returns: Whether it is that of a walk, and has moved.
  @inline(__always)
  mutating func walksOn(_ lane: UnsafeMutablePointer<Lane>) -> Bool {
    guard lane.pointee.kind == .walk, appendsAfter, !isLimited, !lane.pointee.mustYield else {
      return false
    }
    return walksOn(lane, guests + Int(lane.pointee.owner))
  }

  @inline(never)
  private mutating func walksOn(
    _ lane: UnsafeMutablePointer<Lane>, _ guest: UnsafeMutablePointer<GuestState>
  ) -> Bool {
    guard lane.pointee.left == 0 || lane.pointee.act == .setAside, lane.pointee.isLinear else {
      return false
    }
    var limit = EventKey.never
    for place in 0..<runningCount {
      let other = lanes + Int(running[place])
      guard other != lane else { continue }
      guard other.pointee.left == 0 else { return false }
      limit = Swift.min(limit, other.pointee.key)
    }
    book(lane)
    var hasMoved = false
    while goesFurther(lane, guest, before: limit) { hasMoved = true }
    if hasMoved { planWalk(lane.pointee.owner) }
    return hasMoved
  }

  /// Does the next acts of a walk if they set pages aside and the next one after them comes before anything
  /// else; returns whether it has.
  @inline(__always)
  private mutating func goesFurther(
    _ lane: UnsafeMutablePointer<Lane>, _ guest: UnsafeMutablePointer<GuestState>,
    before limit: EventKey
  ) -> Bool {
    let limit = Swift.min(limit, timers.firstKey)
    switch walkStep(guest) {
    case .setAside:
      let count = Swift.min(
        guest.pointee.image.left, guest.pointee.walkEnd &- guest.pointee.walked,
        guest.pointee.nodeRoom)
      let time = count &* costs.append
      guard count > 0,
        EventKey(time: lane.pointee.next &+ time, tie: lane.pointee.tie) < limit
      else { return false }
      lane.pointee.cost = costs.append
      applySetAside(lane, count)
      lane.pointee.next &+= time
      lane.pointee.target &+= time
      return true
    case .boundary:
      guard lane.pointee.key < limit else { return false }
      now = lane.pointee.next
      guard let owed = putIntoNewNode(guest, lane) else { return false }
      lane.pointee.next &+= owed
      lane.pointee.target &+= owed
      endEvent()
      return true
    case .shared, .convert: return false
    }
  }
}
