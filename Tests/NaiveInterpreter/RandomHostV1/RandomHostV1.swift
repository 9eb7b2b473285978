// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// Hosts that are made up from a seed: small, short, short of memory, and full of ties.
///
/// Costs are multiples of a few small numbers, so that many things happen at the same nanosecond:
/// with costs drawn freely a wrong order of ties is not seen in a thousand hosts.
///
/// This family is frozen: nothing that decides what a seed gives may change, see ``RandomHost``.
struct RandomHostV1 {
  var dice: Dice
  private let catalogue: PolicyCatalogue
  /// When things begin: beyond 2^32 ns in some hosts.
  private let begin: Int64
  /// Multiples of 60 ns, or of 80 ns: mostly one kind in a host.
  private let grain: [Int64]
  /// Whether a lazy shutdown and a shortage of memory fall together.
  let isTight: Bool

  private init(seed: UInt64, catalogue: PolicyCatalogue) {
    var dice = Dice(SeededGenerator(seed: seed, identity: "random-host"))
    begin = dice.chance(12) ? (1 << 32) - dice.pick([0, 7_200, 48_000]) : 0
    grain = dice.chance(80) ? [60, 120, 240, 480] : [80, 120, 160, 320]
    isTight = dice.chance(55)
    self.dice = dice
    self.catalogue = catalogue
  }

  /// The host of a seed.
  ///
  /// - Parameters:
  ///   - seed: Any number; equal seeds give equal hosts.
  ///   - catalogue: The policies to choose from, at least one for each role.
  static func configuration(
    seed: UInt64, catalogue: PolicyCatalogue = ProbePolicies.catalogue
  ) -> TrialConfiguration {
    var host = RandomHostV1(seed: seed, catalogue: catalogue)
    return host.trial(seed: seed)
  }

  private mutating func trial(seed: UInt64) -> TrialConfiguration {
    let guests = (0..<dice.pick(isTight ? [1, 1, 2, 3] : [0, 1, 1, 2, 3])).map { guest($0) }
    var tasks = (0..<dice.pick(isTight ? [1, 2, 2, 3] : [0, 1, 2, 3])).map {
      task($0, guests: guests)
    }
    if !guests.contains(where: { $0.departure != .none }), tasks.isEmpty {
      tasks = [task(0, guests: guests)]
    }
    let description = host(guests: guests, tasks: tasks)
    return TrialConfiguration(
      host: description, ultravisor: ultravisor(), costs: costs(), rules: rules(), guests: guests,
      tasks: tasks, allocationFailure: choice(.allocationFailure),
      oomNotifier: choice(.oomNotifier), reclaimThrottle: choice(.reclaimThrottle),
      ending: dice.chance(70) ? .everythingDone : .allFree,
      until: SimulatedDuration(nanoseconds: begin + dice.pick([480_000, 960_000, 2_000_000])),
      seed: seed)
  }

  private mutating func host(guests: [GuestDescription], tasks: [TaskDescription])
    -> HostDescription
  {
    let min: Int64 = dice.pick([12, 30, 64, 120])
    let gap: Int64 = dice.pick([4, 16, 40])
    let held =
      guests.reduce(0) { $0 + $1.memory.count } + tasks.reduce(0) { $0 + $1.resident.count }
    let cache: Int64 = dice.chance(isTight ? 60 : 45) ? dice.pick([20, 33, 150, 400]) : 0
    let reserve = dice.chance(25) ? dice.number(1...30) : 0
    let high = min + 2 * gap + reserve
    let free = dice.pick(
      isTight
        ? [min / 2, min + reserve, min + reserve + 10, high, 2 * high]
        : [high / 2, high, high + 20, 2 * high, 3 * high])
    let memory = max(2_000, held + cache + free + 40)
    let anonymous = dice.number(0...(memory - held - cache - free))
    var watermarks = HostDescription.WatermarkSource.explicit(
      min: Pages(min), low: Pages(min + gap), high: Pages(min + 2 * gap))
    if dice.chance(10) { watermarks = .kernel(scaleFactor: dice.pick([10, 100])) }
    let cpus: HostDescription.CPUs = dice.chance(25) ? .unlimited : .count(dice.pick([1, 1, 2, 3]))
    let listHighs: [HostDescription.PerCPUListHigh] = [
      .off, .kernel, .pages(4), .pages(12), .pages(40),
    ]
    let listHigh = cpus == .unlimited ? .off : dice.pick(listHighs)
    return HostDescription(
      memory: Pages(memory), cpus: cpus,
      timeSlice: SimulatedDuration(nanoseconds: dice.pick([2_400, 6_000, 12_000, 24_000])),
      tick: SimulatedDuration(nanoseconds: dice.pick([4_800, 19_200])), watermarks: watermarks,
      lowmemReserve: Pages(reserve),
      inUseByKernel: Pages(memory - held - cache - free - anonymous),
      inUseAnonymous: Pages(anonymous), cleanPageCache: Pages(cache),
      perCPUListBatch: Pages(dice.pick([1, 3, 8, 63])), perCPUListHigh: listHigh)
  }

