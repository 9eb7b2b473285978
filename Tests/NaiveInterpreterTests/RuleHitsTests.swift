// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import NaiveInterpreter
internal import Testing

struct RuleHitsTests {
  /// Rules that take a coincidence, and how many hosts of 2,000 have to meet each.
  static let rare: [(rule: RuleHits.Rule, hosts: Int)] = [
    // A sleep of 63 ticks and more; page cache of half a gibibyte and more.
    (.coarseSleep, 10), (.longPass, 8),
    // Two notifiers of one priority against the order of their guests; two victims of one badness.
    (.askedByRegistration, 3), (.lastOfEqualsDies, 8),
    // A victim with a thread that sleeps for the lock longer than its exit takes to wake.
    (.memoryHeld, 4),
  ]

  @Test func `the hosts of kernel generations go by every rule`() {
    let hosts = RuleHits.hosts(1...2_000) { RandomHost.generations(seed: $0) }
    for rule in RuleHits.Rule.allCases {
      let least = Self.rare.first { $0.rule == rule }?.hosts ?? 20
      #expect(hosts[rule.rawValue] >= least, "\(rule) is seen in \(hosts[rule.rawValue]) hosts.")
    }
  }

  @Test(arguments: 0..<500 as Range<UInt64>)
  func `the hosts of kernel generations describe nothing that cannot be`(seed: UInt64) {
    #expect(RandomHost.generations(seed: seed).contradictions() == [])
  }
}
