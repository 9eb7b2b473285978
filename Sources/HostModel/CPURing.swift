// SPDX-License-Identifier: Apache-2.0

/// The members of one CPU, taking turns.
struct CPURing {
  /// Who is on the CPU, in the order of the slots of one period.
  var members: [Int32] = []
  /// When a period began; a member alone has worked since then.
  var origin: Int64 = 0
  /// The length of a round.
  var period: Int64 = 1
  /// The CPU's own list of free pages.
  var list = PerCPUList()
  /// Members whose plain acts take pages.
  var takers: Int64 = 0
  /// Members whose plain acts free pages.
  var freers: Int64 = 0
  /// Under the fair scheduler: since when it has had several members.
  var sharedSince: Int64 = 0
  /// Under the fair scheduler: whether its next tick is awaited.
  var tickIsArmed = false
  /// Under the fair scheduler: how often in a row it could take nothing from a busier CPU.
  var failedBalances: Int64 = 0
}

extension HostEngine {
  /// The CPU time that a lane has had since its ring's origin, at `instant`.
  mutating func supply(_ lane: UnsafeMutablePointer<Lane>, at instant: Int64) -> Int64 {
    let ring = rings + Int(lane.pointee.cpu)
    let elapsed = instant - ring.pointee.origin
    if lane.pointee.isLinear { return elapsed }
    let (rounds, rest) = elapsed.quotientAndRemainder(dividingBy: ring.pointee.period)
    return rounds * lane.pointee.quantum
      + Swift.min(Swift.max(rest - lane.pointee.offset, 0), lane.pointee.quantum)
  }

  /// The first instant at which a lane has had so much CPU time since its ring's origin.
  mutating func instant(_ lane: UnsafeMutablePointer<Lane>, ofSupply work: Int64) -> Int64 {
    let ring = rings + Int(lane.pointee.cpu)
    if lane.pointee.isLinear { return ring.pointee.origin + work }
    let (rounds, rest) = (work - 1).quotientAndRemainder(dividingBy: lane.pointee.quantum)
    let (span, isTooLong) = rounds.multipliedReportingOverflow(by: ring.pointee.period)
    // Beyond the end of every trial one instant is as good as another.
    if isTooLong || span > EventKey.lastTime { return EventKey.lastTime }
    return ring.pointee.origin + span + lane.pointee.offset + rest + 1
  }

  /// When the `ordinal`-th item from now ends, counted from 1.
  @inline(__always)
  mutating func instant(_ lane: UnsafeMutablePointer<Lane>, ofItem ordinal: Int64) -> Int64 {
    let (span, isTooLong) = (ordinal &- 1).multipliedReportingOverflow(by: lane.pointee.cost)
    if isTooLong || span > EventKey.lastTime { return EventKey.lastTime }
    // An item of no length is due before its turn: the end of the first is not where the supply says.
    if lane.pointee.isLinear || span == 0 { return lane.pointee.next &+ span }
    return instant(lane, ofSupply: lane.pointee.target + span)
  }

  /// How many items end by `instant`, this instant included.
  @inline(__always)
  mutating func items(_ lane: UnsafeMutablePointer<Lane>, by instant: Int64) -> Int64 {
    if instant < lane.pointee.next { return 0 }
    if lane.pointee.isLinear {
      // Unsigned: neither is negative, and it is the cheaper division.
      let span = UInt64(bitPattern: instant &- lane.pointee.next)
      return Int64(bitPattern: span / UInt64(bitPattern: lane.pointee.cost)) &+ 1
    }
    return (supply(lane, at: instant) - lane.pointee.target) / lane.pointee.cost + 1
  }

  /// The sum of the instants at which the next `count` items end.
  @inline(__always)
  mutating func instantSum(_ lane: UnsafeMutablePointer<Lane>, items count: Int64) -> Int128 {
    guard lane.pointee.isLinear else { return instantSum(onRing: lane, items: count) }
    // No host has more than 2^32 pages, so that this product fits.
    let pairs = (UInt64(bitPattern: count) &* UInt64(bitPattern: count &- 1)) >> 1
    return Int128(count) &* Int128(lane.pointee.next)
      &+ Int128(lane.pointee.cost) &* Int128(Int64(bitPattern: pairs))
  }

