internal import HostConfiguration
internal import HostModel
internal import NaiveInterpreter
internal import PolicyKit
internal import Testing

struct RandomHostTests {
  private func run(_ seed: UInt64) -> NaiveResult {
    NaiveInterpreter(
      configuration: RandomHost.configuration(seed: seed), catalogue: ProbePolicies.catalogue
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
    var kinds = [Int](repeating: 0, count: DecisionEvent.Kind.allCases.count)
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
    for (kind, count) in zip(DecisionEvent.Kind.allCases, kinds) { print("KIND", kind, count) }
    for (entry, count) in zip(Self.mechanisms, mechanisms) { print("MECH", entry.name, count) }
    for (outcome, count) in zip(RunOutcome.allCases, outcomes) { print("OUT", outcome, count) }
    steps.sort()
    print("STEPS", steps.reduce(0, +) / 300, steps[150], steps[270], steps[299])
  }
}
