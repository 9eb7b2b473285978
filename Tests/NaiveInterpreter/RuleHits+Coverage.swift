// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration

extension RuleHits {
  /// On how many hosts each rule was gone by, in the order of the rules.
  ///
  /// - Parameters:
  ///   - seeds: The seeds of the hosts.
  ///   - host: The host of a seed.
  /// - Complexity: One run of the interpreter for each seed.
  public static func hosts(
    _ seeds: ClosedRange<UInt64>, _ host: (UInt64) -> TrialConfiguration
  ) -> [Int] {
    var hosts = [Int](repeating: 0, count: Rule.allCases.count)
    for seed in seeds {
      let hits = NaiveInterpreter(
        configuration: host(seed), catalogue: ProbePolicies.catalogue
      ).run().ruleHits
      for rule in Rule.allCases where hits[rule] > 0 { hosts[rule.rawValue] += 1 }
    }
    return hosts
  }
}
