// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

// Section 2.2 of the model: who works on CPUs that go by weighted time.
extension NaiveInterpreter {
  var isFair: Bool { !fairProcessors.isEmpty }
  var isEEVDF: Bool { configuration.rules.scheduler == .eevdf }
  private var contextSwitch: Int64 { configuration.costs.contextSwitch.nanoseconds }

  /// An actor wakes.
  func enterFairly(_ actor: Actor) {
    let cpu = fairProcessors[wakingCPU(of: actor)]
    put(actor, on: cpu, isMoved: false)
    guard let running = cpu.running else {
      run(actor, on: cpu, after: 0)
      return
    }
    tell(running, on: cpu)
  }

  /// Tells who runs to give way, if the CPU must switch.
  func tell(_ running: Actor, on cpu: FairProcessor) {
    guard cpu.mustSwitch else { return }
    cpu.isTold = true
    if running.eventClass == .load { giveWay(on: cpu) }
  }

  private func wakingCPU(of actor: Actor) -> Int {
    if let last = actor.lastCPU, fairProcessors[last].arrivals.isEmpty { return last }
    if let empty = fairProcessors.firstIndex(where: { $0.arrivals.isEmpty }) { return empty }
    if let last = actor.lastCPU { return last }
    let loads = fairProcessors.map(\.root.load)
    return loads.firstIndex(of: loads.min() ?? 0) ?? 0
  }

  /// An actor leaves its CPU, whether it runs or waits.
  func leaveFairly(_ actor: Actor) {
    guard let number = actor.cpu else { preconditionFailure("An actor leaves twice.") }
    let cpu = fairProcessors[number]
    let didRun = cpu.running === actor
    pause(actor)
    takeOff(actor, cpu)
    guard didRun else { return }
    if let chosen = pick(on: cpu) {
      run(chosen, on: cpu, after: contextSwitch)
    } else {
      pull(to: cpu)
    }
  }

  /// Who runs makes room for the pick, if that is somebody else.
  func giveWay(on cpu: FairProcessor) {
    settle(cpu)
    guard let running = cpu.running, let chosen = pick(on: cpu) else { return }
    hit(chosen === running ? .stays : .givesWay)
    if chosen !== running, running.eventClass == .load { hit(.loadInterrupted) }
    run(chosen, on: cpu, after: contextSwitch)
  }

  /// Lets an actor run; one that runs already goes on without a switch.
  func run(_ actor: Actor, on cpu: FairProcessor, after length: Int64) {
    cpu.settledAt = now
    cpu.mustSwitch = false
    cpu.isTold = false
    cpu.next = nil
    cpu.arrivals.removeAll { $0 === actor }
    cpu.arrivals.append(actor)
    guard cpu.running !== actor else { return }
    let before = cpu.running.map { cpu.path(of: $0) } ?? []
    if let old = cpu.running {
      pause(old)
      agenda.cancel(old.completion)
      old.completion = nil
    }
    for (entity, queue) in cpu.path(of: actor) {
      guard !before.contains(where: { $0.entity === entity }) else { continue }
      entity.ran = 0
      entity.isProtected = true
      if let old = before.first(where: { $0.queue === queue }) { queue.moveToEnd(old.entity) }
    }
    cpu.running = actor
    cpu.worksFrom = now + length
    goOn(actor)
  }

  /// An empty CPU takes an actor that waits elsewhere.
  private func pull(to cpu: FairProcessor) {
    let numbers = fairProcessors.map(\.arrivals.count)
    let most = numbers.max() ?? 0
    guard most >= 2, let source = numbers.firstIndex(of: most),
      let actor = fairProcessors[source].arrivals.first(where: {
        $0 !== fairProcessors[source].running
      })
    else { return }
    counters.pulls += 1
    hit(isEEVDF ? .eevdfPull : .cfsPull)
    move(actor, from: fairProcessors[source], to: cpu)
    run(actor, on: cpu, after: contextSwitch)
  }

  func move(_ actor: Actor, from source: FairProcessor, to cpu: FairProcessor) {
    takeOff(actor, source)
    put(actor, on: cpu, isMoved: true)
  }

  /// The actor of the pick from the root's queue downwards.
  private func pick(on cpu: FairProcessor) -> Actor? {
    var queue = cpu.root
    while let entity = pick(from: queue, on: cpu) {
      if let actor = entity.actor { return actor }
      guard let own = entity.ownQueue else { return nil }
      queue = own
    }
    return nil
  }

  /// The pick of a queue.
  func pick(from queue: FairQueue, on cpu: FairProcessor) -> FairEntity? {
    isEEVDF ? pickByDeadline(from: queue, on: cpu) : pickByTime(from: queue, on: cpu)
  }

  private func pickByDeadline(from queue: FairQueue, on cpu: FairProcessor) -> FairEntity? {
    if queue.members.count < 2 { return queue.members.first }
    if let entity = cpu.entity(of: cpu.running, in: queue), entity.isProtected,
      queue.isOwedTime(entity)
    {
      hit(.protected)
      return entity
    }
    // `min` gives the first among equals.
    return queue.members.filter { queue.isOwedTime($0) }.min { $0.deadline < $1.deadline }
  }

  private func pickByTime(from queue: FairQueue, on cpu: FairProcessor) -> FairEntity? {
    guard let first = queue.members.min(by: { $0.virtualTime < $1.virtualTime }) else {
      return nil
    }
    let granularity = first.virtual(configuration.host.wakeUpGranularity.nanoseconds)
    guard let next = cpu.entity(of: cpu.next, in: queue), next !== first,
      next.virtualTime - first.virtualTime <= granularity
    else { return first }
    hit(.nextPreferred)
    return next
  }
}
