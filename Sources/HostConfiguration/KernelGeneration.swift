// SPDX-License-Identifier: Apache-2.0

public import PolicyKit

/// The kernel whose rules hold where an experiment says nothing else.
///
/// A generation is an exact release that was read, as stable backports decide what happens.
public enum KernelGeneration: String, Sendable, Hashable, CaseIterable {
  /// Linux 5.13 with version 1 of the lazy-destroy series, as in the discussion of 2021.
  case v5_13 = "5.13+v1"
  /// Linux 6.1.192.
  case v6_1 = "6.1.192"
  /// Linux 6.12.117.
  case v6_12 = "6.12.117"
  /// The rules of the third engine of this simulator, which no kernel has; for old results and RW-1.
  case engine3 = "engine-3"

  /// The generation of a file that names none.
  public static let standard = KernelGeneration.v6_12

  /// The rules of this generation.
  public var rules: MechanismRules {
    var rules = MechanismRules()
    if self == .engine3 { return rules }
    rules.directReclaim = .proportional
    rules.chainOrder = .registration
    rules.badness = .lastAmongEquals
    rules.timers = .wheel
    rules.tickPhase = .drawn
    rules.victimThreads = .holdMemory
    rules.completionRefund = .overTime
    switch self {
    case .engine3: break
    case .v5_13:
      rules.perCPULists = .batch
      rules.msleepExtraTicks = 1
      rules.scheduler = .cfs
      rules.wakeUp = .sleeperCredit
    case .v6_1:
      rules.reclaimRetry = .freeCountedTwice
      rules.perCPULists = .freeFactor
      rules.msleepExtraTicks = 1
      rules.scheduler = .cfs
      rules.wakeUp = .sleeperCredit
    case .v6_12:
      rules.reclaimRetry = .freeCountedTwice
      rules.scheduler = .eevdf
      rules.wakeUp = .carriedLag
    }
    return rules
  }

  /// How long an actor runs at least before another has its turn, on a host of so many CPUs.
  ///
  /// `sched_base_slice` (0.7 ms, 6.12) and `sched_min_granularity` (0.75 ms, 6.1), times
  /// 1 + log2(min(CPUs, 8)) (`get_update_sysctl_factor`, `kernel/sched/fair.c`).
  public func timeSlice(cpus: HostDescription.CPUs) -> SimulatedDuration {
    let least: Int64
    switch self {
    case .engine3: return .milliseconds(3)
    case .v5_13, .v6_1: least = 750_000
    case .v6_12: least = 700_000
    }
    return SimulatedDuration(nanoseconds: least * SchedulingConstants.factor(cpus: cpus))
  }

  /// The period within which each of a few actors runs once (`sched_latency`, 6.1); 6 ms, scaled alike.
  public func schedulingLatency(cpus: HostDescription.CPUs) -> SimulatedDuration {
    SimulatedDuration(nanoseconds: 6_000_000 * SchedulingConstants.factor(cpus: cpus))
  }

  /// How far behind a waking actor must be to preempt (`sched_wakeup_granularity`, 6.1); 1 ms, scaled alike.
  public func wakeUpGranularity(cpus: HostDescription.CPUs) -> SimulatedDuration {
    SimulatedDuration(nanoseconds: 1_000_000 * SchedulingConstants.factor(cpus: cpus))
  }

  /// What requests of user memory leave to the DMA zone on a host of so much memory.
  public func lowmemReserve(memory: Pages) -> Pages {
    self == .engine3 ? 0 : HostDescription.kernelLowmemReserve(memory: memory)
  }

  /// Whether khugepaged runs by default: `CONFIG_TRANSPARENT_HUGEPAGE=y` in s390's `defconfig`.
  public var transparentHugePages: Bool { self != .engine3 }
}

/// Constants of the fair scheduler that grow with the number of CPUs.
public enum SchedulingConstants {
  /// 1 + log2(min(CPUs, 8)): `get_update_sysctl_factor` with logarithmic scaling.
  public static func factor(cpus: HostDescription.CPUs) -> Int64 {
    guard case .count(let count) = cpus else { return 1 }
    var factor: Int64 = 1
    var rest = Swift.min(count, 8)
    while rest > 1 {
      rest /= 2
      factor += 1
    }
    return factor
  }
}
