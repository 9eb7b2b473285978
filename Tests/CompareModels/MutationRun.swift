internal import HostConfiguration
internal import ModelComparison
internal import NaiveInterpreter
internal import Policies
internal import PolicyKit

/// Breaks the engine value by value, and counts the hosts until the comparison sees it.
struct MutationRun {
  /// Seeds to try; each has a host of each family.
  let hosts: UInt64

  /// The shipped policies and the probes, so that every parameter is met.
  private static let catalogue = PolicyCatalogue(ProbePolicies.registrations + allPolicies)

  /// Prints the first seed that sees each mutation.
  ///
  /// - Returns: Whether all are seen.
  func run() async -> Bool {
    let mutations = Mutation.all(Self.catalogue)
    let half = mutations.count / 2
    async let one = firstSeeds(of: Array(mutations[..<half]))
    async let other = firstSeeds(of: Array(mutations[half...]))
    let seen = await one + other
    let width = mutations.map(\.name.count).max() ?? 0
    print("value that is changed".padded(to: width) + "  first seen by")
    for (mutation, sighting) in zip(mutations, seen) {
      print(mutation.name.padded(to: width) + "  \(sighting ?? "no host")")
    }
    let missed = seen.filter { $0 == nil }.count
    print("\(mutations.count) mutations, \(missed) that \(hosts) seeds do not see")
    return missed == 0
  }

  private func firstSeeds(of mutations: [Mutation]) async -> [String?] {
    var seen = [String?](repeating: nil, count: mutations.count)
    for seed in 1...max(hosts, 1) where seen.contains(nil) {
      for family in RandomHost.families {
        let host = family.host(seed, Self.catalogue)
        let wanted = mutations.indices.compactMap { place in
          seen[place] == nil ? mutations[place].applied(to: host).map { (place, $0) } : nil
        }
        guard !wanted.isEmpty else { continue }
        let naive = NaiveTrial.run(host, catalogue: Self.catalogue)
        for (place, changed) in wanted {
          let pair = ModelPair(
            engine: changed, naive: naive, of: host, catalogue: Self.catalogue)
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

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
