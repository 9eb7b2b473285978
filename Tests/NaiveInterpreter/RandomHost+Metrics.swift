// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration
public import PolicyKit

// Hosts on which metrics have values that short runs do not give them.
extension RandomHost {
  /// The host of a seed, changed such that it runs for seconds: everything takes longer by a factor.
  ///
  /// Many have a window of useful time and a guest that stays and is busy, so that there is somebody to be
  /// slowed down; many steady tasks have a size that is not drawn, so that there is a bound; some have no
  /// stated limit; in a few a task allocates more than 64 MiB in a second.
  ///
  /// - Parameters:
  ///   - seed: Any number; equal seeds give equal hosts.
  ///   - catalogue: The policies to choose from, at least one for each role.
  public static func long(
    seed: UInt64, catalogue: PolicyCatalogue = ProbePolicies.catalogue
  ) -> TrialConfiguration {
    var dice = Dice(SeededGenerator(seed: seed, identity: "random-host.long"))
    var trial = v1(seed: seed, catalogue: catalogue)
    // One that begins late enough is long already.
    let isLate = trial.until.map { $0 > .seconds(1) } ?? false
    let factor: Int64 = isLate ? 1 : dice.pick([100, 1_000, 5_000, 20_000])
    trial.stretch(by: factor)
    for index in trial.tasks.indices {
      if dice.chance(80) { trial.tasks[index].isMeasured = true }
      guard case .steady(let total, _, let rate, let request) = trial.tasks[index].demand,
        dice.chance(70)
      else { continue }
      trial.tasks[index].demand = .steady(
        total: total, jitter: .percent(0), rate: rate, request: request)
    }
    if !isLate, dice.chance(60) { addBystander(to: &trial, &dice) }
    if dice.chance(70) {
      let length = dice.pick([30_000, 120_000, 600_000]) * factor
      trial.slowdownWindow = SimulatedDuration(nanoseconds: length)
    }
    if factor >= 5_000, dice.chance(30) { trial.until = nil }
    if !isLate, dice.chance(3) { addHog(to: &trial) }
    return trial
  }

  /// A guest that stays, and is busy.
  private static func addBystander(to trial: inout TrialConfiguration, _ dice: inout Dice) {
    let bystander = GuestDescription(
      name: "bystander", memory: Pages(dice.pick([10, 100])), vcpus: dice.pick([1, 2]),
      load: .percent(dice.pick([30, 100])), oomScoreAdjustment: -1000)
    trial.host.memory = Pages(trial.host.memory.count + bystander.memory.count)
    trial.guests.append(bystander)
  }

  /// A task that asks for more than 64 MiB in a second, and for more than there is.
  private static func addHog(to trial: inout TrialConfiguration) {
    let free: Int64 = 18_000
    trial.host.memory = Pages(trial.host.memory.count + free)
    trial.tasks.append(
      TaskDescription(
        name: "hog",
        demand: .steady(
          total: Pages(free + trial.host.memory.count), jitter: .percent(0),
          rate: .mebibytesPerSecond(1_000), request: 512),
        isMeasured: true, oomScoreAdjustment: 500))
    trial.costs.fault = .microseconds(1)
  }
}

extension TrialConfiguration {
  /// Lets everything take longer by a factor, sizes of memory excepted.
  fileprivate mutating func stretch(by factor: Int64) {
    for path in [\HostDescription.timeSlice, \.tick] { host[keyPath: path].stretch(by: factor) }
    let calls: [WritableKeyPath<UltravisorDescription, SimulatedDuration>] = [
      \.destroy, \.destroyDirty, \.export, \.import,
    ]
    for path in calls { ultravisor[keyPath: path].stretch(by: factor) }
    let work: [WritableKeyPath<CostDescription, SimulatedDuration>] = [
      \.append, \.node, \.failedNode, \.fault, \.unmap, \.scan, \.reclaim, \.fruitlessPass, \.wake,
      \.contextSwitch,
    ]
    for path in work { costs[keyPath: path].stretch(by: factor) }
    for index in guests.indices {
      guests[index].afterBoot.idle.stretch(by: factor)
      switch guests[index].departure {
      case .none: break
      case .shutdown(var at):
        at.stretch(by: factor)
        guests[index].departure = .shutdown(at: at)
      case .reboot(var at):
        at.stretch(by: factor)
        guests[index].departure = .reboot(at: at)
      }
    }
    for index in tasks.indices { tasks[index].stretch(by: factor) }
    until?.stretch(by: factor)
  }
}

extension TaskDescription {
  fileprivate mutating func stretch(by factor: Int64) {
    retryAfter.stretch(by: factor)
    holds?.stretch(by: factor)
    restartsAfterKill?.stretch(by: factor)
    switch start {
    case .at(var at):
      at.stretch(by: factor)
      start = .at(at)
    case .after(let guest, let event, var delay):
      delay.stretch(by: factor)
      start = .after(guest: guest, event: event, delay: delay)
    case .whenFree: break
    }
    switch demand {
    case .steady(let total, let jitter, let rate, let request):
      let slower = MemoryRate(bytesPerSecond: max(1, rate.bytesPerSecond / factor))
      demand = .steady(total: total, jitter: jitter, rate: slower, request: request)
    case .periodic(let pages, var every):
      every.stretch(by: factor)
      demand = .periodic(pages: pages, every: every)
    case .bursts(var interval, let pages, var holds, let stream):
      interval.stretch(by: factor)
      holds.stretch(by: factor)
      demand = .bursts(interval: interval, pages: pages, holds: holds, stream: stream)
    case .replay(let trace, let request):
      let samples = trace.samples.map { sample in
        var sample = sample
        sample.time.stretch(by: factor)
        return sample
      }
      demand = .replay(ResidentTrace(source: trace.source, samples: samples), request: request)
    }
  }
}

extension SimulatedDuration {
  fileprivate mutating func stretch(by factor: Int64) { nanoseconds *= factor }
}

extension Draw {
  fileprivate mutating func stretch(by factor: Int64) {
    switch self {
    case .fixed(let value): self = .fixed(value * factor)
    case .uniform(let range):
      self = .uniform(range.lowerBound * factor...range.upperBound * factor)
    case .exponential(let mean, let step):
      self = .exponential(mean: mean * factor, step: step * factor)
    }
  }
}
