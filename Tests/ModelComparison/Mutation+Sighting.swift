// SPDX-License-Identifier: Apache-2.0

internal import NaiveInterpreter
public import PolicyKit

extension Mutation {
  /// What first sees each of several mutations, as `seed 74, generations: events`; nil where nothing does.
  ///
  /// - Parameters:
  ///   - mutations: The mutations to look for.
  ///   - seeds: Seeds to try in turn; each has a host of each family.
  ///   - catalogue: Where the hosts' policies come from.
  /// - Complexity: One run of the interpreter for each host on which an unseen mutation changes something,
  ///   and one of the engine for each such mutation; it ends with the last one seen.
  public static func sightings(
    of mutations: [Mutation], seeds: ClosedRange<UInt64>, catalogue: PolicyCatalogue
  ) -> [String?] {
    var seen = [String?](repeating: nil, count: mutations.count)
    for seed in seeds where seen.contains(nil) {
      for family in RandomHost.families {
        let host = family.host(seed, catalogue)
        let wanted = mutations.indices.compactMap { place in
          seen[place] == nil ? mutations[place].applied(to: host).map { (place, $0) } : nil
        }
        guard !wanted.isEmpty else { continue }
        let naive = NaiveTrial.run(host, catalogue: catalogue)
        for (place, changed) in wanted {
          let pair = ModelPair(engine: changed, naive: naive, of: host, catalogue: catalogue)
          if !pair.isRefused, let what = pair.sighting {
            seen[place] = "seed \(seed), \(family.name): \(what)"
          }
        }
      }
    }
    return seen
  }
}

extension ModelPair {
  /// What tells that the two differ, in a word or two.
  fileprivate var sighting: String? {
    if events != nil { return "events" }
    return ending != nil ? "digest" : readings.first?.name
  }
}
