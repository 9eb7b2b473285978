internal import HostConfiguration
internal import HostModel
internal import NaiveInterpreter
internal import PolicyKit
internal import Testing

/// The engine against an interpreter that was written from the document alone.
struct NaiveComparisonTests {
  /// Metrics of the engine that the interpreter counts as well.
  ///
  /// Not among them: scanned pages, which the two count at different ends of a pass that the run's
  /// end cuts off, and time below half of min, which one of them takes without the reserve.
  static let counters: [(name: String, path: any KeyPath<NaiveCounters, Int64> & Sendable)] = [
    ("free.min", \.freeMinimum), ("free.below.high", \.belowHigh),
    ("free.below.low", \.belowLow), ("free.below.min", \.belowMinimum),
    ("set-aside.area", \.setAsideArea),
    ("zombie.area", \.zombieArea), ("zombie.peak", \.zombiePeak),
    ("set-aside.node-attempts", \.nodeAttempts), ("set-aside.node-failures", \.nodeFailures),
    ("set-aside.fallback", \.fallback), ("set-aside.node-exports", \.nodeExports),
    ("oom.invocations", \.outOfMemoryCalls), ("oom.kills", \.kills),
    ("notifier.calls", \.notifierCalls), ("reclaim.stolen.kswapd", \.stolenByKswapd),
    ("reclaim.stolen.direct", \.stolenDirectly),
  ]

  @Test(arguments: HostSeeds.stretches(of: 2_000) + HostSeeds.coincidences)
  func `gives the same events as the naive interpreter`(stretch: HostSeeds) throws {
    for seed in stretch.seeds {
      try expectEqualRuns(seed: seed, RandomHost.configuration(seed: seed))
    }
  }

  @Test(arguments: HostSeeds.stretches(of: 500) + HostSeeds.coincidencesWithOwnCPUs)
  func `gives the same events where everybody has a CPU`(stretch: HostSeeds) throws {
    for seed in stretch.seeds { try expectEqualRuns(seed: seed, RandomHost.ownCPUs(seed: seed)) }
  }

  @Test(arguments: HostSeeds.stretches(of: 300))
  func `gives the same events under the rules of kernel generations`(stretch: HostSeeds) throws {
    for seed in stretch.seeds {
      var host = RandomHost.generations(seed: seed)
      for place in host.guests.indices { host.guests[place].vcpus = 0 }
      try expectEqualEvents(seed: seed, host)
    }
  }

  @Test(arguments: HostSeeds.stretches(of: 300))
  func `gives the same events where vCPUs are interrupted`(stretch: HostSeeds) throws {
    // The engine lets an actor that interrupts a vCPU work while the context switch lasts.
    try withKnownIssue(isIntermittent: true) {
      for seed in stretch.seeds {
        try expectEqualEvents(seed: seed, RandomHost.generations(seed: seed))
      }
    }
  }

  private func expectEqualEvents(seed: UInt64, _ host: TrialConfiguration) throws {
    let engine = try ObservedRun(host, catalogue: ProbePolicies.catalogue)
    let naive = NaiveInterpreter(configuration: host, catalogue: ProbePolicies.catalogue).run()
    if let difference = EventDifference(engine.events, naive.events) {
      Issue.record(
        "Seed \(seed): the engine (left) against the interpreter: \(difference)")
    }
  }

  private func expectEqualRuns(seed: UInt64, _ host: TrialConfiguration) throws {
    let engine = try ObservedRun(host, catalogue: ProbePolicies.catalogue)
    let naive = NaiveInterpreter(configuration: host, catalogue: ProbePolicies.catalogue).run()
    if let difference = EventDifference(engine.events, naive.events) {
      Issue.record(
        "Seed \(seed): the engine (left) against the interpreter: \(difference)")
      return
    }
    expectEqualCounters(seed, host, engine, naive)
  }

  private func expectEqualCounters(
    _ seed: UInt64, _ host: TrialConfiguration, _ engine: ObservedRun, _ naive: NaiveResult
  ) {
    #expect(engine.result.outcome == naive.outcome, "Seed \(seed).")
    for counter in Self.counters {
      let expected = naive.counters[keyPath: counter.path]
      let value = engine.value(of: counter.name)
      #expect(value == expected, "Seed \(seed), \(counter.name).")
    }
    for (index, guest) in host.guests.enumerated() where guest.isCountedAlike {
      guard let value = engine.value(of: "guest.\(guest.name).unavailable") else { continue }
      #expect(value == naive.guestUnavailable[index], "Seed \(seed), \(guest.name).")
    }
  }
}

extension GuestDescription {
  /// Whether both count its pages as gone at the same instant: no nodes, and no next boot.
  fileprivate var isCountedAlike: Bool {
    guard case .shutdown = departure else { return false }
    return teardown != .lazyShutdown
  }
}
