// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

// Section 2.2 of the model: settling, weighing, entering and leaving the queues of a CPU.
extension NaiveInterpreter {
  private var timeSlice: Int64 { configuration.host.timeSlice.nanoseconds }

  /// Books the time since the CPU was settled last on who runs and its groups.
  func settle(_ cpu: FairProcessor) {
    let length = now - cpu.settledAt
    cpu.settledAt = now
    guard let running = cpu.running, length > 0 else { return }
    for (entity, queue) in cpu.path(of: running) {
      entity.ran += length
      entity.virtualTime += entity.virtual(length)
      if !isEEVDF {
        queue.raiseLeast()
      } else if entity.virtualTime >= entity.deadline {
        entity.deadline = entity.virtualTime + entity.virtual(timeSlice)
        entity.isProtected = false
        if queue.members.count > 1 {
          cpu.mustSwitch = true
          hit(.sliceOver)
        }
      }
    }
  }

  /// Gives the entity of a group the share of the group's weight that its queue has of all its queues.
  func weigh(_ entity: FairEntity) {
    guard let group = entity.group, let own = entity.ownQueue, !own.members.isEmpty else { return }
    let all = fairProcessors.reduce(0) { $0 + $1.queue(of: group).load }
    let whole = groupWeights[group]
    let weight = min(max(Int64(Int128(whole) * Int128(own.load) / Int128(all)), 2), whole)
    let old = entity.weight
    guard weight != old else { return }
    defer { entity.weight = weight }
    guard isEEVDF else { return }
    func scaled(_ value: Int64) -> Int64 {
      Int64(Int128(value) * Int128(old) / Int128(weight))
    }
    guard let queue = entity.queue else {
      entity.lag = scaled(entity.lag)
      return
    }
    hit(.reweighed)
    let mean = queue.mean
    entity.lag = limited(mean - entity.virtualTime, entity)
    entity.virtualTime = mean - scaled(entity.lag)
    entity.deadline = mean + scaled(entity.deadline - mean)
  }

  private func limited(_ lag: Int64, _ entity: FairEntity) -> Int64 {
    let limit = entity.virtual(max(2 * timeSlice, configuration.host.tick.nanoseconds))
    if abs(lag) > limit { hit(.lagLimited) }
    return min(max(lag, -limit), limit)
  }

  /// An actor enters the queues of a CPU.
  func put(_ actor: Actor, on cpu: FairProcessor, isMoved: Bool) {
    settle(cpu)
    let entity = actor.entity
    let before = entity.lastQueue
    actor.cpu = cpu.number
    actor.lastCPU = cpu.number
    if !isMoved { takeWeight(actor) }
    cpu.arrivals.append(actor)
    noteShared(cpu)
    let home = cpu.queue(of: actor.group)
    if !isEEVDF, let before, before !== home { entity.virtualTime += home.least - before.least }
    for (entity, queue) in cpu.path(of: actor) {
      weigh(entity)
      guard entity.queue == nil else { continue }
      if isEEVDF {
        placeByDeadline(entity, queue, isNew: entity.actor != nil && before == nil, isMoved)
      } else if !isMoved || entity.actor == nil {
        placeByTime(entity, queue, isNew: entity.actor != nil && before == nil, cpu)
      }
      entity.isKnown = true
      queue.append(entity)
    }
    guard cpu.running != nil, !isMoved, !cpu.mustSwitch, preempts(actor, on: cpu) else { return }
    cpu.mustSwitch = true
    if !isEEVDF { cpu.next = actor }
  }

  /// A weight that a policy has given holds from now on.
  private func takeWeight(_ actor: Actor) {
    let entity = actor.entity
    let old = entity.weight
    actor.weight = actor.nextWeight
    entity.weight = Self.weight(actor.weight)
    if isEEVDF { entity.lag = Int64(Int128(entity.lag) * Int128(old) / Int128(entity.weight)) }
  }

  /// What a weight counts.
  static func weight(_ weight: Int64) -> Int64 { max(2, weight * 1024 / 100) }

