// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

// Hosts in which the engine takes its longest steps.
extension RandomHostV1 {
  /// The host of a seed, changed such that every actor has a CPU of its own, pages are paid for when they are
  /// free, and mostly one cleaner goes from node to node.
  ///
  /// - Parameters:
  ///   - seed: Any number; equal seeds give equal hosts.
  ///   - catalogue: The policies to choose from, at least one for each role.
  static func ownCPUs(
    seed: UInt64, catalogue: PolicyCatalogue = ProbePolicies.catalogue
  ) -> TrialConfiguration {
    var dice = Dice(SeededGenerator(seed: seed, identity: "random-host.own-cpus"))
    var trial = configuration(seed: seed, catalogue: catalogue)
    let held = trial.guests.reduce(0) { $0 + $1.memory.count }
    let factor: Int64 = dice.pick([1, 2, 4])
    for index in trial.guests.indices {
      trial.guests[index].memory = Pages(trial.guests[index].memory.count * factor)
      if dice.chance(80) { trial.guests[index].cleaners = 1 }
      if dice.chance(70),
        case .extents(_, let shared, let dirty, let stream) = trial.guests[index].image
      {
        trial.guests[index].image = .extents(
          mean: Pages(dice.pick([20, 60, 200])), shared64ths: shared, dirty64ths: dirty,
          stream: stream)
      }
    }
    trial.host.memory = Pages(trial.host.memory.count + held * (factor - 1))
    trial.host.cpus = .unlimited
    trial.host.perCPUListHigh = .off
    trial.rules.payment = .after
    if dice.chance(85) { trial.rules.pageAtNewNode = .appended }
    if dice.chance(85) { trial.rules.cleaningOrder = .oldestFirst }
    trial.rules.pagesPerNode = dice.pick([3, 5, 16, 16, 40])
    if dice.chance(80) { trial.ultravisor.servers = nil }
    return trial
  }
}
