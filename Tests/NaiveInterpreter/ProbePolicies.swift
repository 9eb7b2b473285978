// SPDX-License-Identifier: Apache-2.0

public import PolicyKit

/// Policies that draw their answers, so that every answer and every kind of lease is met.
///
/// They never give an answer that would have to be clamped, but for reserves larger than what is
/// there; their predictions are not true ones, which a lease does not ask for. A probe that pries
/// lets everything that it sees decide, so that a view with one wrong number shows in the events; one
/// that does not pry is blind to all but a little.
public enum ProbePolicies {
  /// For each role one policy that is named `probe`, and one that makes mistakes.
  public static let registrations =
    [
      PolicyRegistration(ProbeAllocationFailure.self), PolicyRegistration(ProbeNotifier.self),
      PolicyRegistration(ProbeThrottle.self),
    ] + SloppyPolicies.registrations

  /// A catalogue of these alone.
  public static let catalogue = PolicyCatalogue(registrations)
}

private enum Prying: String, CaseIterable {
  case no
  case yes

  /// The parameter of all probes.
  static func read(_ setup: inout PolicySetup) -> Prying {
    setup.choice("pries", default: no, "Whether all that it sees decides.")
  }
}

extension HostView {
  /// Everything that a policy can see of the host.
  fileprivate var words: [Int64] {
    [
      now.nanoseconds, free.count, watermarkMin.count, watermarkLow.count, watermarkHigh.count,
      managed.count, reclaimable.count, setAside.count, zombies.count, Int64(waiters),
      Int64(cleaners), kswapdAwake ? 1 : 0, tick.nanoseconds,
    ]
  }
}

private struct ProbeAllocationFailure: AllocationFailurePolicy {
  static let name = "probe"
  static let summary = "draws its answers"
  private let prying: Prying
  private var dice: Dice

  init(_ setup: inout PolicySetup) {
    prying = Prying.read(&setup)
    dice = Dice(setup.generator)
  }

  private mutating func stir(_ host: HostView, _ words: [Int64]) {
    if prying == .yes { dice.stir(host.words + words) }
  }

  mutating func plan(_ view: TeardownView) -> TeardownPlan {
    stir(
      view.host,
      [
        view.resident.count, view.shared.count, Int64(view.otherDyingGuests), view.reserve.count,
      ])
    return TeardownPlan(synchronousFirst: dice.pick([0, 0, 0, 7, 100, .unlimited]))
  }

  mutating func request(_ view: NodeRequestView) -> NodeRequest {
    stir(view.host, [view.nodes, view.reserve.count])
    if view.reserve > 0, dice.chance(30) { return .fromReserve }
    let allocationClass =
      dice.chance(70) ? view.nodeClass : dice.pick([.nowait, .atomic, .memalloc])
    return dice.chance(20) ? .always(allocationClass) : .allocate(allocationClass)
  }

  mutating func failed(_ view: inout NodeFailureView) -> NodeFailureAnswer {
    stir(
      view.host,
      [view.failuresInARow, view.failures, view.reserve.count, view.setAside.count])
    if view.reserve > 0, dice.chance(50) { return .takeReserve }
    let left = view.host.free.count % 2 == 0 ? view.pagesLeft.count : 0
    return dice.pick([
      .convert(1), .convert(2), .convert(17), .recyclePage, left > 400 ? .convert(1) : .convertRest,
    ])
  }

  mutating func refill(_ view: ReserveView) -> Pages {
    stir(view.host, [view.resident.count, view.pagesPerNode, view.reserve.count])
    return dice.pick([0, 0, 1, 3, 8])
  }
}

private struct ProbeNotifier: OOMNotifierPolicy {
  static let name = "probe"
  static let summary = "draws its answers"
  let registration: NotifierRegistration
  private let prying: Prying
  private var dice: Dice

  init(_ setup: inout PolicySetup) {
    prying = Prying.read(&setup)
    var dice = Dice(setup.generator)
    registration = NotifierRegistration(
      priority: dice.pick([0, 70, 70, 80]), scope: dice.chance(95) ? .global : .memoryCgroup,
      phases: dice.pick([[.cleaning], [.walking], [.walking, .cleaning], [.walking, .cleaning]]))
    self.dice = dice
  }

  mutating func outOfMemory(_ view: OutOfMemoryView) -> OutOfMemoryAnswer {
    if prying == .yes {
      dice.stir(
        view.host.words + [
          view.freedByEarlier.count, view.setAside.count, view.freedSoFar.count,
          view.isWalking ? 1 : 0, Int64(view.cleaners), view.callsInEpisode,
          Int64(view.waitersForLock), view.victimInFlight ? 1 : 0,
        ])
    }
    let time = SimulatedDuration(nanoseconds: dice.pick([480, 2_400, 24_000, 120_000]))
    let counter: OutOfMemoryAnswer.Counter = dice.chance(70) ? .pages : .nodes
    switch dice.number(0...9) {
    case 0: return .nothing
    case 1: return view.callsInEpisode < 50 ? .abort : .nothing
    case 2, 3: return .freeNow(dice.pick([1, 5, 64]))
    case 4: return .freeNow(view.setAside)
    case 5, 6, 7: return .wait(dice.pick([1, 8, 40]), atMost: time, counter)
    default: return .sleep(time, counter)
    }
  }
}

private struct ProbeThrottle: ReclaimThrottlePolicy {
  static let name = "probe"
  static let summary = "draws its answers"
  private let prying: Prying
  private var dice: Dice

  init(_ setup: inout PolicySetup) {
    prying = Prying.read(&setup)
    dice = Dice(setup.generator)
  }

  private mutating func stir(_ host: HostView, _ words: [Int64]) {
    if prying == .yes { dice.stir(host.words + words) }
  }

  mutating func pace(_ view: borrowing CleanerView) -> CleanerPace {
    stir(view.host, [view.finished.count, view.queue.count, view.started.nanoseconds])
    let soon = view.host.now + SimulatedDuration(nanoseconds: dice.pick([240, 4_800]))
    let some: StepwiseChanges = dice.pick([.any, .waiters, [.waiters, .kswapd], [.cleaners], []])
    let low = min(view.host.watermarkMin, view.host.free)
    let lease: Lease
    switch dice.number(0...5) {
    case 0: lease = .once
    case 1: lease = .commitment(dice.pick([2, 3, 17]))
    case 2: lease = .prediction.indifferent(to: some)
    case 3: lease = .prediction.whileFree(in: low..<low + dice.pick([10, 60, 200])).until(soon)
    case 4:
      lease = .prediction.whileFree(in: low..<low + dice.pick([10, 60])).indifferent(to: .any)
    default: lease = .prediction.until(soon).indifferent(to: some)
    }
    let weight: UInt16 = dice.pick([100, 100, 100, 50, 300])
    if dice.chance(40) { return .unpaced(weight: weight, lease) }
    let pause = SimulatedDuration(nanoseconds: dice.pick([0, 60, 240, 1_200, 9_600]))
    return CleanerPace(burst: dice.pick([1, 1, 2, 5, 32]), pause: pause, weight: weight, lease)
  }
}