  private func placeByTime(
    _ entity: FairEntity, _ queue: FairQueue, isNew: Bool, _ cpu: FairProcessor
  ) {
    let credited = queue.least - configuration.host.schedulingLatency.nanoseconds / 2
    if isNew, let actor = entity.actor {
      entity.virtualTime = queue.least + entity.virtual(idealTime(cpu.path(of: actor), cpu))
    } else if entity.actor == nil, !entity.isKnown {
      entity.virtualTime = credited
    } else {
      if entity.virtualTime < credited { hit(.sleeperCredited) }
      entity.virtualTime = max(entity.virtualTime, credited)
    }
  }

  private func placeByDeadline(
    _ entity: FairEntity, _ queue: FairQueue, isNew: Bool, _ isMoved: Bool
  ) {
    var lag: Int64 = 0
    let load = queue.load
    if load > 0 {
      lag = Int64(Int128(entity.lag) * Int128(load + entity.weight) / Int128(load))
      if lag != 0 { hit(.lagCarried) }
    }
    entity.virtualTime = queue.mean - lag
    let slice = entity.virtual(timeSlice)
    if isMoved, entity.actor != nil {
      entity.deadline += entity.virtualTime
    } else {
      entity.deadline = entity.virtualTime + (isNew ? slice / 2 : slice)
    }
  }

  private func preempts(_ actor: Actor, on cpu: FairProcessor) -> Bool {
    guard let running = cpu.running else { return false }
    for (entity, queue) in cpu.path(of: actor) {
      guard let other = cpu.entity(of: running, in: queue) else { continue }
      guard other !== entity else { return false }
      let answer: Bool
      switch configuration.rules.wakeUp {
      case .sleeperCredit:
        let granularity = entity.virtual(configuration.host.wakeUpGranularity.nanoseconds)
        answer = other.virtualTime - entity.virtualTime > granularity
      case .carriedLag: answer = pick(from: queue, on: cpu) === entity
      case .preempts: answer = true
      case .waits: answer = false
      }
      noteWakeUp(preempts: answer)
      return answer
    }
    return false
  }

  private func noteWakeUp(preempts: Bool) {
    switch configuration.rules.wakeUp {
    case .sleeperCredit: hit(preempts ? .sleeperPreempts : .sleeperWaits)
    case .carriedLag: hit(preempts ? .lagPreempts : .lagWaits)
    case .preempts: hit(.alwaysPreempts)
    case .waits: hit(.neverPreempts)
    }
  }

  /// An actor leaves the queues of a CPU.
  func takeOff(_ actor: Actor, _ cpu: FairProcessor) {
    settle(cpu)
    if cpu.next === actor { cpu.next = nil }
    var isEmptyBelow = true
    for (entity, queue) in cpu.path(of: actor) {
      if isEmptyBelow {
        remove(entity, from: queue)
        isEmptyBelow = queue.members.isEmpty
      } else {
        weigh(entity)
      }
    }
    cpu.arrivals.removeAll { $0 === actor }
    actor.cpu = nil
    noteShared(cpu)
    if cpu.running === actor {
      cpu.running = nil
      cpu.mustSwitch = false
      cpu.isTold = false
    }
  }

  private func remove(_ entity: FairEntity, from queue: FairQueue) {
    let mean = queue.mean
    queue.remove(entity)
    if isEEVDF {
      entity.lag = limited(mean - entity.virtualTime, entity)
      entity.deadline -= entity.virtualTime
    } else {
      queue.raiseLeast()
    }
  }

  /// How long an entity may run in a period of the CPU.
  ///
  /// - Parameter path: The entity's own path.
  func idealTime(_ path: some Sequence<FairProcessor.Step>, _ cpu: FairProcessor) -> Int64 {
    let latency = configuration.host.schedulingLatency.nanoseconds
    let number = Int64(cpu.arrivals.count)
    let few = (latency + timeSlice - 1) / timeSlice
    var time = number > few ? number * timeSlice : latency
    for (entity, queue) in path {
      let load = queue.load + (entity.queue == nil ? entity.weight : 0)
      time = Int64(Int128(time) * Int128(entity.weight) / Int128(load))
    }
    return max(time, timeSlice)
  }
}
