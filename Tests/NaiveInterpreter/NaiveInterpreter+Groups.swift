// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

// Section 2.2 of the model: the group that each actor is in.
extension NaiveInterpreter {
  /// - Parameter names: The groups, by their numbers.
  func joinGroups(_ names: [String]) {
    for guest in guests {
      let description = guest.description
      let scope = CPUGroupDescription.scope(ofGuest: description.name)
      let group = names.firstIndex(of: description.cpuGroup ?? scope)
      for actor in [guest.walk, guest.exit] + guest.load + guest.bootThreads { actor.group = group }
      switch description.cleanerIn {
      case .kernel: cleanerGroups.append(nil)
      case .guest: cleanerGroups.append(group)
      case .group(let name): cleanerGroups.append(names.firstIndex(of: name))
      }
    }
    for task in tasks {
      let name = task.description.cpuGroup ?? CPUGroupDescription.system
      for actor in [task.exit] + task.threads.map(\.actor) {
        actor.group = names.firstIndex(of: name)
      }
    }
  }
}
