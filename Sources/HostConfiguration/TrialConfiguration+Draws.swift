// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit

// What a trial draws before anything happens, by the identities that Model.md gives the draws.

extension GuestDescription {
  /// The identity of the draw that says when the guest goes.
  public var departureIdentity: String { "guest.\(name).departure" }
}

extension TaskDescription {
  /// The identity of the draw that says when the task begins, or how long after an event.
  public var startIdentity: String { "task.\(name).start" }
  /// The identity of the draw that says by what a steady task's total is multiplied.
  public var sizeIdentity: String { "task.\(name).size" }
}

extension TrialConfiguration {
  /// The value that this trial's seed gives a draw.
  func value(of draw: Draw, _ identity: String) -> Int64 {
    if case .fixed(let value) = draw { return value }
    var generator = SeededGenerator(seed: seed, identity: identity)
    return draw.value(using: &generator)
  }

  /// When a guest is ordered to stop, in nanoseconds; nil for one that stays.
  func departure(of guest: GuestDescription) -> Int64? {
    switch guest.departure {
    case .none: nil
    case .shutdown(let at), .reboot(let at): value(of: at, guest.departureIdentity)
    }
  }

  /// The pages that a steady task asks for in all in this trial; nil for another task.
  func total(of task: TaskDescription) -> Int64? {
    guard case .steady(let total, let jitter, _, _) = task.demand else { return nil }
    let spread = jitter.partsPerMillion
    guard spread > 0 else { return Swift.max(1, total.count) }
    let factor = value(of: .uniform(1_000_000 - spread...1_000_000 + spread), task.sizeIdentity)
    return Swift.max(1, Int64(Int128(total.count) * Int128(factor) / 1_000_000))
  }

  /// Whether there are OOM notifiers: the policy `none` registers nothing that could be called.
  public var callsNotifiers: Bool { oomNotifier.name != "none" }
}
