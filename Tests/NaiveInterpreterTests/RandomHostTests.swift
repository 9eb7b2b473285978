// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import NaiveInterpreter
internal import Policies
internal import PolicyKit
internal import Testing

struct RandomHostTests {
  private func run(_ seed: UInt64) -> NaiveResult {
    NaiveInterpreter(
      configuration: RandomHost.v1(seed: seed), catalogue: ProbePolicies.catalogue
    ).run()
  }

  /// Mechanisms that are not seen in the kinds of events.
  static let mechanisms: [(name: String, path: any KeyPath<NaiveCounters, Int64> & Sendable)] = [
    ("fallback", \.fallback), ("nodeExports", \.nodeExports), ("throttled", \.throttled),
    ("zombiesMet", \.zombiesMet), ("zombiePeak", \.zombiePeak),
    ("notifierPages", \.notifierPages), ("guestKills", \.guestKills),
    ("killedRequests", \.killedRequests), ("lockWaits", \.lockWaits),
    ("barrenPasses", \.barrenPasses), ("stolenByKswapd", \.stolenByKswapd),
    ("stolenDirectly", \.stolenDirectly), ("listRefills", \.listRefills),
    ("listFlushes", \.listFlushes), ("pulls", \.pulls), ("stretchedCalls", \.stretchedCalls),
    ("belowMinimum", \.belowMinimum), ("belowHalfMinimum", \.belowHalfMinimum),
    ("releases", \.releases), ("stallTotal", \.stallTotal),
  ]

  @Test func `meets every kind of event and every mechanism`() {
    var kinds = [Int](repeating: 0, count: NaiveEvent.Kind.allCases.count)
    var mechanisms = [Int](repeating: 0, count: Self.mechanisms.count)
    var outcomes = [Int](repeating: 0, count: RunOutcome.allCases.count)
    var steps: [Int64] = []
    for seed in 0..<300 as Range<UInt64> {
      let result = run(seed)
      for (place, entry) in result.coverage.enumerated() where entry.count > 0 {
        kinds[place] += 1
      }
      for (place, entry) in Self.mechanisms.enumerated() {
        if result.counters[keyPath: entry.path] > 0 { mechanisms[place] += 1 }
      }
      outcomes[RunOutcome.allCases.firstIndex(of: result.outcome) ?? 0] += 1
      steps.append(result.counters.steps)
    }
    for (kind, count) in zip(NaiveEvent.Kind.allCases, kinds) {
      #expect(count >= 3, "\(kind) happens in \(count) hosts only.")
    }
    for (entry, count) in zip(Self.mechanisms, mechanisms) {
      #expect(count >= 3, "\(entry.name) is seen in \(count) hosts only.")
    }
    // Livelock takes 10 s, and the probes never need to be replaced.
    for (outcome, count) in zip(RunOutcome.allCases.prefix(3), outcomes) {
      #expect(count >= 3, "\(outcome) is the end of \(count) hosts only.")
    }
    steps.sort()
    #expect(steps[steps.count * 9 / 10] < 20_000)
  }

  @Test(arguments: 0..<500 as Range<UInt64>)
  func `describes nothing that cannot be`(seed: UInt64) {
    #expect(RandomHost.v1(seed: seed).contradictions() == [])
    #expect(RandomHost.v1OwnCPUs(seed: seed).contradictions() == [])
    #expect(RandomHost.long(seed: seed).contradictions() == [])
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func `runs with every shipped policy`(seed: UInt64) {
    let catalogue = PolicyCatalogue(allPolicies)
    let host = RandomHost.v1(seed: seed, catalogue: catalogue)
    let result = NaiveInterpreter(configuration: host, catalogue: catalogue).run()
    #expect(result.events.last?.kind == .end)
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `gives equal events for equal seeds`(seed: UInt64) {
    let one = run(seed)
    let other = run(seed)
    #expect(EventDifference(one.events, other.events) == nil)
    #expect(one.counters == other.counters)
  }

  @Test(arguments: 0..<150 as Range<UInt64>)
  func `gives the same events later when everything begins later`(seed: UInt64) {
    var host = RandomHost.v1(seed: seed)
    // A probe that pries would see the clock.
    host.allocationFailure = PolicyChoice(name: "probe")
    host.oomNotifier = PolicyChoice(name: "probe")
    host.reclaimThrottle = PolicyChoice(name: "probe")
    guard let later = host.shifted(by: (1 << 33) + 17) else { return }
    let one = NaiveInterpreter(configuration: host, catalogue: ProbePolicies.catalogue).run()
    let other = NaiveInterpreter(configuration: later, catalogue: ProbePolicies.catalogue).run()
    let expected = one.events.map { event in
      NaiveEvent(
        kind: event.kind, time: event.time + (1 << 33) + 17, who: event.who, free: event.free,
        value: event.value)
    }
    #expect(EventDifference(other.events, expected) == nil)
  }
}
