// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

extension TrialConfiguration {
  /// A trial like this one in which nobody shares a CPU or waits for the Ultravisor, and every time
  /// can be multiplied exactly.
  var uncontended: TrialConfiguration {
    var copy = self
    copy.host.cpus = .unlimited
    copy.host.perCPUListHigh = .off
    copy.ultravisor.servers = nil
    for place in guests.indices {
      copy.guests[place].vcpus = 0
      copy.guests[place].afterBoot.idle = guests[place].afterBoot.idle.withoutUniform
      switch guests[place].departure {
      case .none: break
      case .shutdown(let at): copy.guests[place].departure = .shutdown(at: at.withoutUniform)
      case .reboot(let at): copy.guests[place].departure = .reboot(at: at.withoutUniform)
      }
    }
    copy.tasks = tasks.compactMap(\.uncontended)
    return copy
  }

  /// The same trial with all that takes time taking longer by a factor; nil unless every time in it
  /// can be multiplied exactly, nobody shares a CPU and nobody waits for the Ultravisor.
  func slowed(by factor: Int64) -> TrialConfiguration? {
    guard host.cpus == .unlimited, ultravisor.servers == nil else { return nil }
    var copy = self
    copy.host.tick = host.tick.slowed(by: factor)
    copy.ultravisor.destroy = ultravisor.destroy.slowed(by: factor)
    copy.ultravisor.destroyDirty = ultravisor.destroyDirty.slowed(by: factor)
    copy.ultravisor.export = ultravisor.export.slowed(by: factor)
    copy.ultravisor.import = ultravisor.import.slowed(by: factor)
    copy.costs = costs.slowed(by: factor)
    copy.until = until?.slowed(by: factor)
    for place in guests.indices {
      guard copy.guests[place].slow(by: factor) else { return nil }
    }
    for place in tasks.indices {
      guard copy.tasks[place].slow(by: factor) else { return nil }
    }
    return copy
  }
}

extension CostDescription {
  fileprivate func slowed(by factor: Int64) -> CostDescription {
    CostDescription(
      append: append.slowed(by: factor), node: node.slowed(by: factor),
      failedNode: failedNode.slowed(by: factor), fault: fault.slowed(by: factor),
      unmap: unmap.slowed(by: factor), scan: scan.slowed(by: factor),
      reclaim: reclaim.slowed(by: factor), fruitlessPass: fruitlessPass.slowed(by: factor),
      wake: wake.slowed(by: factor), contextSwitch: contextSwitch.slowed(by: factor))
  }
}

extension GuestDescription {
  /// Returns whether it could be done exactly.
  fileprivate mutating func slow(by factor: Int64) -> Bool {
    guard vcpus == 0 else { return false }
    switch departure {
    case .none: return true
    case .shutdown(let at):
      guard let slowed = at.slowed(by: factor) else { return false }
      departure = .shutdown(at: slowed)
    case .reboot(let at):
      guard let slowed = at.slowed(by: factor), let idle = afterBoot.idle.slowed(by: factor)
      else { return false }
      departure = .reboot(at: slowed)
      afterBoot.idle = idle
    }
    return true
  }
}

extension TaskDescription {
  /// Returns whether it could be done exactly.
  fileprivate mutating func slow(by factor: Int64) -> Bool {
    retryAfter = retryAfter.slowed(by: factor)
    self.holds = holds?.slowed(by: factor)
    restartsAfterKill = restartsAfterKill?.slowed(by: factor)
    switch start {
    case .at(let at):
      guard let slowed = at.slowed(by: factor) else { return false }
      start = .at(slowed)
    case .after(let guest, let event, let delay):
      guard let slowed = delay.slowed(by: factor) else { return false }
      start = .after(guest: guest, event: event, delay: slowed)
    case .whenFree: break
    }
    switch demand {
    case .steady(let total, let jitter, let rate, let request):
      // A page is due every so many nanoseconds, without a rest.
      guard (Pages.bytesPerPage * 1_000_000_000) % rate.bytesPerSecond == 0,
        rate.bytesPerSecond % factor == 0
      else { return false }
      let slowed = MemoryRate(bytesPerSecond: rate.bytesPerSecond / factor)
      demand = .steady(total: total, jitter: jitter, rate: slowed, request: request)
    case .periodic(let pages, let every):
      demand = .periodic(pages: pages, every: every.slowed(by: factor))
    case .bursts, .replay: return false
    }
    return true
  }
}

extension TaskDescription {
  /// Nil for demands whose times are rounded.
  fileprivate var uncontended: TaskDescription? {
    var copy = self
    switch start {
    case .at(let at): copy.start = .at(at.withoutUniform)
    case .after(let guest, let event, let delay):
      copy.start = .after(guest: guest, event: event, delay: delay.withoutUniform)
    case .whenFree: break
    }
    switch demand {
    case .steady, .periodic: return copy
    case .bursts, .replay: return nil
    }
  }
}

extension SimulatedDuration {
  fileprivate func slowed(by factor: Int64) -> SimulatedDuration {
    SimulatedDuration(nanoseconds: nanoseconds * factor)
  }
}

extension Draw {
  /// The lower bound instead of a uniform draw.
  fileprivate var withoutUniform: Draw {
    if case .uniform(let range) = self { return .fixed(range.lowerBound) }
    return self
  }

  /// Nil where the value that is drawn would not be multiplied.
  fileprivate func slowed(by factor: Int64) -> Draw? {
    switch self {
    case .fixed(let value): .fixed(value * factor)
    case .uniform: nil
    case .exponential(let mean, let step): .exponential(mean: mean * factor, step: step * factor)
    }
  }
}
