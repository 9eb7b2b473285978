// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

// What the users of guests see.
extension NaiveMetrics {
  func readings(of guest: NaiveGuest) -> [(String, MetricReading)] {
    [
      ("downtime", downtime(of: guest)),
      ("ready", ready(of: guest)),
      ("shutdown-latency", shutdownLatency(of: guest)),
      ("time-to-free", sinceStop(guest.allFreeTime, guest)),
      ("time-to-free.p50", sinceStop(guest.halfFreeTime, guest)),
      ("time-to-free.p90", sinceStop(guest.nineTenthsFreeTime, guest)),
      ("unavailable", unavailable(of: guest)),
      ("reuse-tax", isReboot(guest) ? .defined(guest.reuseTax) : Self.doesNotReboot),
      ("slowdown", .undefined(slowdownReason(of: guest))),
    ]
  }

  private static let stays = MetricReading.undefined("the guest stays")
  private static let doesNotReboot = MetricReading.undefined("the guest does not reboot")

  private func unavailable(of guest: NaiveGuest) -> MetricReading {
    guard guest.goes else { return Self.stays }
    return guest.stopTime == nil ? .undefined("not stopped") : .defined(guest.unavailable)
  }

  private func slowdownReason(of guest: NaiveGuest) -> String {
    guest.goes ? "the guest does not stay" : "needs a reference run"
  }

  private func isReboot(_ guest: NaiveGuest) -> Bool {
    if case .reboot = guest.description.departure { return true }
    return false
  }

  private func downtime(of guest: NaiveGuest) -> MetricReading {
    guard guest.goes else { return Self.stays }
    return isReboot(guest) ? sinceStop(guest.exitTime, guest) : Self.doesNotReboot
  }

  private func ready(of guest: NaiveGuest) -> MetricReading {
    guard guest.goes else { return Self.stays }
    return isReboot(guest) ? sinceStop(guest.readyTime, guest) : Self.doesNotReboot
  }

  private func shutdownLatency(of guest: NaiveGuest) -> MetricReading {
    guard guest.goes else { return Self.stays }
    return isReboot(guest) ? .undefined("the guest reboots") : sinceStop(guest.exitTime, guest)
  }

  private func sinceStop(_ time: Int64?, _ guest: NaiveGuest) -> MetricReading {
    guard guest.goes else { return Self.stays }
    guard let stop = guest.stopTime, let time else {
      return .undefined(
        guest.isKilled ? "the OOM killer took it" : "not before the end of the run")
    }
    return .defined(time - stop)
  }
}
