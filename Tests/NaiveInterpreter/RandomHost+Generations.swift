// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration
public import PolicyKit

extension RandomHost {
  /// A host of the first family under the rules of a kernel that somebody runs, or of a mixture, with
  /// groups of CPU time, slab, cache that is in use, and vCPUs that keep the CPUs busy.
  ///
  /// - Parameters:
  ///   - seed: Any number; equal seeds give equal hosts.
  ///   - catalogue: The policies to choose from, at least one for each role.
  public static func generations(
    seed: UInt64, catalogue: PolicyCatalogue = ProbePolicies.catalogue
  ) -> TrialConfiguration {
    var trial = v1(seed: seed, catalogue: catalogue)
    var dice = Dice(SeededGenerator(seed: seed, identity: "random-host.generations"))
    trial.generation = dice.pick([.v5_13, .v6_1, .v6_12])
    trial.rules = rules(of: trial, &dice)
    if trial.host.cpus != .unlimited { trial.host.cpus = .count(dice.pick([1, 1, 2, 3, 5])) }
    addMemory(to: &trial.host, &dice)
    setClocks(of: &trial.host, &dice)
    addGroups(to: &trial, &dice)
    choosePolicies(of: &trial, catalogue, &dice)
    if dice.chance(2) { addCache(to: &trial.host) }
    // CPUs are balanced every 16 ms and more, whatever the costs are.
    if trial.limit < .seconds(1), dice.chance(35) { trial = trial.dilated(by: 1_000) }
    return trial
  }

  /// The rules of the trial's generation, of which some are another one's; what engine 3 had as well stays.
  private static func rules(of trial: TrialConfiguration, _ dice: inout Dice) -> MechanismRules {
    var rules = trial.generation.rules
    let old = trial.rules
    rules.payment = old.payment
    rules.cleaningOrder = old.cleaningOrder
    rules.pagesPerNode = old.pagesPerNode
    rules.pageAtNewNode = old.pageAtNewNode
    rules.notifierWork = old.notifierWork
    rules.reclaimRetries = old.reclaimRetries
    rules.lastTest = old.lastTest
    rules.killRefund = old.killRefund
    rules.nodeFloor = old.nodeFloor
    rules.slabPagesPerPass = dice.pick([1, 3, 32])
    guard dice.chance(60) else { return rules }
    rules.reclaimRetry = dice.pick([.hopeful, .freeCountedTwice, .always])
    rules.directReclaim = dice.pick([.cluster, .proportional])
    rules.chainOrder = dice.pick([.guest, .registration])
    rules.badness = dice.pick([.firstAmongEquals, .lastAmongEquals])
    rules.perCPULists = dice.pick([.batch, .freeFactor, .allocFactor])
    rules.timers = dice.pick([.exact, .wheel])
    rules.msleepExtraTicks = dice.pick([0, 1])
    rules.tickPhase = dice.pick([.zero, .drawn])
    rules.victimThreads = dice.pick([.vanish, .holdMemory])
    rules.completionRefund = dice.pick([.instant, .overTime])
    rules.scheduler = dice.pick([.roundRobin, .cfs, .cfs, .eevdf, .eevdf])
    switch rules.scheduler {
    case .roundRobin: rules.wakeUp = .waits
    case .cfs: rules.wakeUp = dice.pick([.sleeperCredit, .sleeperCredit, .preempts, .waits])
    case .eevdf: rules.wakeUp = dice.pick([.carriedLag, .carriedLag, .preempts, .waits])
    }
    return rules
  }

  /// Sometimes policies that make mistakes, if the catalogue has them.
  private static func choosePolicies(
    of trial: inout TrialConfiguration, _ catalogue: PolicyCatalogue, _ dice: inout Dice
  ) {
    let sloppy = PolicyChoice(name: SloppyPolicies.name)
    func isDrawn(_ role: PolicyRole) -> Bool {
      dice.chance(8) && catalogue.registration(role, named: SloppyPolicies.name) != nil
    }
    if isDrawn(.allocationFailure) { trial.allocationFailure = sloppy }
    if isDrawn(.oomNotifier) { trial.oomNotifier = sloppy }
    if isDrawn(.reclaimThrottle) { trial.reclaimThrottle = sloppy }
  }

  private static func addMemory(to host: inout HostDescription, _ dice: inout Dice) {
    host.reclaimableSlab = Pages(dice.chance(40) ? dice.pick([1, 20, 70]) : 0)
    host.mappedPageCache = Pages(dice.chance(30) ? dice.pick([1, 64]) : 0)
    host.memory = Pages(
      host.memory.count + host.reclaimableSlab.count + host.mappedPageCache.count)
    host.transparentHugePages = dice.chance(30)
  }

  /// So much page cache that a pass takes more than a cluster of it.
  private static func addCache(to host: inout HostDescription) {
    let pages: Pages = 140_000
    host.memory = Pages(host.memory.count + pages.count)
    host.cleanPageCache = Pages(host.cleanPageCache.count + pages.count)
  }

  /// Slices and ticks that matter within the short life of these hosts.
  private static func setClocks(of host: inout HostDescription, _ dice: inout Dice) {
    let slice: Int64 = dice.pick([1_200, 2_400, 6_000, 24_000])
    host.timeSlice = SimulatedDuration(nanoseconds: slice)
    host.schedulingLatency = SimulatedDuration(nanoseconds: slice * dice.pick([2, 8]))
    host.wakeUpGranularity = SimulatedDuration(
      nanoseconds: dice.pick([0, slice / 2, slice * 4 / 3]))
    host.tick = SimulatedDuration(nanoseconds: dice.pick([1_200, 4_800, 19_200]))
  }

  private static func addGroups(to trial: inout TrialConfiguration, _ dice: inout Dice) {
    if dice.chance(50) {
      trial.cpuGroups = [
        CPUGroupDescription(name: CPUGroupDescription.machines, weight: dice.pick([30, 100, 400])),
        CPUGroupDescription(
          name: "batch", parent: dice.pick([nil, CPUGroupDescription.system]),
          weight: dice.pick([1, 50, 1_000])),
      ]
    }
    let own = trial.cpuGroups.isEmpty ? CPUGroupDescription.root : "batch"
    for place in trial.guests.indices {
      trial.guests[place].cleanerIn = dice.pick([.kernel, .kernel, .guest, .group(own)])
      trial.guests[place].cleanerWeight = dice.pick([100, 100, 20, 1_000])
      if dice.chance(25) { trial.guests[place].cpuGroup = own }
      // A load that sleeps each tick is too much work where the clock begins late.
      guard trial.limit < .seconds(1), dice.chance(50) else { continue }
      trial.guests[place].vcpus = dice.pick([1, 2, 4])
      trial.guests[place].load = dice.pick([.percent(100), .percent(40)])
    }
    for place in trial.tasks.indices where dice.chance(40) { trial.tasks[place].cpuGroup = own }
  }
}