  private mutating func instantSum(
    onRing lane: UnsafeMutablePointer<Lane>, items count: Int64
  ) -> Int128 {
    let further = Int128(count) - 1
    guard further > 0 else { return Int128(lane.pointee.next) }
    let ring = rings + Int(lane.pointee.cpu)
    let quantum = Int128(lane.pointee.quantum)
    let cost = Int128(lane.pointee.cost)
    let first = Int128(lane.pointee.target - 1) + cost
    let rounds = floorSum(further, modulus: quantum, factor: cost, offset: first)
    let base = Int128(ring.pointee.origin + lane.pointee.offset + 1)
    return Int128(lane.pointee.next) + further * (base + first)
      + cost * (further * (further - 1) / 2) + (Int128(ring.pointee.period) - quantum) * rounds
  }

  /// Puts a lane on a CPU with an item that needs so much CPU time.
  @inline(__always)
  mutating func enter(_ id: Int32, need: Int64) {
    let lane = lanes + Int(id)
    lane.pointee.generation &+= 1
    lane.pointee.need = need
    lane.pointee.cameAt = now
    if cpuCount == 0 {
      lane.pointee.cpu = 0
      lane.pointee.isLinear = true
      lane.pointee.next = now + need
    } else if isFair {
      enterFairly(id)
      return
    } else {
      let chosen = chooseCPU(for: lane.pointee.lastCPU)
      renewQuantum(id)
      rebuild(chosen, adding: id, removing: -1)
    }
    addRunning(id)
  }

  /// Takes a lane off its CPU.
  mutating func leave(_ id: Int32) {
    let lane = lanes + Int(id)
    guard lane.pointee.cpu >= 0 else { return }
    setCaller(id, false)
    setPlain(id, .none, flow: 0, cost: 1, left: 0)
    removeRunning(id)
    let cpu = lane.pointee.cpu
    lane.pointee.runnable &+= now &- lane.pointee.cameAt
    if isFair {
      leaveFairly(id)
    } else if cpuCount > 0 {
      rebuild(cpu, adding: -1, removing: id)
      lane.pointee.lastCPU = cpu
      pull(to: cpu)
    }
    lane.pointee.cpu = -1
    lane.pointee.next = .max
  }

  /// Gives a lane on a CPU its next item.
  @inline(__always)
  mutating func setNeed(_ id: Int32, _ need: Int64) {
    let lane = lanes + Int(id)
    if cpuCount == 0 {
      lane.pointee.next = now &+ need
    } else if isFair {
      lane.pointee.need = need
      // Who has just been let to the CPU works only once it has been switched.
      if lane.pointee.next != .max {
        lane.pointee.next = Swift.max(now, lane.pointee.supplyAtLayout) &+ need
      }
    } else {
      lane.pointee.target = supply(lane, at: now) &+ need
      lane.pointee.next = need == 0 ? now : instant(lane, ofSupply: lane.pointee.target)
    }
  }

  /// A weight takes effect when its lane comes to a CPU.
  private mutating func renewQuantum(_ id: Int32) {
    let lane = lanes + Int(id)
    lane.pointee.quantum = Swift.max(timeSlice * Int64(lane.pointee.weight) / 100, 1_000)
  }

  private mutating func chooseCPU(for last: Int32) -> Int32 {
    if last >= 0, rings[Int(last)].members.isEmpty { return last }
    var best = 0
    for cpu in 1..<Swift.max(cpuCount, 1)
    where rings[cpu].members.count < rings[best].members.count { best = cpu }
    if last >= 0, rings[Int(last)].members.count == rings[best].members.count { return last }
    return Int32(best)
  }

