// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import HostModel
internal import ModelComparison
internal import NaiveInterpreter
internal import Testing

/// The engine against an interpreter that was written from the document alone: the events, the digest and
/// every reading of every metric.
struct NaiveComparisonTests {
  @Test(arguments: HostSeeds.stretches(of: 2_000) + HostSeeds.coincidences)
  func `gives the same as the naive interpreter`(stretch: HostSeeds) {
    for seed in stretch.seeds { expectEqualRuns(seed, RandomHost.v1(seed: seed)) }
  }

  @Test(arguments: HostSeeds.stretches(of: 500) + HostSeeds.coincidencesWithOwnCPUs)
  func `gives the same where everybody has a CPU`(stretch: HostSeeds) {
    for seed in stretch.seeds { expectEqualRuns(seed, RandomHost.v1OwnCPUs(seed: seed)) }
  }

  @Test(arguments: HostSeeds.stretches(of: 400))
  func `gives the same in runs that take seconds`(stretch: HostSeeds) {
    for seed in stretch.seeds { expectEqualRuns(seed, RandomHost.long(seed: seed)) }
  }

  private func expectEqualRuns(_ seed: UInt64, _ host: TrialConfiguration) {
    if let difference = ModelPair(host, catalogue: ProbePolicies.catalogue).difference {
      Issue.record("Seed \(seed): \(difference)")
    }
  }

  @Test func `numbers the kinds of events as the document does`() {
    let engine = DecisionEvent.Kind.allCases.map { "\($0.rawValue) \($0)" }
    #expect(engine == NaiveEvent.Kind.allCases.map { "\($0.rawValue) \($0)" })
  }
}