  private mutating func cost(times factor: Int64 = 1) -> SimulatedDuration {
    SimulatedDuration(nanoseconds: dice.pick(grain) * factor)
  }

  private mutating func costs() -> CostDescription {
    CostDescription(
      append: cost(), node: cost(), failedNode: cost(), fault: cost(), unmap: cost(),
      scan: cost(), reclaim: cost(), fruitlessPass: cost(times: dice.pick([1, 4, 10])),
      wake: cost(times: dice.pick([1, 10])), contextSwitch: cost())
  }

  private mutating func ultravisor() -> UltravisorDescription {
    let factors: [Int64] = isTight ? [2, 5, 10] : [1, 2, 5]
    return UltravisorDescription(
      destroy: cost(times: dice.pick(factors)), destroyDirty: cost(times: dice.pick(factors)),
      export: cost(times: 2), import: cost(times: 2), servers: dice.pick([nil, nil, 1, 2, 3]))
  }

  private mutating func rules() -> MechanismRules {
    var rules = MechanismRules(
      pagesPerNode: dice.pick([3, 5, 16, 509]),
      reclaimRetries: dice.pick(isTight ? [0, 1, 3] : [1, 3, 16]))
    guard dice.chance(50) else { return rules }
    rules.payment = dice.pick([.before, .before, .after])
    rules.cleaningOrder = dice.pick([.newestNodeFirst, .oldestFirst])
    rules.pageAtNewNode = dice.pick([.converted, .appended])
    rules.notifierWork = dice.pick([.timed, .instant])
    rules.reclaimRetry = dice.pick([.hopeful, .always])
    rules.lastTest = dice.pick([.high, .min])
    rules.killRefund = dice.pick([.overTime, .instant])
    rules.nodeFloor = dice.pick([.allocationClass, .min])
    return rules
  }

  private mutating func choice(_ role: PolicyRole) -> PolicyChoice {
    // Policies that make mistakes came later: the draws of these hosts stay what they were.
    let candidates = catalogue.registrations.filter {
      $0.role == role && $0.name != SloppyPolicies.name
    }
    let registration = dice.pick(candidates)
    let arguments = registration.parameters.map {
      PolicyChoice.Argument(name: $0.name, value: value(of: $0))
    }
    return PolicyChoice(name: registration.name, arguments: arguments)
  }

  private mutating func value(of parameter: ParameterDeclaration) -> Int64 {
    let wanted: Int64
    switch parameter.unit {
    case .pages: wanted = dice.pick([1, 2, 5, 16, 64, 256])
    case .duration: wanted = dice.pick([60, 240, 1_200, 4_800, 48_000])
    case .rate: wanted = dice.pick([1 << 30, 4 << 30])
    case .share: wanted = dice.pick([10_000, 250_000, 500_000, 1_000_000])
    case .count: wanted = dice.pick([parameter.defaultValue, 1, 2, 16])
    case .choice: wanted = dice.number(parameter.range)
    }
    let value = dice.chance(15) ? parameter.defaultValue : wanted
    return min(max(value, parameter.range.lowerBound), parameter.range.upperBound)
  }

  /// An instant soon after the beginning, mostly on the grain.
  mutating func soon() -> Draw {
    switch dice.number(0...4) {
    case 0, 1: .fixed(begin)
    case 2: .fixed(begin + dice.pick(grain) * dice.number(1...100))
    case 3: .uniform(begin...begin + 60_000)
    default: .fixed(begin + 4_800)
    }
  }

  /// A delay, mostly on the grain, sometimes none.
  mutating func delay() -> Draw {
    switch dice.number(0...3) {
    case 0: .fixed(0)
    case 1: .fixed(dice.pick(grain) * dice.number(1...50))
    case 2: .uniform(0...20_000)
    default: .exponential(mean: 9_600, step: 240)
    }
  }

  /// Whether nothing happens for the first seconds.
  var isShifted: Bool { begin > 0 }
}