  /// An empty CPU takes the member at the back of the fullest one.
  private mutating func pull(to cpu: Int32) {
    guard rings[Int(cpu)].members.isEmpty else { return }
    var fullest = 0
    for other in 1..<Swift.max(cpuCount, 1)
    where rings[other].members.count > rings[fullest].members.count { fullest = other }
    guard rings[fullest].members.count >= 2 else { return }
    let moved = backMember(of: fullest)
    moveFlow(lanes + Int(moved), by: -1)
    rebuild(Int32(fullest), adding: -1, removing: moved)
    renewQuantum(moved)
    rebuild(cpu, adding: moved, removing: -1)
    moveFlow(lanes + Int(moved), by: 1)
  }

  private mutating func backMember(of cpu: Int) -> Int32 {
    let current = currentSlot(of: cpu).index
    let members = rings[cpu].members
    return members[(current + members.count - 1) % members.count]
  }

  /// The slot that runs now, how far into it the present instant is, and when it ends.
  ///
  /// - Precondition: The CPU has at least two members.
  mutating func currentSlot(of cpu: Int) -> (index: Int, position: Int64, end: Int64) {
    let ring = rings + cpu
    let into = (now - ring.pointee.origin) % ring.pointee.period
    var index = 0
    while true {
      let lane = lanes + Int(ring.pointee.members[index])
      let end = lane.pointee.offset + lane.pointee.quantum
      if end > into {
        return (index, into - (lane.pointee.offset - contextSwitch), now + end - into)
      }
      index += 1
    }
  }

  /// Changes the members of a CPU at the present instant; everyone keeps the work that is left.
  private mutating func rebuild(_ cpu: Int32, adding: Int32, removing: Int32) {
    let ring = rings + Int(cpu)
    var order = ring.pointee.members
    for id in order {
      let lane = lanes + Int(id)
      let supplied = supply(lane, at: now)
      lane.pointee.need = lane.pointee.target - supplied
      lane.pointee.worked &+= supplied &- lane.pointee.supplyAtLayout
    }
    var position: Int64 = 0
    if order.count == 1 {
      let quantum = lanes[Int(order[0])].quantum
      position = contextSwitch + (now - ring.pointee.origin) % quantum
    } else if order.count > 1 {
      let slot = currentSlot(of: Int(cpu))
      position = slot.position
      order = Array(order[slot.index...] + order[..<slot.index])
    }
    if removing >= 0 {
      if order[0] == removing { position = 0 }
      order.removeAll { $0 == removing }
    }
    if adding >= 0 {
      order.append(adding)
      lanes[Int(adding)].cpu = cpu
    }
    ring.pointee.members = order
    lay(out: ring, position: position)
  }

  private mutating func lay(out ring: UnsafeMutablePointer<CPURing>, position: Int64) {
    let order = ring.pointee.members
    let isAlone = order.count == 1
    ring.pointee.origin = isAlone || order.isEmpty ? now : now - position
    var end: Int64 = 0
    for id in order {
      let lane = lanes + Int(id)
      let gap = isAlone ? 0 : contextSwitch
      lane.pointee.isLinear = isAlone
      lane.pointee.offset = end + gap
      end += gap + lane.pointee.quantum
    }
    ring.pointee.period = Swift.max(end, 1)
    for (index, id) in order.enumerated() {
      let lane = lanes + Int(id)
      let used = index == 0 && !isAlone ? Swift.max(0, position - contextSwitch) : 0
      lane.pointee.target = used + lane.pointee.need
      lane.pointee.supplyAtLayout = used
      if lane.pointee.need < HostEngine.endless / 2 {
        lane.pointee.next =
          lane.pointee.need == 0 ? now : instant(lane, ofSupply: lane.pointee.target)
      }
    }
  }
}

/// The sum of floor((factor i + offset) / modulus) for i in 0..<count.
///
/// Euclid-like; O(log modulus). Arguments are not negative.
func floorSum(
  _ count: Int128, modulus: Int128, factor: Int128, offset: Int128
) -> Int128 {
  var (n, m, a, b) = (count, modulus, factor, offset)
  var sum: Int128 = 0
  while n > 0 {
    sum += (n - 1) * n / 2 * (a / m) + n * (b / m)
    a %= m
    b %= m
    let top = a * n + b
    if top < m { break }
    n = top / m
    b = top % m
    swap(&m, &a)
  }
  return sum
}
