// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// Actors that come and go, and ticks.
extension FairScheduler {
  /// How an actor comes to a CPU.
  enum Arrival {
    /// It wakes up.
    case wakeUp
    /// It is moved from another CPU, where it was waiting.
    case move
  }

  /// Puts an actor on a CPU; whoever runs there goes on.
  ///
  /// - Returns: Whether who runs has to give way to it, or to somebody.
  mutating func enter(_ actor: Int32, on cpu: Int, now: Int64, _ arrival: Arrival = .wakeUp) -> Bool
  {
    settle(cpu, now: now)
    processors[cpu].count += 1
    let queue = Int32(cpu * groupCount) + groups[Int(actor)]
    if !isEligibilityBased, entities[Int(actor)].isKnown, entities[Int(actor)].queue != queue {
      let old = queues[Int(entities[Int(actor)].queue)].least
      entities[Int(actor)].virtualTime += queues[Int(queue)].least - old
    }
    entities[Int(actor)].queue = queue
    var entity = Int(actor)
    var isMoved = arrival == .move
    while entity >= 0 {
      weigh(entity)
      if !entities[entity].isQueued { add(entity, isMoved: isMoved) }
      isMoved = false
      entity = above(entity)
    }
    guard processors[cpu].current >= 0 else { return false }
    if arrival == .wakeUp, !processors[cpu].mustSwitch, preempts(actor, cpu) {
      processors[cpu].mustSwitch = true
      if !isEligibilityBased { processors[cpu].next = actor }
    }
    return processors[cpu].mustSwitch
  }

  /// Takes an actor off its CPU; if it was running, nobody is after it.
  mutating func leave(_ actor: Int32, cpu: Int, now: Int64) {
    settle(cpu, now: now)
    processors[cpu].count -= 1
    if processors[cpu].next == actor { processors[cpu].next = -1 }
    var entity = Int(actor)
    var isEmpty = true
    while entity >= 0 {
      let upper = above(entity)
      if isEmpty {
        remove(entity)
        isEmpty = queues[Int(entities[entity].queue)].members.isEmpty
      } else {
        weigh(entity)
      }
      entity = upper
    }
    if processors[cpu].current == actor {
      processors[cpu].current = -1
      processors[cpu].mustSwitch = false
    }
  }

  /// Changes the weight of an actor; it is on no CPU.
  mutating func setWeight(_ weight: Int64, of actor: Int32) {
    let scaled = Self.scaled(weight)
    guard scaled != entities[Int(actor)].weight else { return }
    entities[Int(actor)].lag = entities[Int(actor)].lag * entities[Int(actor)].weight / scaled
    entities[Int(actor)].weight = scaled
  }

  /// Gives the member for a group the weight that its part of the group's load has (`update_cfs_group`).
  private mutating func weigh(_ entity: Int) {
    let own = Int(entities[entity].own)
    guard own >= 0, queues[own].load > 0 else { return }
    let group = own % groupCount
    let part = shares[group] * queues[own].load / groupLoads[group]
    let weight = Swift.min(Swift.max(part, 2), shares[group])
    let old = entities[entity].weight
    guard weight != old else { return }
    if isEligibilityBased { keepLag(entity, old: old, new: weight) }
    entities[entity].weight = weight
    if entities[entity].isQueued { addLoad(weight - old, to: entities[entity].queue) }
  }

  /// What a member is owed stays what it is when its weight changes (`reweight_eevdf`).
  private mutating func keepLag(_ entity: Int, old: Int64, new: Int64) {
    guard entities[entity].isQueued else {
      entities[entity].lag = entities[entity].lag * old / new
      return
    }
    let mean = mean(of: entities[entity].queue)
    let lag = limited(mean - entities[entity].virtualTime, entity)
    entities[entity].virtualTime = mean - Int64(clamping: Int128(lag) * Int128(old) / Int128(new))
    let ahead = Int128(entities[entity].deadline - mean) * Int128(old) / Int128(new)
    entities[entity].deadline = mean + Int64(clamping: ahead)
  }

  private mutating func addLoad(_ load: Int64, to queue: Int32) {
    queues[Int(queue)].load += load
    groupLoads[Int(queue) % groupCount] += load
  }

  /// Nobody is owed, or owes, more than two slices or a tick (`entity_lag`).
  private func limited(_ lag: Int64, _ entity: Int) -> Int64 {
    let most = virtual(Swift.max(2 * slice, tick), of: entity)
    return Swift.min(Swift.max(lag, -most), most)
  }

  private mutating func add(_ entity: Int, isMoved: Bool) {
    if isEligibilityBased {
      placeByLag(entity, isMoved: isMoved)
    } else if !isMoved {
      placeByCredit(entity)
    }
    let queue = entities[entity].queue
    entities[entity].isQueued = true
    entities[entity].isKnown = true
    queues[Int(queue)].members.append(Int32(entity))
    addLoad(entities[entity].weight, to: queue)
  }

