// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import HostModel
internal import NaiveInterpreter
internal import PolicyKit
internal import Testing

/// What a run gives does not depend on how much the engine does at once.
struct StepSizeTests {
  @Test(arguments: HostSeeds.stretches(of: 2_000) + HostSeeds.coincidences)
  func `gives the same with any step where probes decide`(stretch: HostSeeds) throws {
    for seed in stretch.seeds {
      try expectEqualRuns(seed: seed, catalogue: ProbePolicies.catalogue)
    }
  }

  @Test(arguments: HostSeeds.stretches(of: 500))
  func `gives the same with any step where shipped policies decide`(stretch: HostSeeds) throws {
    for seed in stretch.seeds { try expectEqualRuns(seed: seed, catalogue: .shipped) }
  }

  @Test(arguments: HostSeeds.stretches(of: 500))
  func `gives the same with any step where everybody has a CPU`(stretch: HostSeeds) throws {
    for seed in stretch.seeds {
      try expectEqualRuns(
        seed: seed, RandomHost.v1OwnCPUs(seed: seed, catalogue: .shipped), catalogue: .shipped)
    }
  }

  private func expectEqualRuns(seed: UInt64, catalogue: PolicyCatalogue) throws {
    try expectEqualRuns(
      seed: seed, RandomHost.v1(seed: seed, catalogue: catalogue), catalogue: catalogue)
  }

  private func expectEqualRuns(
    seed: UInt64, _ host: TrialConfiguration, catalogue: PolicyCatalogue
  ) throws {
    let paged = try ObservedRun(host, catalogue: catalogue, step: .onePage)
    for step in [StepLimit.unbounded, .random(seed: seed)] {
      let other = try ObservedRun(host, catalogue: catalogue, step: step)
      if let difference = ObservedRun.difference(paged, other) {
        Issue.record("Seed \(seed): one page at a time (left) against \(step): \(difference)")
      }
    }
  }

  @Test func `meets every kind of event in enough hosts`() throws {
    var hosts = [Int](repeating: 0, count: DecisionEvent.Kind.allCases.count)
    var outcomes = [Int](repeating: 0, count: RunOutcome.allCases.count)
    for seed in 1...2_000 as ClosedRange<UInt64> {
      let run = try ObservedRun(
        RandomHost.v1(seed: seed), catalogue: ProbePolicies.catalogue)
      let kinds = Set(run.events.map(\.kind))
      for (place, kind) in DecisionEvent.Kind.allCases.enumerated() where kinds.contains(kind) {
        hosts[place] += 1
      }
      outcomes[RunOutcome.allCases.firstIndex(of: run.result.outcome) ?? 0] += 1
    }
    for (kind, count) in zip(DecisionEvent.Kind.allCases, hosts) {
      #expect(count >= 30, "\(kind) happens in \(count) of 2,000 hosts only.")
    }
    // Livelock takes 10 s of asking in vain, and no probe needs to be replaced.
    for (outcome, count) in zip(RunOutcome.allCases.prefix(3), outcomes) {
      #expect(count >= 30, "\(outcome) is the end of \(count) of 2,000 hosts only.")
    }
  }
}
