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
  /// Every how manieth group a debug build has time for.
  private let quickStride: Int
  private let runner: TrialRunner

  init(name: String, groups: [Group], quickStride: Int = 1, catalogue: PolicyCatalogue) {
    self.name = name
    self.groups = groups
    self.quickStride = quickStride
    runner = TrialRunner(catalogue: catalogue)
  }

  /// Groups that are spread over the family, and few enough for a debug build.
  public var quickGroups: [Group] {
    stride(from: 0, to: groups.count, by: quickStride).map { groups[$0] }
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

  /// Every family.
  ///
  /// - Throws: `ExperimentError` for an experiment that cannot be read any more.
  public static func all() throws -> [FrozenFamily] {
    randomHosts + [referenceWorkload] + (try FrozenExperiment.all.map { try $0.family() })
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
    return FrozenFamily(name: name, groups: groups, catalogue: ProbePolicies.catalogue)
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
    }, catalogue: PolicyCatalogue(allPolicies))
}
