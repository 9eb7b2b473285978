// SPDX-License-Identifier: Apache-2.0

/// A value of a trial that is not its kernel generation's own: with one the trial is of no kernel.
public struct KernelDeparture: Sendable, Hashable {
  /// Its path in an experiment, such as `mechanism.reclaim-retry`.
  public let path: String
  /// What it is there.
  public let value: String
  /// Whose it is, if that is known, such as `v1's list`.
  public let origin: String?

  /// The value with its path, as reports print it.
  public var text: String { "\(path): \(value)" + (origin.map { " (\($0))" } ?? "") }
}

extension TrialConfiguration {
  /// The values that are not the generation's own, in the order of the table of rules; none where the
  /// trial is of the kernel that it names.
  ///
  /// Of a host that is a choice (its memory, CPUs, slices and reserves) nothing is a departure.
  public var kernelDepartures: [KernelDeparture] {
    KernelRule.all.compactMap { departure(from: $0) } + guests.compactMap { departure(of: $0) }
  }

  private func departure(from rule: KernelRule) -> KernelDeparture? {
    guard let value = rule.ruleValue?(rules), value != rule.value(generation) else { return nil }
    let isBound =
      rule.key == "mechanism.wake-up" && (rules.wakeUp == .preempts || rules.wakeUp == .waits)
    let owners = KernelGeneration.allCases.filter { rule.value($0) == value }.map(\.rawValue)
    let owner = owners.isEmpty ? nil : "of \(owners.joined(separator: " and "))"
    let origin = isBound && rules.scheduler != .roundRobin ? "a bound" : owner
    return KernelDeparture(path: rule.key, value: value, origin: origin)
  }

  /// The teardowns of other kernels: the list of version 1, its reboot, and the export of all pages.
  private func departure(of guest: GuestDescription) -> KernelDeparture? {
    let isForeign =
      switch (guest.teardown, generation) {
      case (_, .engine3), (_, .v5_13), (.synchronousDestroy, _), (.free, _): false
      case (.lazyShutdown, _), (.synchronousExport, _): true
      case (.lazyReboot, _): generation == .v6_1
      }
    guard isForeign, guest.departure != .none else { return nil }
    return KernelDeparture(
      path: "guests.\(guest.name).teardown", value: guest.teardown.rawValue,
      origin: guest.teardown == .lazyShutdown ? "v1's list" : "of 5.13+v1")
  }
}
