// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import NaiveInterpreter
internal import Policies
internal import PolicyKit
internal import TrialExecution

/// Trials of one kind whose results with engine 3 are kept.
public struct FrozenFamily: Sendable {
  /// Trials that share a row of the table.
  public struct Group: Sendable {
    /// Which trials these are, within their family.
    public let name: String
    /// The trials; each has its seed.
    let trials: @Sendable () throws -> [TrialConfiguration]
  }

  /// The name, which is also that of its table.
  public let name: String
  /// Its rows, in the order of the table.
  public let groups: [Group]
  /// Groups that a debug build has time for.
  public let quickGroups: [Group]
  private let runner: TrialRunner

  /// Describes a family.
  ///
  /// - Parameter quick: The places of the groups that a debug build runs.
  init(name: String, groups: [Group], quick: [Int], catalogue: PolicyCatalogue) {
    self.name = name
    self.groups = groups
    quickGroups = quick.map { groups[$0] }
    runner = TrialRunner(catalogue: catalogue)
  }

  /// Runs the trials of a group.
  ///
  /// - Parameters:
  ///   - group: One of the family's.
  ///   - metrics: The definitions to read, such as `guest.*.downtime`.
  /// - Throws: What makes a trial impossible.
  public func row(of group: Group, metrics: [String]) throws -> FrozenRow {
    let trials = try group.trials().map {
      try runner.prepare($0).run(seed: $0.seed, keepsTimeline: false)
    }
    return FrozenRow(name: group.name, trials: trials, metrics: metrics)
  }

  /// The names of all families.
  public static var names: [String] {
    randomHosts.map(\.name) + [referenceWorkload.name] + FrozenExperiment.all.map(\.name)
  }

  /// The family of a name; nil for a name that there is not.
  ///
  /// - Throws: `ExperimentError` for an experiment that cannot be read any more.
  public static func named(_ name: String) throws -> FrozenFamily? {
    if let experiment = FrozenExperiment.all.first(where: { $0.name == name }) {
      return try experiment.family()
    }
    return (randomHosts + [referenceWorkload]).first { $0.name == name }
  }

  /// How many hosts of each random family are kept.
  private static let hostCount: UInt64 = 2_000
  /// How many of them share a row.
  private static let hostsInGroup: UInt64 = 50

  private static let randomHosts = [
    randomFamily("random-host-v1") { RandomHost.v1(seed: $0) },
    randomFamily("random-host-v1-own-cpus") { RandomHost.v1OwnCPUs(seed: $0) },
  ]

  private static func randomFamily(
    _ name: String, host: @escaping @Sendable (UInt64) -> TrialConfiguration
  ) -> FrozenFamily {
    let groups = stride(from: 1, through: hostCount, by: Int(hostsInGroup)).map { first in
      let last = first + hostsInGroup - 1
      return Group(name: "\(first)...\(last)") { (first...last).map(host) }
    }
    return FrozenFamily(
      name: name, groups: groups, quick: [0, 13, 26, 39], catalogue: ProbePolicies.catalogue)
  }

  private static let referenceWorkload = FrozenFamily(
    name: "rw1",
    groups: ReferenceMode.allCases.flatMap { mode in
      ([262_144, 1_048_576] as [Int64]).flatMap { pages in
        (1...2 as ClosedRange<UInt64>).map { seed in
          Group(name: "\(mode) \(pages) \(seed)") {
            [ReferenceWorkload.configuration(pages: pages, seed: seed, mode: mode)]
          }
        }
      }
    }, quick: [0, 5, 9], catalogue: PolicyCatalogue(allPolicies))
}
