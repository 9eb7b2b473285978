// SPDX-License-Identifier: Apache-2.0

/// A control group of CPU time (`cpu.weight`): its members share what the group has.
public struct CPUGroupDescription: Sendable, Hashable {
  /// The name, unique among groups.
  public var name: String
  /// The group that it is in; nil for the root, where kernel threads are.
  public var parent: String?
  /// Its weight among the members of its parent; 1...10,000, 100 being normal.
  public var weight: Int64

  /// Describes a group.
  public init(name: String, parent: String? = nil, weight: Int64 = 100) {
    self.name = name
    self.parent = parent
    self.weight = weight
  }
}

extension CPUGroupDescription {
  /// The group of all virtual machines: systemd's `machine.slice`, in a name that paths can hold.
  public static let machines = "machine"
  /// The group of services and batch jobs: systemd's `system.slice`.
  public static let system = "system"
  /// The word for no group at all, in files.
  public static let root = "root"
  /// The group of a guest that names none: a scope of its own among the virtual machines.
  public static func scope(ofGuest name: String) -> String { "\(name)-scope" }
  /// Whether a group is named as a guest's scope is.
  public static func isScope(_ name: String) -> Bool { name.hasSuffix("-scope") }
}

/// Where the threads run that clean a guest's pages.
public enum CleanerPlace: Sendable, Hashable {
  /// As kernel threads, in no group.
  case kernel
  /// In the guest's own group.
  case guest
  /// In a group of this name.
  case group(String)

  /// The place in a file's words.
  public var word: String {
    switch self {
    case .kernel: "kernel"
    case .guest: "guest"
    case .group(let name): name
    }
  }
}

extension TrialConfiguration {
  /// The groups of a host as systemd and libvirt make them: one for all virtual machines with a
  /// scope for each guest in it, and one for services; groups of the description come instead of
  /// those of the same name, or after them.
  ///
  /// Parents stand before their members.
  public var resolvedCPUGroups: [CPUGroupDescription] {
    var groups = [
      CPUGroupDescription(name: CPUGroupDescription.machines),
      CPUGroupDescription(name: CPUGroupDescription.system),
    ]
    groups += guests.map {
      CPUGroupDescription(
        name: CPUGroupDescription.scope(ofGuest: $0.name), parent: CPUGroupDescription.machines)
    }
    for group in cpuGroups {
      if let place = groups.firstIndex(where: { $0.name == group.name }) {
        groups[place] = group
      } else {
        groups.append(group)
      }
    }
    return Self.parentsFirst(groups)
  }

  /// - Complexity: O(square of the number of groups).
  private static func parentsFirst(_ groups: [CPUGroupDescription]) -> [CPUGroupDescription] {
    var ordered: [CPUGroupDescription] = []
    var rest = groups
    while !rest.isEmpty {
      let ready = rest.filter { group in
        group.parent.map { parent in ordered.contains { $0.name == parent } } ?? true
      }
      // Unknown parents and circles are faults of the description; here they end the search.
      guard !ready.isEmpty else { return ordered }
      ordered += ready
      rest.removeAll { group in ready.contains { $0.name == group.name } }
    }
    return ordered
  }
}
