// SPDX-License-Identifier: Apache-2.0

import HostModel
import Policies
import PolicyKit
import Testing
import TrialExecution

/// The results of the reference workload that independent programs agree on, 1 GiB with seed 1.
@Suite struct ReferenceWorkloadTests {
  @Test(arguments: [
    (ReferenceMode.mixed, "8389dc23fc46597b", Int64(853_638)),
    (.pressure, "205144b2e6459c00", 822_189),
    (.pressureWithoutNotifier, "0adb4b485bb88392", 839_543),
    (.bigBursts, "c6e68f729c32c004", 915_684),
  ])
  func `gives the digest that other programs give`(
    mode: ReferenceMode, digest: String, events: Int64
  ) throws {
    let configuration = ReferenceWorkload.configuration(pages: 262_144, seed: 1, mode: mode)
    let trial = try TrialRunner(catalogue: PolicyCatalogue(allPolicies)).run(configuration)
    let line = ReferenceLine(
      pages: 262_144, seed: 1, counters: trial.result.reference, wallSeconds: 0.5,
      residentKibibytes: 20_000)
    #expect(line.digest.hexadecimal == digest)
    #expect(line.events == events)
    if mode == .mixed {
      #expect(
        line.text == """
          {"impl":"setaside","G":262144,"seed":1,"wall":0.500000,"pages_s":524288,"events":853638,\
          "events_s":1707276,"rss_kb":20000,"tDown":16297720,"tFree":665125820,"p50":0,\
          "p99":1400000,"max":6018000,"kills":0,"notif":2,"notifPages":512,"fallback":202,\
          "peak":260065,"setAside":260577,"minFree":1024,"bursts":672,"alloc":329444,\
          "retries":827,"throttled":226244,"digest":"8389dc23fc46597b"}
          """)
    }
  }
}
