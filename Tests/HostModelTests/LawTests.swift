// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import HostModel
internal import ModelComparison
internal import NaiveInterpreter
internal import PolicyKit
internal import Testing

/// What must hold between two trials, whatever either of them gives.
struct LawTests {
  private static let delay: Int64 = (1 << 33) + 17

  private func host(_ seed: UInt64) -> TrialConfiguration {
    var host = RandomHost.v1(seed: seed)
    // Probes that pry would see the clock, and how many actors there are.
    host.allocationFailure = PolicyChoice(name: "probe")
    host.oomNotifier = PolicyChoice(name: "probe")
    host.reclaimThrottle = PolicyChoice(name: "probe")
    return host
  }

  private func run(_ host: TrialConfiguration) throws -> ObservedRun {
    try ObservedRun(host, catalogue: ProbePolicies.catalogue)
  }

  @Test(arguments: HostSeeds.stretches(of: 300))
  func `a task that never begins changes nothing`(stretch: HostSeeds) throws {
    for seed in stretch.seeds {
      let plain = host(seed)
      guard let until = plain.until else { continue }
      var crowded = plain
      crowded.tasks.append(
        TaskDescription(
          name: "late", start: .at(.fixed(until.nanoseconds + 1)),
          demand: .periodic(pages: 1, every: .microseconds(1))))
      let difference = EventDifference(try run(crowded).events, try run(plain).events)
      #expect(difference == nil, "Seed \(seed).")
    }
  }

  @Test(arguments: HostSeeds.stretches(of: 300))
  func `a guest that does nothing takes its memory and no more`(stretch: HostSeeds) throws {
    for seed in stretch.seeds {
      let plain = host(seed)
      guard plain.host.inUseAnonymous >= 5 else { continue }
      var crowded = plain
      crowded.host.inUseAnonymous = plain.host.inUseAnonymous - 5
      crowded.guests.append(
        GuestDescription(name: "still", memory: 5, oomScoreAdjustment: -1000))
      // Victims are numbered through guests, then tasks.
      let first = Int64(plain.guests.count)
      let expected = try run(plain).events.map { event in
        let isTask = (event.kind == .kill || event.kind == .exited) && event.who >= first
        return DecisionEvent(
          kind: event.kind, time: event.time, who: event.who + (isTask ? 1 : 0),
          free: event.free, value: event.value)
      }
      #expect(EventDifference(try run(crowded).events, expected) == nil, "Seed \(seed).")
    }
  }

  @Test(arguments: MechanismRules.Payment.allCases)
  func `a notifier changes nothing where nothing is short`(
    payment: MechanismRules.Payment
  ) throws {
    var trial = TrialConfiguration(
      host: HostDescription(memory: .gibibytes(8)), rules: MechanismRules(payment: payment),
      guests: [
        GuestDescription(
          name: "db", memory: .gibibytes(1), teardown: .lazyShutdown,
          departure: .shutdown(at: .fixed(0)))
      ],
      tasks: [
        TaskDescription(
          name: "batch",
          demand: .steady(
            total: .gibibytes(1), jitter: .percent(0), rate: .mebibytesPerSecond(1_024),
            request: 256), threads: 2)
      ])
    let plain = try ObservedRun(trial)
    for notifier in PolicyCatalogue.shipped.names(of: .oomNotifier) {
      trial.oomNotifier = PolicyChoice(name: notifier)
      let difference = ObservedRun.difference(try ObservedRun(trial), plain)
      #expect(difference == nil, "\(notifier)")
    }
  }

  @Test(arguments: HostSeeds.stretches(of: 600))
  func `everything that begins later happens later`(stretch: HostSeeds) throws {
    var compared = 0
    for seed in stretch.seeds {
      let plain = host(seed)
      guard let later = plain.shifted(by: Self.delay) else { continue }
      compared += 1
      let expected = try run(plain).events.map { event in
        DecisionEvent(
          kind: event.kind, time: event.time + Self.delay, who: event.who, free: event.free,
          value: event.value)
      }
      #expect(EventDifference(try run(later).events, expected) == nil, "Seed \(seed).")
    }
    #expect(compared >= 5)
  }

  @Test(arguments: HostSeeds.stretches(of: 300))
  func `everything that takes longer by a factor happens later by it`(stretch: HostSeeds) throws {
    var compared = 0
    for seed in stretch.seeds {
      var plain = host(seed).uncontended
      plain.allocationFailure = PolicyChoice(name: "convert-one")
      plain.oomNotifier = PolicyChoice(name: "none")
      plain.reclaimThrottle = PolicyChoice(name: "unpaced")
      guard let slower = plain.slowed(by: 5) else { continue }
      compared += 1
      let expected = try ObservedRun(plain).events.map { event in
        DecisionEvent(
          kind: event.kind, time: event.time * 5, who: event.who, free: event.free,
          value: event.kind == .resume ? event.value * 5 : event.value)
      }
      #expect(EventDifference(try ObservedRun(slower).events, expected) == nil, "Seed \(seed).")
    }
    #expect(compared == stretch.seeds.count)
  }
}
