// SPDX-License-Identifier: Apache-2.0

/// The exact least free memory of a bulk step, of which only the ends are known.
extension HostEngine {
  /// Finds the exact least free memory of a step, where it could be a new one.
  mutating func refineMinimum(until horizon: EventKey) {
    var losses: Int64 = 0
    var latest: Int64 = now
    for place in 0..<runningCount {
      let lane = lanes + Int(running[place])
      guard lane.pointee.flow < 0, lane.pointee.bound > 0 else { continue }
      let count = items(lane, by: horizon.lastInstant(of: lane.pointee.tie))
      losses += count
      if count > 0 { latest = Swift.max(latest, instant(lane, ofItem: count)) }
    }
    guard losses > 0, free - losses < record.freeMinimum else { return }
    if takers == 1, freers <= 1, let least = lowestOfTwo(until: horizon) {
      record.freeMinimum = Swift.min(record.freeMinimum, least)
      return
    }
    refine(from: now - 1, to: latest, until: horizon, losses: losses, atStart: free)
  }

  /// The least free memory of a step with one lane that takes and at most one that frees.
  ///
  /// Free memory is least after a take. A slower freer gives at most one page between two takes, so
  /// it is least after the last; a faster one gives at least one as soon as it has begun, so after the last
  /// take before its first page, or after the first take of all.
  private mutating func lowestOfTwo(until horizon: EventKey) -> Int64? {
    var taker = -1
    var freer = -1
    for place in 0..<runningCount {
      let lane = lanes + Int(running[place])
      guard lane.pointee.flow != 0, lane.pointee.bound > 0 else { continue }
      guard lane.pointee.isLinear else { return nil }
      if lane.pointee.flow < 0 { taker = place } else { freer = place }
    }
    guard taker >= 0 else { return nil }
    let taking = lanes + Int(running[taker])
    let takes = items(taking, by: horizon.lastInstant(of: taking.pointee.tie))
    guard freer >= 0 else { return free - takes }
    let freeing = lanes + Int(running[freer])
    var last = takes
    if freeing.pointee.cost < taking.pointee.cost {
      let before = items(taking, by: freeing.pointee.key.lastInstant(of: taking.pointee.tie))
      last = Swift.min(Swift.max(before, 1), takes)
    }
    let key = EventKey(
      time: taking.pointee.next + (last - 1) * taking.pointee.cost, tie: taking.pointee.tie)
    let gains = Swift.min(
      items(freeing, by: key.lastInstant(of: freeing.pointee.tie)), freeing.pointee.bound)
    return free - last + gains
  }

  /// Looks for the minimum in the instants after `start` up to `end`.
  ///
  /// Halves the stretch while losses alone could still make a new minimum; one instant is walked in
  /// the order of ties, of which each lane has one.
  private mutating func refine(
    from start: Int64, to end: Int64, until horizon: EventKey, losses: Int64, atStart: Int64
  ) {
    guard losses > 0, atStart - losses < record.freeMinimum else { return }
    if end - start == 1 {
      record.freeMinimum = Swift.min(
        record.freeMinimum, lowest(at: end, until: horizon, from: atStart))
      return
    }
    let middle = start + (end - start) / 2
    var first: Int64 = 0
    var change: Int64 = 0
    for place in 0..<runningCount {
      let lane = lanes + Int(running[place])
      guard lane.pointee.flow != 0, lane.pointee.bound > 0 else { continue }
      let before = start < now ? 0 : items(lane, by: start)
      let count = Swift.min(items(lane, by: middle), lane.pointee.bound) - before
      if lane.pointee.flow < 0 { first += count }
      change += Int64(lane.pointee.flow) * count
    }
    refine(from: start, to: middle, until: horizon, losses: first, atStart: atStart)
    refine(
      from: middle, to: end, until: horizon, losses: losses - first, atStart: atStart + change)
  }

  /// The least free memory in the course of one instant, of which acts from `horizon` on are not part.
  private mutating func lowest(
    at instant: Int64, until horizon: EventKey, from atStart: Int64
  ) -> Int64 {
    var due: [(tie: UInt64, flow: Int64)] = []
    for place in 0..<runningCount {
      let lane = lanes + Int(running[place])
      guard lane.pointee.flow != 0, lane.pointee.bound > 0 else { continue }
      let last = Swift.min(instant, horizon.lastInstant(of: lane.pointee.tie))
      let until = Swift.min(items(lane, by: last), lane.pointee.bound)
      if until > items(lane, by: instant - 1) {
        due.append((lane.pointee.tie, Int64(lane.pointee.flow)))
      }
    }
    due.sort { $0.tie < $1.tie }
    var level = atStart
    var least = Int64.max
    for item in due {
      level += item.flow
      least = Swift.min(least, level)
    }
    return least
  }
}
