// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

extension Foresight {
  /// Guests that are described as if something were to be set aside, and nothing is; and guests
  /// that are told to go when the run is over.
  func guestWarnings() -> [ExperimentWarning] {
    var names: [String] = []
    for guest in points.flatMap(\.trial.guests) where !names.contains(guest.name) {
      names.append(guest.name)
    }
    return names.flatMap { name in
      [unprotected(name), staying(name), tooSmall(name), late(name)].compactMap(\.self)
    }
  }

  /// The guest of a name at every point that has it.
  func guests(_ name: String) -> [(trial: TrialConfiguration, guest: GuestDescription)] {
    points.compactMap { point in
      point.trial.guests.first { $0.name == name }.map { (point.trial, $0) }
    }
  }

  private func unprotected(_ name: String) -> ExperimentWarning? {
    let lazy = guests(name).map(\.guest).filter { $0.teardown.isLazy && $0.departure != .none }
    guard let first = lazy.first, lazy.allSatisfy({ !$0.isProtected }) else { return nil }
    return ExperimentWarning(
      "'\(first.teardown.rawValue)' sets nothing aside of a guest that is not protected: "
        + "'\(name)' is torn down at once, and no policy is asked about it",
      at: place(of: "guests.\(name).teardown"), suggestion: "protected: true")
  }

  private func staying(_ name: String) -> ExperimentWarning? {
    let path = "guests.\(name).teardown"
    guard isWritten(path) || isVaried(path),
      guests(name).allSatisfy({ $0.guest.departure == .none })
    else { return nil }
    return ExperimentWarning(
      "'teardown': the guest '\(name)' neither stops nor reboots, so it is never torn down",
      at: place(of: path), suggestion: "stops: { at: 0 s }")
  }

  private func tooSmall(_ name: String) -> ExperimentWarning? {
    let lazy = guests(name).map(\.guest).filter {
      guard case .reboot = $0.departure else { return false }
      return $0.teardown == .lazyReboot && $0.isProtected
    }
    guard let first = lazy.first, !lazy.contains(where: \.hasCleaners) else { return nil }
    return ExperimentWarning(
      "'lazy-reboot' leaves nothing to do afterwards: up to 'synchronous-below', "
        + "\(QuantityKind.memory.text(first.synchronousBelow.count)), a reboot is synchronous",
      at: place(of: "guests.\(name).teardown"))
  }

  private func late(_ name: String) -> ExperimentWarning? {
    let late = guests(name).filter { trial, guest in
      let times = EarliestTimes(trial)
      return times.stop(guest).map { $0 >= times.limit } ?? false
    }
    guard let (trial, guest) = late.first, let stop = EarliestTimes(trial).stop(guest) else {
      return nil
    }
    var key = "reboots"
    if case .shutdown = guest.departure { key = "stops" }
    return ExperimentWarning(
      "'\(key)': the guest '\(name)' goes at \(QuantityKind.duration.text(stop)) at the earliest, "
        + "but the run is cut off at \(QuantityKind.duration.text(trial.limit.nanoseconds))"
        + share(late.count), at: place(of: "guests.\(name).\(key)"))
  }

  /// Whether the order to go of a guest comes too late, which is told of the guest.
  func isLate(_ guest: String?) -> Bool { guest.flatMap(late) != nil }
}
