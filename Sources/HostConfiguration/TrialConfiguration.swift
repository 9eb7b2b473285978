// SPDX-License-Identifier: Apache-2.0

public import PolicyKit

/// One trial: everything that its outcome depends on, checked and with every default filled in.
public struct TrialConfiguration: Sendable, Hashable {
  /// When a run ends by itself.
  public enum Ending: String, Sendable, Hashable, CaseIterable {
    /// When every dying guest is free and every task that can finish has.
    case everythingDone = "everything-done"
    /// When every dying guest is free.
    case allFree = "all-free"
  }

  /// The kernel whose rules hold where nothing else is said.
  public var generation: KernelGeneration
  /// The machine.
  public var host: HostDescription
  /// What Ultravisor calls cost.
  public var ultravisor: UltravisorDescription
  /// What the host's own work costs.
  public var costs: CostDescription
  /// The rules of the mechanism: those of the generation but for what is said otherwise.
  public var rules: MechanismRules
  /// Groups of CPU time beyond the usual ones, or instead of those of the same name.
  public var cpuGroups: [CPUGroupDescription]
  /// The guests, in the order of the file.
  public var guests: [GuestDescription]
  /// The tasks, in the order of the file.
  public var tasks: [TaskDescription]
  /// Bookkeeping of deferred pages.
  public var allocationFailure: PolicyChoice
  /// What happens at or before an OOM kill.
  public var oomNotifier: PolicyChoice
  /// Rates.
  public var reclaimThrottle: PolicyChoice
  /// When a run ends by itself.
  public var ending: Ending
  /// When it is cut off, as stated; nil for what ``limit`` makes of the work to do.
  public var until: SimulatedDuration?
  /// How long, from the first order to stop, the useful time of guests that stay is measured.
  ///
  /// A run with a window does not end before it; without one there are no slowdowns.
  public var slowdownWindow: SimulatedDuration?
  /// The seed of every draw.
  public var seed: UInt64

  /// Describes a trial.
  public init(
    host: HostDescription, ultravisor: UltravisorDescription = UltravisorDescription(),
    costs: CostDescription = CostDescription(), rules: MechanismRules = MechanismRules(),
    generation: KernelGeneration = .engine3, cpuGroups: [CPUGroupDescription] = [],
    guests: [GuestDescription] = [], tasks: [TaskDescription] = [],
    allocationFailure: PolicyChoice = PolicyChoice(name: "convert-one"),
    oomNotifier: PolicyChoice = PolicyChoice(name: "none"),
    reclaimThrottle: PolicyChoice = PolicyChoice(name: "unpaced"),
    ending: Ending = .everythingDone, until: SimulatedDuration? = nil,
    slowdownWindow: SimulatedDuration? = nil, seed: UInt64 = 1
  ) {
    self.host = host
    self.ultravisor = ultravisor
    self.costs = costs
    self.rules = rules
    self.generation = generation
    self.cpuGroups = cpuGroups
    self.guests = guests
    self.tasks = tasks
    self.allocationFailure = allocationFailure
    self.oomNotifier = oomNotifier
    self.reclaimThrottle = reclaimThrottle
    self.ending = ending
    self.until = until
    self.slowdownWindow = slowdownWindow
    self.seed = seed
  }

  /// The policy that the experiment chooses for a role.
  public func choice(of role: PolicyRole) -> PolicyChoice {
    switch role {
    case .allocationFailure: allocationFailure
    case .oomNotifier: oomNotifier
    case .reclaimThrottle: reclaimThrottle
    }
  }

  /// Whether any of the trial's inputs is drawn: if not, one repetition says everything.
  public var isRandom: Bool {
    (rules.tickPhase == .drawn && usesTicks) || guests.contains(where: \.isRandom)
      || tasks.contains(where: \.isRandom)
  }
}

extension TrialConfiguration {
  /// Whether it matters where the ticks of the clock lie.
  public var usesTicks: Bool {
    rules.timers == .wheel || (rules.scheduler != .roundRobin && host.cpus != .unlimited)
  }
}

extension GuestDescription {
  fileprivate var isRandom: Bool {
    if case .extents = image { return true }
    switch departure {
    case .none: return false
    case .shutdown(let at): return at.isRandom
    case .reboot(let at):
      return at.isRandom || afterBoot.idle.isRandom || afterBoot.order == .random
    }
  }
}

extension TaskDescription {
  fileprivate var isRandom: Bool {
    switch start {
    case .at(let draw), .after(_, _, let draw): if draw.isRandom { return true }
    case .whenFree: break
    }
    switch demand {
    case .steady(_, let jitter, _, _): return jitter.partsPerMillion > 0
    case .periodic, .replay: return false
    case .bursts(let interval, let pages, let holds, _):
      return interval.isRandom || pages.isRandom || holds.isRandom
    }
  }
}
