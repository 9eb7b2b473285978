// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// CPUs that the fair scheduler shares out: who is on one, who runs, and when that changes.
///
/// Only the actor that runs has an instant at which its item ends; it works without interruption until it has
/// to give way. User code gives way at once, kernel code at the end of its item (`PREEMPT_NONE`: at a
/// `cond_resched` or on its way out of the kernel).
extension HostEngine {
  /// Puts a lane on a CPU.
  mutating func enterFairly(_ id: Int32) {
    let lane = lanes + Int(id)
    let cpu = chooseFairCPU(for: lane.pointee.lastCPU)
    lane.pointee.cpu = Int32(cpu)
    lane.pointee.isLinear = true
    lane.pointee.next = .max
    fair.setWeight(Int64(lane.pointee.weight), of: id)
    rings[cpu].members.append(id)
    let givesWay = fair.enter(id, on: cpu, now: now)
    if fair.processors[cpu].current < 0 {
      run(id, on: cpu, after: 0)
    } else {
      armTick(cpu)
      if givesWay { giveWay(cpu) }
    }
  }

  /// The CPU it was last on, if that is empty; else an empty one; else the CPU it was last on; at first the
  /// one with the least load; the lowest number among equals.
  private mutating func chooseFairCPU(for last: Int32) -> Int {
    if last >= 0, rings[Int(last)].members.isEmpty { return Int(last) }
    for cpu in 0..<cpuCount where rings[cpu].members.isEmpty { return cpu }
    if last >= 0 { return Int(last) }
    var best = 0
    for cpu in 1..<Swift.max(cpuCount, 1) where fair.load(of: cpu) < fair.load(of: best) {
      best = cpu
    }
    return best
  }

  /// Takes a lane off its CPU, which goes on with another.
  mutating func leaveFairly(_ id: Int32) {
    let lane = lanes + Int(id)
    let cpu = Int(lane.pointee.cpu)
    lane.pointee.worked += timeAtWork(lane)
    lane.pointee.mustYield = false
    lane.pointee.lastCPU = Int32(cpu)
    rings[cpu].members.removeAll { $0 == id }
    fair.leave(id, cpu: cpu, now: now)
    guard fair.processors[cpu].current < 0 else { return }
    if rings[cpu].members.isEmpty {
      pullFairly(to: cpu)
    } else {
      dispatch(fair.pick(cpu), on: cpu, after: contextSwitch)
    }
  }

  /// A lane that has waited, or has given way, runs from now on.
  private mutating func dispatch(_ id: Int32, on cpu: Int, after delay: Int64) {
    run(id, on: cpu, after: delay)
    bookAll()
    // Others may have become callers of the Ultravisor, or have taken pages, while it did not run.
    replan(id)
    replanCounted(lanes + Int(id))
  }

  private mutating func run(_ id: Int32, on cpu: Int, after delay: Int64) {
    let lane = lanes + Int(id)
    choose(id, on: cpu)
    lane.pointee.supplyAtLayout = now &+ delay
    lane.pointee.next = now &+ delay &+ lane.pointee.need
    addRunning(id)
  }

  /// A lane stops running but stays on its CPU.
  private mutating func suspend(_ id: Int32) {
    let lane = lanes + Int(id)
    book(lane)
    lane.pointee.need = workLeft(lane)
    lane.pointee.worked += timeAtWork(lane)
    lane.pointee.next = .max
    lane.pointee.mustYield = false
    removeRunning(id)
    replanCounted(lane)
  }

  /// The CPU time that its item still needs; a switch of the CPU before it does not count.
  mutating func workLeft(_ lane: UnsafeMutablePointer<Lane>) -> Int64 {
    guard lane.pointee.next != .max else { return lane.pointee.need }
    return Swift.min(lane.pointee.need, lane.pointee.next - now)
  }

  /// How many acts of others on the same pages are plain depends on who is at work on them.
  private mutating func replanCounted(_ lane: UnsafeMutablePointer<Lane>) {
    guard lane.pointee.counted >= 0, lane.pointee.kind != .boot else { return }
    replanWorkers(of: lane.pointee.counted)
  }

  /// Who runs on a CPU gives way: at once, or at the end of its item.
  private mutating func giveWay(_ cpu: Int) {
    let lane = lanes + Int(fair.processors[cpu].current)
    if lane.pointee.kind == .load {
      switchCPU(cpu)
    } else {
      book(lane)
      lane.pointee.mustYield = true
      lane.pointee.left = 0
    }
  }

  /// After its act a lane that has to gives way.
  @inline(__always)
  mutating func yieldIfDue(_ id: Int32) {
    if lanes[Int(id)].mustYield { switchCPU(Int(lanes[Int(id)].cpu)) }
  }

  private mutating func switchCPU(_ cpu: Int) {
    let old = fair.processors[cpu].current
    fair.settle(cpu, now: now)
    let new = fair.pick(cpu)
    if new == old {
      keepRunning(old, on: cpu)
    } else {
      suspend(old)
      dispatch(new, on: cpu, after: contextSwitch)
    }
  }

  /// A lane that was to give way is the best one again: what is left of a switch to it goes on.
  private mutating func keepRunning(_ id: Int32, on cpu: Int) {
    lanes[Int(id)].mustYield = false
    choose(id, on: cpu)
    replan(id)
  }

