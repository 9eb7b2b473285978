// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// Who runs on each CPU, by weighted time: the fair scheduler of Linux, with groups.
///
/// Each CPU has a queue for the root and one for each group; a group that has a member on a CPU is
/// itself a member of its parent's queue there, with the part of its weight that its members on this
/// CPU have of all its members (`calc_group_shares`, with the present loads in place of averages).
/// Every member has a virtual time, which advances by real time x 1024 / weight while it runs.
///
/// `cfs`: the least virtual time runs next, a sleeper comes back with a credit (`kernel/sched/fair.c`,
/// Linux 6.1). `eevdf`: of those whose virtual time is not above the weighted mean the earliest
/// deadline runs next, and a sleeper comes back with the lag that it left with (6.12, without delayed
/// dequeue). Virtual times are integers, rounded down whenever a CPU's account is brought up to date.
///
/// - Complexity: Each change costs O(members of the queues on the way to the root).
struct FairScheduler {
  /// The weight of a member of weight 100 (`NICE_0_LOAD`).
  static let unit: Int64 = 1024

  /// A member of a queue: an actor, or a group on one CPU.
  struct Entity {
    /// The queue that it is a member of while it is on it.
    var queue: Int32
    /// The queue of its own members, or -1 for an actor.
    let own: Int32
    /// Of 1024 as usual.
    var weight: Int64
    var virtualTime: Int64 = 0
    /// The virtual time at which its slice is used up.
    var deadline: Int64 = 0
    /// How much virtual time it was owed when it left.
    var lag: Int64 = 0
    /// CPU time since it was picked.
    var ran: Int64 = 0
    var isQueued = false
    /// Whether it has been on a queue before.
    var isKnown = false
    /// Whether nobody takes its place while it is owed time: its slice is not used up since it was picked.
    var isProtected = false
  }

  /// The members of the root or of a group on one CPU.
  struct Queue {
    /// The entity of the group, or -1 for the root.
    let entity: Int32
    var members: [Int32] = []
    /// The sum of the members' weights.
    var load: Int64 = 0
    /// What no new member is placed before (`min_vruntime`).
    var least: Int64 = 0
    /// The mean virtual time when it was last left empty.
    var lastMean: Int64 = 0
  }

  /// One CPU.
  struct Processor {
    /// The actor that runs, or -1.
    var current: Int32 = -1
    /// Since when its time is not in the account.
    var since: Int64 = 0
    /// Whether the actor that runs has to give way.
    var mustSwitch = false
    /// The actor that is to run next because it preempts, or -1.
    var next: Int32 = -1
    /// How many actors are on it.
    var count: Int64 = 0
  }

  let isEligibilityBased: Bool
  let wakeUp: MechanismRules.WakeUp
  let slice: Int64
  let latency: Int64
  let wakeUpGranularity: Int64
  let tick: Int64
  let actorCount: Int
  let groupCount: Int
  /// The group of each actor.
  let groups: [Int32]
  /// The parent of each group; that of the root is the root.
  let parents: [Int32]
  /// The weight of each group.
  let shares: [Int64]
  var entities: [Entity] = []
  var queues: [Queue] = []
  var processors: [Processor]
  /// The load of each group's members on all CPUs together.
  var groupLoads: [Int64]

  /// - Parameters:
  ///   - plan: The groups, the root first, parents before their members.
  ///   - weights: The weight of each actor, 100 being normal.
  init(_ configuration: TrialConfiguration, cpus: Int, plan: SchedulingPlan, weights: [Int64]) {
    let host = configuration.host
    isEligibilityBased = configuration.rules.scheduler == .eevdf
    wakeUp = configuration.rules.wakeUp
    slice = host.timeSlice.nanoseconds
    latency = host.schedulingLatency.nanoseconds
    wakeUpGranularity = host.wakeUpGranularity.nanoseconds
    tick = host.tick.nanoseconds
    actorCount = plan.groups.count
    groupCount = plan.parents.count
    groups = plan.groups
    parents = plan.parents
    shares = plan.shares
    processors = Array(repeating: Processor(), count: cpus)
    groupLoads = Array(repeating: 0, count: groupCount)
    entities.reserveCapacity(actorCount + cpus * groupCount)
    for weight in weights {
      entities.append(Entity(queue: -1, own: -1, weight: Self.scaled(weight)))
    }
    for cpu in 0..<cpus {
      for group in 0..<groupCount {
        let queue = Int32(cpu * groupCount + group)
        let parent = Int32(cpu * groupCount) + parents[group]
        entities.append(Entity(queue: parent, own: queue, weight: shares[group]))
        queues.append(Queue(entity: group == 0 ? -1 : Int32(entities.count - 1)))
      }
    }
  }

  /// A weight of 100 in units of the kernel; nothing weighs less than 2 (`MIN_SHARES`).
  static func scaled(_ weight: Int64) -> Int64 { Swift.max(2, weight * unit / 100) }

  /// Real time as the virtual time of a member.
  func virtual(_ time: Int64, of entity: Int) -> Int64 {
    let weight = entities[entity].weight
    if weight == Self.unit { return time }
    return Int64(clamping: Int128(time) * Int128(Self.unit) / Int128(weight))
  }

  /// The member that stands for a queue in its parent's one, or -1.
  func above(_ entity: Int) -> Int { Int(queues[Int(entities[entity].queue)].entity) }

  // MARK: the account

