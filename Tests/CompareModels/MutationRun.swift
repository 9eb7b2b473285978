// SPDX-License-Identifier: Apache-2.0

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

  private func sightings(of mutations: [Mutation]) async -> [String?] {
    Mutation.sightings(of: mutations, seeds: 1...max(hosts, 1), catalogue: Self.catalogue)
  }

  /// Prints the first seed that sees each mutation.
  ///
  /// - Returns: Whether all are seen.
  func run() async -> Bool {
    let mutations = Mutation.all(Self.catalogue)
    let half = mutations.count / 2
    async let one = sightings(of: Array(mutations[..<half]))
    async let other = sightings(of: Array(mutations[half...]))
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
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