  private mutating func remove(_ entity: Int) {
    let queue = entities[entity].queue
    let mean = mean(of: queue)
    if isEligibilityBased {
      entities[entity].lag = limited(mean - entities[entity].virtualTime, entity)
      entities[entity].deadline -= entities[entity].virtualTime
    }
    entities[entity].isQueued = false
    queues[Int(queue)].members.removeAll { $0 == Int32(entity) }
    addLoad(-entities[entity].weight, to: queue)
    if queues[Int(queue)].members.isEmpty { queues[Int(queue)].lastMean = mean }
    if !isEligibilityBased { raiseLeast(queue) }
  }

  /// `place_entity` of 6.12: the lag that it left with, and a slice; half of one at first.
  private mutating func placeByLag(_ entity: Int, isMoved: Bool) {
    let queue = Int(entities[entity].queue)
    let load = Int128(queues[queue].load)
    var lag: Int64 = 0
    if load > 0 {
      let inflated = Int128(entities[entity].lag) * (load + Int128(entities[entity].weight)) / load
      lag = Int64(clamping: inflated)
    }
    entities[entity].virtualTime = mean(of: Int32(queue)) - lag
    let whole = virtual(slice, of: entity)
    let isFirst = !entities[entity].isKnown && entities[entity].own < 0
    let ahead = isMoved ? entities[entity].deadline : isFirst ? whole / 2 : whole
    entities[entity].deadline = entities[entity].virtualTime + ahead
  }

  /// `place_entity` of 6.1: not more than half a period before the others; at first a slice after them.
  private mutating func placeByCredit(_ entity: Int) {
    let least = queues[Int(entities[entity].queue)].least
    if !entities[entity].isKnown, entities[entity].own < 0 {
      entities[entity].virtualTime = least + virtual(idealTime(of: entity), of: entity)
      return
    }
    let placed = least - latency / 2
    entities[entity].virtualTime =
      entities[entity].isKnown ? Swift.max(entities[entity].virtualTime, placed) : placed
  }

  /// `sched_slice`: its part of the period in which everybody runs once.
  private func idealTime(of entity: Int) -> Int64 {
    let cpu = Int(entities[entity].queue) / groupCount
    let count = processors[cpu].count
    let atOnce = (latency + slice - 1) / slice
    var time = count > atOnce ? count * slice : latency
    var member = entity
    while member >= 0 {
      let weight = entities[member].weight
      var load = queues[Int(entities[member].queue)].load
      if !entities[member].isQueued { load += weight }
      time = Int64(clamping: Int128(time) * Int128(weight) / Int128(load))
      member = above(member)
    }
    return Swift.max(time, slice)
  }

  // MARK: who gives way

  /// Whether who runs gives way to an actor that wakes up (`check_preempt_wakeup`).
  private func preempts(_ actor: Int32, _ cpu: Int) -> Bool {
    switch wakeUp {
    case .preempts: return true
    case .waits: return false
    case .sleeperCredit, .carriedLag: break
    }
    // The level at which the two meet.
    var entity = Int(actor)
    var running = member(of: entities[entity].queue, on: processors[cpu].current)
    while running < 0 {
      entity = above(entity)
      running = member(of: entities[entity].queue, on: processors[cpu].current)
    }
    guard running != entity else { return false }
    if isEligibilityBased { return earliest(of: entities[entity].queue, cpu) == entity }
    let ahead = entities[running].virtualTime - entities[entity].virtualTime
    return ahead > virtual(wakeUpGranularity, of: entity)
  }

  /// A tick of a CPU; returns whether who runs has to give way.
  mutating func tick(_ cpu: Int, now: Int64) -> Bool {
    settle(cpu, now: now)
    var entity = Int(processors[cpu].current)
    while entity >= 0 {
      weigh(entity)
      if !isEligibilityBased, hasHadItsShare(entity) { processors[cpu].mustSwitch = true }
      entity = above(entity)
    }
    return processors[cpu].mustSwitch
  }

  /// `check_preempt_tick`.
  private func hasHadItsShare(_ entity: Int) -> Bool {
    let members = queues[Int(entities[entity].queue)].members
    guard members.count > 1 else { return false }
    let ideal = idealTime(of: entity)
    if entities[entity].ran > ideal { return true }
    guard entities[entity].ran >= slice else { return false }
    var least = Int64.max
    for member in members where Int(member) != entity {
      least = Swift.min(least, entities[Int(member)].virtualTime)
    }
    return entities[entity].virtualTime - least > ideal
  }

  // MARK: balance

  /// The load of a CPU: the weights of the members of its root queue.
  func load(of cpu: Int) -> Int64 { queues[cpu * groupCount].load }

  /// What an actor is of its CPU's load (`task_h_load`).
  func load(ofActor actor: Int32) -> Int64 {
    var entity = Int(actor)
    var load = entities[entity].weight
    while true {
      let upper = above(entity)
      guard upper >= 0 else { return load }
      load = load * entities[upper].weight / queues[Int(entities[entity].queue)].load
      entity = upper
    }
  }
}