  /// The scheduler's pick is the last in the order of arrival.
  private mutating func choose(_ id: Int32, on cpu: Int) {
    fair.run(id, on: cpu, now: now)
    rings[cpu].members.removeAll { $0 == id }
    rings[cpu].members.append(id)
  }

  // MARK: ticks

  /// The first tick after the present instant.
  private var nextTick: Int64 {
    mutating get {
      let tick = configuration.host.tick.nanoseconds
      return now + tick - ((now - tickPhase) % tick + tick) % tick
    }
  }

  /// While several actors are on a CPU each of its ticks may be the end of a turn.
  private mutating func armTick(_ cpu: Int) {
    if rings[cpu].members.count == 2 { rings[cpu].sharedSince = now }
    awaitTick(cpu)
  }

  private mutating func awaitTick(_ cpu: Int) {
    if !balanceIsArmed, cpuCount > 1 {
      balanceIsArmed = true
      schedule(at: nextBalance(after: now), tie: EventClass.balance.tie(0), .balance)
    }
    guard !rings[cpu].tickIsArmed else { return }
    rings[cpu].tickIsArmed = true
    schedule(at: nextTick, tie: EventClass.tick.tie(cpu), .tick(cpu: Int32(cpu)))
  }

  /// A tick of a CPU.
  mutating func tick(_ cpu: Int) {
    rings[cpu].tickIsArmed = false
    guard rings[cpu].members.count > 1 else { return }
    awaitTick(cpu)
    if rings[cpu].sharedSince < now, fair.tick(cpu, now: now) { giveWay(cpu) }
  }

  // MARK: balance

  /// How many ticks lie between two balances: 16 ms for each CPU, less one (`get_sd_balance_interval`).
  private var balanceTicks: Int64 {
    mutating get {
      let tick = configuration.host.tick.nanoseconds
      let wanted = Int64(cpuCount) * 16_000_000
      return Swift.max(1, (wanted + tick - 1) / tick - 1)
    }
  }

  private mutating func nextBalance(after time: Int64) -> Int64 {
    let period = balanceTicks * configuration.host.tick.nanoseconds
    return time + period - ((time - tickPhase) % period + period) % period
  }

  /// Every CPU in turn takes waiting actors from the busiest one, as far as their loads differ.
  mutating func balanceCPUs() {
    balanceIsArmed = false
    var isDue = false
    for cpu in 0..<cpuCount where rings[cpu].members.count > 1 {
      awaitTick(cpu)
      if rings[cpu].sharedSince < now { isDue = true }
    }
    guard isDue else { return }
    for cpu in 0..<cpuCount { balance(cpu) }
  }

  /// `sched_balance_find_src_group` and `calculate_imbalance` for CPUs that share a cache: by load.
  private mutating func balance(_ cpu: Int) {
    guard let busiest = busiestCPU(besides: cpu) else { return }
    let own = fair.load(of: cpu)
    let most = fair.load(of: busiest)
    var sum: Int64 = 0
    for other in 0..<cpuCount { sum += fair.load(of: other) }
    let mean = sum / Int64(cpuCount)
    guard own < most, own < mean else { return }
    if rings[cpu].members.count > 1, 100 * most <= 117 * own { return }
    var imbalance = Swift.min(most - mean, mean - own)
    var hasMoved = false
    for id in rings[busiest].members where id != fair.processors[busiest].current {
      guard imbalance > 0 else { break }
      let load = Swift.max(1, fair.load(ofActor: id))
      guard load >> Swift.min(rings[cpu].failedBalances, 62) <= imbalance else { continue }
      imbalance -= load
      move(id, from: busiest, to: cpu)
      hasMoved = true
    }
    rings[cpu].failedBalances = hasMoved ? 0 : rings[cpu].failedBalances + 1
  }

  private mutating func busiestCPU(besides cpu: Int) -> Int? {
    var busiest: Int?
    for other in 0..<cpuCount where other != cpu && rings[other].members.count > 1 {
      if let best = busiest, fair.load(of: other) <= fair.load(of: best) { continue }
      busiest = other
    }
    return busiest
  }

  /// An empty CPU takes the actor that has waited longest on the CPU with the most.
  private mutating func pullFairly(to cpu: Int) {
    var fullest = 0
    for other in 1..<Swift.max(cpuCount, 1)
    where rings[other].members.count > rings[fullest].members.count { fullest = other }
    guard rings[fullest].members.count > 1 else { return }
    for id in rings[fullest].members where id != fair.processors[fullest].current {
      move(id, from: fullest, to: cpu)
      return
    }
  }

  /// Moves an actor that waits.
  private mutating func move(_ id: Int32, from old: Int, to new: Int) {
    rings[old].members.removeAll { $0 == id }
    fair.leave(id, cpu: old, now: now)
    rings[new].members.append(id)
    lanes[Int(id)].cpu = Int32(new)
    _ = fair.enter(id, on: new, now: now, .move)
    if fair.processors[new].current < 0 {
      dispatch(id, on: new, after: contextSwitch)
    } else {
      armTick(new)
    }
  }
}
