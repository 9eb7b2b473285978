// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import HostModel
internal import ModelComparison
internal import NaiveInterpreter
internal import Testing

/// Guests that nobody cleans unless a notifier or the next boot does.
struct NoCleanerTests {
  @Test(arguments: HostSeeds.stretches(of: 150))
  func `gives the same events as the naive interpreter`(stretch: HostSeeds) throws {
    for seed in stretch.seeds {
      var host = RandomHost.v1(seed: seed)
      for index in host.guests.indices { host.guests[index].cleaners = 0 }
      let engine = try ObservedRun(host, catalogue: ProbePolicies.catalogue)
      let naive = NaiveInterpreter(configuration: host, catalogue: ProbePolicies.catalogue).run()
      #expect(EventDifference(engine.events, naive.events) == nil, "Seed \(seed).")
      #expect(engine.result.outcome == naive.outcome, "Seed \(seed).")
      #expect(
        engine.value(of: "notifier.own-pages") == naive.counters.notifierPages, "Seed \(seed).")
    }
  }
}