  /// Brings the account of a CPU up to date.
  mutating func settle(_ cpu: Int, now: Int64) {
    let time = now - processors[cpu].since
    processors[cpu].since = now
    guard processors[cpu].current >= 0, time > 0 else { return }
    var entity = Int(processors[cpu].current)
    while entity >= 0 {
      entities[entity].ran += time
      entities[entity].virtualTime += virtual(time, of: entity)
      if isEligibilityBased {
        renewDeadline(entity, cpu)
      } else {
        raiseLeast(entities[entity].queue)
      }
      entity = above(entity)
    }
  }

  /// A slice that is used up is followed by another, which nobody has to wait for (`update_deadline`).
  private mutating func renewDeadline(_ entity: Int, _ cpu: Int) {
    guard entities[entity].virtualTime >= entities[entity].deadline else { return }
    entities[entity].deadline = entities[entity].virtualTime + virtual(slice, of: entity)
    entities[entity].isProtected = false
    if queues[Int(entities[entity].queue)].members.count > 1 { processors[cpu].mustSwitch = true }
  }

  /// `update_min_vruntime`.
  mutating func raiseLeast(_ queue: Int32) {
    guard let least = queues[Int(queue)].members.map({ entities[Int($0)].virtualTime }).min() else {
      return
    }
    queues[Int(queue)].least = Swift.max(queues[Int(queue)].least, least)
  }

  /// The sums of the members' weighted virtual times and of their weights.
  private func sums(of queue: Int32) -> (weighted: Int128, weight: Int128) {
    var weighted: Int128 = 0
    for member in queues[Int(queue)].members {
      weighted += Int128(entities[Int(member)].virtualTime) * Int128(entities[Int(member)].weight)
    }
    return (weighted, Int128(queues[Int(queue)].load))
  }

  /// The weighted mean of the members' virtual times, rounded down.
  func mean(of queue: Int32) -> Int64 {
    guard !queues[Int(queue)].members.isEmpty else { return queues[Int(queue)].lastMean }
    let (weighted, weight) = sums(of: queue)
    let (quotient, rest) = weighted.quotientAndRemainder(dividingBy: weight)
    return Int64(clamping: rest < 0 ? quotient - 1 : quotient)
  }

  /// Whether a member is owed time: its virtual time is not above the mean.
  private func isEligible(_ entity: Int, _ sums: (weighted: Int128, weight: Int128)) -> Bool {
    sums.weighted >= Int128(entities[entity].virtualTime) * sums.weight
  }

  // MARK: the next one

  /// The actor that runs next on a CPU; the present one takes part if it is still there.
  ///
  /// - Precondition: The account is up to date, and somebody is there.
  func pick(_ cpu: Int) -> Int32 {
    var queue = Int32(cpu * groupCount)
    while true {
      let entity = best(of: queue, cpu)
      guard entities[entity].own >= 0 else { return Int32(entity) }
      queue = entities[entity].own
    }
  }

  private func best(of queue: Int32, _ cpu: Int) -> Int {
    isEligibilityBased ? earliest(of: queue, cpu) : leftmost(of: queue, cpu)
  }

  /// `pick_eevdf`: who runs goes on while it is owed time and protected; else the earliest deadline of
  /// those that are owed time.
  func earliest(of queue: Int32, _ cpu: Int) -> Int {
    let members = queues[Int(queue)].members
    guard members.count > 1 else { return Int(members[0]) }
    let sums = sums(of: queue)
    let running = member(of: queue, on: processors[cpu].current)
    if running >= 0, entities[running].isProtected, isEligible(running, sums) { return running }
    var best = -1
    for member in members where isEligible(Int(member), sums) {
      if best < 0 || entities[Int(member)].deadline < entities[best].deadline { best = Int(member) }
    }
    return best
  }

  /// `pick_next_entity`: the least virtual time, unless who preempts is not too far behind it.
  private func leftmost(of queue: Int32, _ cpu: Int) -> Int {
    var best = -1
    for member in queues[Int(queue)].members
    where best < 0 || entities[Int(member)].virtualTime < entities[best].virtualTime {
      best = Int(member)
    }
    let next = member(of: queue, on: processors[cpu].next)
    guard next >= 0, next != best else { return best }
    let distance = entities[next].virtualTime - entities[best].virtualTime
    return distance > virtual(wakeUpGranularity, of: best) ? best : next
  }

  /// The member of a queue through which an actor is on it, or -1.
  func member(of queue: Int32, on actor: Int32) -> Int {
    var entity = Int(actor)
    while entity >= 0 {
      guard entities[entity].isQueued else { return -1 }
      if entities[entity].queue == queue { return entity }
      entity = above(entity)
    }
    return -1
  }

  /// Lets an actor run from now on.
  mutating func run(_ actor: Int32, on cpu: Int, now: Int64) {
    let old = processors[cpu].current
    processors[cpu].since = now
    processors[cpu].mustSwitch = false
    processors[cpu].next = -1
    guard actor != old else { return }
    var entity = Int(actor)
    while entity >= 0 {
      let before = member(of: entities[entity].queue, on: old)
      if before == entity { break }
      if before >= 0 { moveBehind(before) }
      entities[entity].ran = 0
      entities[entity].isProtected = true
      entity = above(entity)
    }
    processors[cpu].current = actor
  }

  /// Who has run comes after those of the same virtual time.
  private mutating func moveBehind(_ entity: Int) {
    let queue = Int(entities[entity].queue)
    queues[queue].members.removeAll { $0 == Int32(entity) }
    queues[queue].members.append(Int32(entity))
  }
}
