// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// The groups of a trial, numbered, and in which one each actor is.
struct SchedulingPlan {
  /// The parent of each group; the root is the first and its own parent.
  var parents: [Int32] = [0]
  /// The weight of each group, 1024 being normal.
  var shares: [Int64] = [FairScheduler.unit]
  /// The group of each lane.
  var groups: [Int32] = []
  private var names: [String] = [CPUGroupDescription.root]

  init(_ configuration: TrialConfiguration) {
    for group in configuration.resolvedCPUGroups {
      parents.append(number(of: group.parent ?? CPUGroupDescription.root))
      shares.append(FairScheduler.scaled(group.weight))
      names.append(group.name)
    }
  }

  /// The number of a group; unknown names, which `contradictions()` refuses, are the root's.
  func number(of name: String) -> Int32 {
    Int32(names.firstIndex(of: name) ?? 0)
  }

  /// The group of a guest's vCPUs, and of the process that exits for it.
  func group(of guest: GuestDescription) -> Int32 {
    number(of: guest.cpuGroup ?? CPUGroupDescription.scope(ofGuest: guest.name))
  }

  /// The group of a guest's cleaners.
  func cleanerGroup(of guest: GuestDescription) -> Int32 {
    switch guest.cleanerIn {
    case .kernel: 0
    case .guest: group(of: guest)
    case .group(let name): number(of: name)
    }
  }

  /// The group of a task's threads.
  func group(of task: TaskDescription) -> Int32 {
    number(of: task.cpuGroup ?? CPUGroupDescription.system)
  }
}
