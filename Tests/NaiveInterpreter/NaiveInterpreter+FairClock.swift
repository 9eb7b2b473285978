// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

// Sections 1 and 2.2 of the model: ticks, sleeps, and what CPUs do at ticks.
extension NaiveInterpreter {
  private var tick: Int64 { configuration.host.tick.nanoseconds }

  /// The clock's phase and the number of its tick there.
  static func clock(of configuration: TrialConfiguration) -> (phase: Int64, first: Int64) {
    guard drawsTicks(configuration) else { return (0, 0) }
    var generator = SeededGenerator(seed: configuration.seed, identity: "host.tick")
    let phase = generator.uniform(in: 0...configuration.host.tick.nanoseconds - 1)
    return (phase, generator.uniform(in: 0...4095))
  }

  /// Whether the clock's phase is drawn.
  static func drawsTicks(_ configuration: TrialConfiguration) -> Bool {
    configuration.rules.tickPhase == .drawn && usesTicks(configuration)
  }

  private static func usesTicks(_ configuration: TrialConfiguration) -> Bool {
    if configuration.rules.timers == .wheel { return true }
    return configuration.rules.scheduler != .roundRobin && configuration.host.cpus != .unlimited
  }

  /// How many ticks lie between the clock's phase and the last tick, which may be now.
  private var ticksSincePhase: Int64 {
    let since = now - clock.phase
    return since >= 0 ? since / tick : -((tick - 1 - since) / tick)
  }

  /// When a sleep of so many ticks ends.
  func endOfSleep(ticks: Int64) -> Int64 {
    guard configuration.rules.timers == .wheel else { return now + ticks * tick }
    hit(.wheelSleep)
    var shift: Int64 = 0
    while shift < 24, ticks >= 63 << shift { shift += 3 }
    if shift > 0 { hit(.coarseSleep) }
    let last = clock.first + ticksSincePhase
    let number = (((last + ticks) >> shift) + 1) << shift
    return clock.phase + (number - clock.first) * tick
  }

  /// When a sleep of so much time ends.
  func endOfSleep(_ length: Int64, isMsleep: Bool) -> Int64 {
    guard configuration.rules.timers == .wheel else { return now + length }
    let extra = isMsleep ? configuration.rules.msleepExtraTicks : 0
    if extra > 0 { hit(.msleepExtra) }
    return endOfSleep(ticks: (length + tick - 1) / tick + extra)
  }

  /// Begins or ends the ticks of a CPU when its second actor has come or gone.
  func noteShared(_ cpu: FairProcessor) {
    if cpu.arrivals.count < 2 {
      cpu.sharedSince = nil
      agenda.cancel(cpu.tick)
      cpu.tick = nil
    } else if cpu.sharedSince == nil {
      cpu.sharedSince = now
      planTick(of: cpu)
      planBalance()
    }
  }

  private func planTick(of cpu: FairProcessor) {
    let time = clock.phase + (ticksSincePhase + 1) * tick
    cpu.tick = schedule(at: time, .tick, cpu.number) {
      self.planTick(of: cpu)
      self.tick(on: cpu)
    }
  }

  private func tick(on cpu: FairProcessor) {
    guard let running = cpu.running else { return }
    hit(.tick)
    settle(cpu)
    let path = cpu.path(of: running)
    for (place, step) in path.enumerated() {
      weigh(step.entity)
      guard !isEEVDF, step.queue.members.count > 1 else { continue }
      let ideal = idealTime(path[place...], cpu)
      let others = step.queue.members.filter { $0 !== step.entity }.map(\.virtualTime).min() ?? 0
      let slice = configuration.host.timeSlice.nanoseconds
      let isFarAhead =
        step.entity.ran >= slice && step.entity.virtualTime - others > ideal
      if step.entity.ran > ideal { hit(.idealTimeOver) } else if isFarAhead { hit(.farAhead) }
      if step.entity.ran > ideal || isFarAhead { cpu.mustSwitch = true }
    }
    tell(running, on: cpu)
  }

  /// Plans the next balance, if none is planned.
  private func planBalance() {
    guard !isBalancePlanned else { return }
    let ticks = (Int64(fairProcessors.count) * 16_000_000 + tick - 1) / tick - 1
    let period = max(1, ticks) * tick
    let since = now - clock.phase
    let time = clock.phase + (since < 0 ? 0 : (since / period + 1) * period)
    isBalancePlanned = true
    schedule(at: time, .balance, 0) {
      self.isBalancePlanned = false
      let shared = self.fairProcessors.compactMap(\.sharedSince)
      guard let since = shared.min() else { return }
      if since < self.now {
        self.hit(.balance)
        for cpu in self.fairProcessors { self.balance(cpu) }
      }
      self.planBalance()
    }
  }

  /// A CPU takes actors from the busiest other one.
  private func balance(_ cpu: FairProcessor) {
    let others = fairProcessors.filter { $0 !== cpu && $0.arrivals.count >= 2 }
    guard let greatest = others.map(\.root.load).max(),
      let busiest = others.first(where: { $0.root.load == greatest })
    else { return }
    let mean = fairProcessors.reduce(0) { $0 + $1.root.load } / Int64(fairProcessors.count)
    let own = cpu.root.load
    guard own < greatest, own < mean else { return }
    if cpu.arrivals.count >= 2, 100 * greatest <= 117 * own { return }
    var imbalance = min(greatest - mean, mean - own)
    var hasMoved = false
    for actor in busiest.arrivals where actor !== busiest.running {
      guard imbalance > 0 else { break }
      let share = share(of: actor, on: busiest)
      guard share >> min(cpu.balancesInVain, 62) <= imbalance else { continue }
      imbalance -= share
      hasMoved = true
      hit(.balanceMove)
      let wasEmpty = cpu.running == nil
      move(actor, from: busiest, to: cpu)
      if wasEmpty { run(actor, on: cpu, after: configuration.costs.contextSwitch.nanoseconds) }
    }
    cpu.balancesInVain = hasMoved ? 0 : cpu.balancesInVain + 1
    if !hasMoved { hit(.balanceInVain) }
  }

  /// What an actor counts for in the load of its CPU.
  private func share(of actor: Actor, on cpu: FairProcessor) -> Int64 {
    var share = actor.entity.weight
    for (entity, _) in cpu.path(of: actor) {
      guard let own = entity.ownQueue else { continue }
      share = Int64(Int128(share) * Int128(entity.weight) / Int128(own.load))
    }
    return max(1, share)
  }
}
