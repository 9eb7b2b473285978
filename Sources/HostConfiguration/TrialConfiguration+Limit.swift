// SPDX-License-Identifier: Apache-2.0

public import PolicyKit

extension TrialConfiguration {
  /// When the window of useful time has ended at the latest; nil without a window.
  ///
  /// Orders to stop that are drawn exponentially count with ``Draw/latest``.
  public var windowEnd: SimulatedDuration? {
    guard let slowdownWindow else { return nil }
    let stops = guests.map { guest in
      switch guest.departure {
      case .none: Int64(0)
      case .shutdown(let at), .reboot(let at): at.latest
      }
    }
    return SimulatedDuration(nanoseconds: (stops.max() ?? 0) + slowdownWindow.nanoseconds)
  }

  /// When a run is cut off: as stated, or four times all the work laid end to end, 60 s at least,
  /// and 1 s at least after the window of useful time.
  public var limit: SimulatedDuration {
    if let until { return until }
    var work: Int128 = 0
    for guest in guests {
      let dearest = Swift.max(
        ultravisor.export.nanoseconds, ultravisor.destroyDirty.nanoseconds,
        ultravisor.destroy.nanoseconds + ultravisor.import.nanoseconds)
      switch guest.departure {
      case .none: continue
      case .shutdown(let at):
        work += Int128(at.mean) + Int128(guest.memory.count) * Int128(dearest)
      case .reboot(let at):
        work += Int128(at.mean) + Int128(guest.afterBoot.idle.mean)
        work += 2 * Int128(guest.memory.count) * Int128(dearest)
      }
    }
    for task in tasks {
      switch task.demand {
      case .steady(let total, _, let rate, _):
        work += Int128(rate.duration(of: total).nanoseconds)
        work += Int128(total.count) * Int128(costs.fault.nanoseconds)
      case .replay(let trace, _): work += Int128(trace.samples.last?.time.nanoseconds ?? 0)
      case .periodic, .bursts: break
      }
      work += Int128(task.holds?.nanoseconds ?? 0)
    }
    let window = windowEnd.map { $0.nanoseconds + 1_000_000_000 } ?? 0
    return SimulatedDuration(
      nanoseconds: Swift.min(
        Swift.max(Int64(clamping: 4 * work), 60_000_000_000, window),
        HostLimits.until.nanoseconds))
  }
}
