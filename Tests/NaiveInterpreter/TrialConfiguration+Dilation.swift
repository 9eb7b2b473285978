// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

extension TrialConfiguration {
  /// The same trial, so many times slower, but for the durations in the answers of policies.
  ///
  /// What the kernel does at fixed times, such as a balance every 16 ms and CPU, then falls into it.
  func dilated(by factor: Int64) -> TrialConfiguration {
    var copy = self
    copy.host.dilate(by: factor)
    copy.costs.dilate(by: factor)
    copy.ultravisor.destroy *= factor
    copy.ultravisor.destroyDirty *= factor
    copy.ultravisor.export *= factor
    copy.ultravisor.import *= factor
    for place in copy.guests.indices {
      copy.guests[place].afterBoot.idle *= factor
      switch copy.guests[place].departure {
      case .none: break
      case .shutdown(var at):
        at *= factor
        copy.guests[place].departure = .shutdown(at: at)
      case .reboot(var at):
        at *= factor
        copy.guests[place].departure = .reboot(at: at)
      }
    }
    for place in copy.tasks.indices { copy.tasks[place].dilate(by: factor) }
    copy.until = until.map { SimulatedDuration(nanoseconds: $0.nanoseconds * factor) }
    return copy
  }
}

extension HostDescription {
  fileprivate mutating func dilate(by factor: Int64) {
    timeSlice *= factor
    schedulingLatency *= factor
    wakeUpGranularity *= factor
    tick *= factor
  }
}

extension CostDescription {
  fileprivate mutating func dilate(by factor: Int64) {
    append *= factor
    node *= factor
    failedNode *= factor
    fault *= factor
    unmap *= factor
    scan *= factor
    reclaim *= factor
    fruitlessPass *= factor
    wake *= factor
    contextSwitch *= factor
  }
}

extension TaskDescription {
  fileprivate mutating func dilate(by factor: Int64) {
    retryAfter *= factor
    holds?.dilate(by: factor)
    restartsAfterKill?.dilate(by: factor)
    switch start {
    case .at(var when):
      when *= factor
      start = .at(when)
    case .after(let guest, let event, var delay):
      delay *= factor
      start = .after(guest: guest, event: event, delay: delay)
    case .whenFree: break
    }
    switch demand {
    case .steady(let total, let jitter, let rate, let request):
      let slower = MemoryRate(bytesPerSecond: max(1, rate.bytesPerSecond / factor))
      demand = .steady(total: total, jitter: jitter, rate: slower, request: request)
    case .periodic(let pages, var every):
      every *= factor
      demand = .periodic(pages: pages, every: every)
    case .bursts(var interval, let pages, var holds, let stream):
      interval *= factor
      holds *= factor
      demand = .bursts(interval: interval, pages: pages, holds: holds, stream: stream)
    case .replay(let trace, let request):
      let samples = trace.samples.map {
        ResidentTrace.Sample(
          time: SimulatedDuration(nanoseconds: $0.time.nanoseconds * factor), resident: $0.resident)
      }
      demand = .replay(ResidentTrace(source: trace.source, samples: samples), request: request)
    }
  }
}

extension SimulatedDuration {
  fileprivate mutating func dilate(by factor: Int64) {
    self = SimulatedDuration(nanoseconds: nanoseconds * factor)
  }

  fileprivate static func *= (duration: inout SimulatedDuration, factor: Int64) {
    duration.dilate(by: factor)
  }
}

extension Draw {
  fileprivate static func *= (draw: inout Draw, factor: Int64) {
    switch draw {
    case .fixed(let value): draw = .fixed(value * factor)
    case .uniform(let range):
      draw = .uniform(range.lowerBound * factor...range.upperBound * factor)
    case .exponential(let mean, let step):
      draw = .exponential(mean: mean * factor, step: step * factor)
    }
  }
}
