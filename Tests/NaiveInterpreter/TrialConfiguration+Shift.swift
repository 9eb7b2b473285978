// SPDX-License-Identifier: Apache-2.0

package import HostConfiguration
internal import PolicyKit

extension TrialConfiguration {
  /// The same trial, beginning later; nil if something of it begins by itself at 0.
  package func shifted(by length: Int64) -> TrialConfiguration? {
    var copy = self
    for place in copy.guests.indices {
      guard copy.guests[place].vcpus == 0 else { return nil }
      switch copy.guests[place].departure {
      case .none: break
      case .shutdown(let at): copy.guests[place].departure = .shutdown(at: at.shifted(by: length))
      case .reboot(let at): copy.guests[place].departure = .reboot(at: at.shifted(by: length))
      }
    }
    for place in copy.tasks.indices {
      switch copy.tasks[place].start {
      case .at(let draw): copy.tasks[place].start = .at(draw.shifted(by: length))
      case .after: break
      case .whenFree: return nil
      }
    }
    copy.until = until.map { SimulatedDuration(nanoseconds: $0.nanoseconds + length) }
    return copy
  }
}

extension Draw {
  fileprivate func shifted(by length: Int64) -> Draw {
    switch self {
    case .fixed(let value): .fixed(value + length)
    case .uniform(let range): .uniform(range.lowerBound + length...range.upperBound + length)
    case .exponential: self
    }
  }
}
