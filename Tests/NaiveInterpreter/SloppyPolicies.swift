// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit

/// Policies that often give answers that have to be clamped, so often that the defaults replace them.
enum SloppyPolicies {
  /// The name of all of them.
  static let name = "sloppy"

  /// One policy for each role.
  static let registrations = [
    PolicyRegistration(SloppyAllocationFailure.self), PolicyRegistration(SloppyNotifier.self),
    PolicyRegistration(SloppyThrottle.self),
  ]
}

private struct SloppyAllocationFailure: AllocationFailurePolicy {
  static let name = SloppyPolicies.name
  static let summary = "draws answers that make no sense"
  private var dice: Dice

  init(_ setup: inout PolicySetup) { dice = Dice(setup.generator) }

  mutating func plan(_ view: TeardownView) -> TeardownPlan {
    TeardownPlan(synchronousFirst: dice.pick([-3, 0, 5]))
  }

  mutating func request(_ view: NodeRequestView) -> NodeRequest {
    dice.pick([
      .fromReserve, .allocate(.kernel), .always(.kernel), .allocate(view.nodeClass),
      .allocate(.nowait),
    ])
  }

  mutating func failed(_ view: inout NodeFailureView) -> NodeFailureAnswer {
    dice.pick([.convert(0), .convert(-7), .takeReserve, .convert(2)])
  }

  mutating func refill(_ view: ReserveView) -> Pages {
    dice.pick([Pages(-2), Pages(0), Pages(1 << 40), Pages(3)])
  }
}

private struct SloppyNotifier: OOMNotifierPolicy {
  static let name = SloppyPolicies.name
  static let summary = "draws answers that make no sense"
  let registration: NotifierRegistration
  private var dice: Dice

  init(_ setup: inout PolicySetup) {
    var dice = Dice(setup.generator)
    registration = NotifierRegistration(
      priority: 0, scope: .global, phases: dice.pick([[.cleaning], [.walking, .cleaning]]))
    self.dice = dice
  }

  mutating func outOfMemory(_ view: OutOfMemoryView) -> OutOfMemoryAnswer {
    let time = SimulatedDuration(nanoseconds: 2_400)
    let negative = SimulatedDuration(nanoseconds: -1)
    return dice.pick([
      .freeNow(-1), .wait(0, atMost: time, .pages), .wait(4, atMost: negative, .nodes),
      .wait(4, atMost: .zero, .pages), .sleep(negative, .pages), .sleep(.zero, .nodes),
      .freeNow(2), .nothing,
    ])
  }
}

private struct SloppyThrottle: ReclaimThrottlePolicy {
  static let name = SloppyPolicies.name
  static let summary = "draws answers that make no sense"
  private var dice: Dice

  init(_ setup: inout PolicySetup) { dice = Dice(setup.generator) }

  mutating func pace(_ view: borrowing CleanerView) -> CleanerPace {
    let pause = SimulatedDuration(nanoseconds: dice.pick([-5, 0, 240]))
    return CleanerPace(
      burst: dice.pick([0, 1, 4]), pause: pause, weight: dice.pick([0, 100, 20_000]), .once)
  }
}
