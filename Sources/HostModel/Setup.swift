// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

extension HostEngine {
  /// Prepares a trial at its first instant.
  ///
  /// - Precondition: The description has no contradictions, and the plan is that of it.
  init(
    _ configuration: TrialConfiguration, plan: LanePlan, binding: PolicyBinding,
    step: StepLimit, keepsTimeline: Bool, observe: ((DecisionEvent) -> Void)?
  ) {
    self.configuration = configuration
    self.binding = binding
    callsNotifiers = configuration.callsNotifiers
    self.step = step
    isStepwise = step == .onePage
    isLimited = step != .unbounded
    self.keepsTimeline = keepsTimeline
    self.observe = observe
    if case .random(let seed) = step {
      stepGenerator = SeededGenerator(seed: seed)
    } else {
      stepGenerator = SeededGenerator(seed: 0)
    }
    let host = configuration.host
    timeSlice = host.timeSlice.nanoseconds
    paysAfter = configuration.rules.payment == .after
    appendsAfter = paysAfter && configuration.rules.pageAtNewNode == .appended
    contextSwitch = configuration.costs.contextSwitch.nanoseconds
    faultCost = configuration.costs.fault.nanoseconds
    servers = configuration.ultravisor.servers ?? 0
    costs = UnpackedCosts(configuration)
    marks = ZoneMarks(host)
    switch host.cpus {
    case .unlimited: cpuCount = 0
    case .count(let count): cpuCount = Int(count)
    }
    isFair = cpuCount > 0 && configuration.rules.scheduler != .roundRobin
    fair = FairScheduler(
      configuration, cpus: isFair ? cpuCount : 0, plan: plan.scheduling,
      weights: plan.lanes.map { Int64($0.weight) })
    listRule = Self.listRule(configuration, cpus: Int64(Swift.max(cpuCount, 1)))
    usesLists = cpuCount > 0 && listRule.base > 0
    pageCache = host.cleanPageCache.count
    slab = host.reclaimableSlab.count
    mappedCache = host.mappedPageCache.count
    free = Self.initialFree(configuration)

    guestCount = configuration.guests.count
    taskCount = configuration.tasks.count
    layout = plan.layout
    laneCount = plan.lanes.count
    lanes = Self.store(plan.lanes)
    running = .allocate(capacity: laneCount)
    rings = .allocate(capacity: Swift.max(cpuCount, 1))
    rings.initialize(repeating: CPURing(), count: Swift.max(cpuCount, 1))
    cleaners = Self.store(plan.cleaners)
    cleanerCount = plan.cleaners.count
    boots = Self.store(plan.boots)
    bootCount = plan.boots.count
    exits = plan.exits
    loads = plan.loads
    tasks = Self.store(plan.tasks)
    threads = Self.store(plan.threads)
    threadCount = plan.threads.count
    guests = .allocate(capacity: Swift.max(guestCount, 1))
    for index in 0..<guestCount {
      (guests + index).initialize(
        to: Self.guestState(configuration.guests[index], configuration, binding))
    }
  }

  private static func store<Element>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
    let pointer = UnsafeMutablePointer<Element>.allocate(capacity: Swift.max(elements.count, 1))
    pointer.initialize(from: elements, count: elements.count)
    return pointer
  }

  private static func initialFree(_ configuration: TrialConfiguration) -> Int64 {
    let host = configuration.host
    let guests = configuration.guests.reduce(Int64(0)) { $0 + $1.memory.count }
    let tasks = configuration.tasks.reduce(Int64(0)) { $0 + $1.resident.count }
    return host.memory.count - host.inUseByKernel.count - host.inUseAnonymous.count
      - host.cleanPageCache.count - host.mappedPageCache.count - host.reclaimableSlab.count
      - guests - tasks
  }

  private static func listRule(
    _ configuration: TrialConfiguration, cpus: Int64
  ) -> PerCPUList.Rule {
    let host = configuration.host
    let kind = configuration.rules.perCPULists
    let batch = host.perCPUListBatch.count
    let base =
      switch host.perCPUListHigh {
      case .off: Int64(0)
      case .pages(let pages): pages.count
      case .kernel: kind == .batch ? 6 * batch : Swift.max(host.marks.low.count / cpus, 4 * batch)
      }
    return PerCPUList.Rule(kind: kind, batch: batch, base: base)
  }

  private static func guestState(
    _ guest: GuestDescription, _ configuration: TrialConfiguration, _ binding: PolicyBinding
  ) -> GuestState {
    var isReboot = false
    if case .reboot = guest.departure { isReboot = true }
    return GuestState(
      description: guest, isReboot: isReboot,
      image: GuestImage(guest, seed: configuration.seed), mapped: guest.memory.count,
      list: SetAsideList(
        order: configuration.rules.cleaningOrder,
        nodes: guest.memory.count / configuration.rules.pagesPerNode + 1),
      allocationFailure: binding.allocationFailure(actor: guest.name),
      notifier: binding.notifier(actor: guest.name))
  }

  /// Draws what is drawn, sets the clocks and fills the reserves.
  mutating func start() {
    unchangingView.watermarkMin = Pages(marks.min)
    unchangingView.watermarkLow = Pages(marks.low)
    unchangingView.watermarkHigh = Pages(marks.high)
    unchangingView.managed = configuration.host.memory
    unchangingView.tick = configuration.host.tick
    record.freeMinimum = free
    drawTicks()
    record.reuseTax = [Int64](repeating: 0, count: guestCount)
    crossBand()
    for index in 0..<guestCount { prepareGuest(index) }
    for index in 0..<taskCount { prepareTask(index) }
    for load in loads { wake(load.lane, after: 0) }
    limit = configuration.limit.nanoseconds
    schedule(at: limit, tie: EventClass.sample.tie(2), .limit)
    if keepsTimeline {
      record.timeline.reserveCapacity(Self.timelineMax)
      takeSample()
    }
    noteFree()
  }

  private mutating func draw(_ draw: Draw, _ identity: @autoclosure () -> String) -> Int64 {
    if case .fixed(let value) = draw { return value }
    if draw.isRandom { record.draws += 1 }
    var generator = SeededGenerator(seed: configuration.seed, identity: identity())
    return draw.value(using: &generator)
  }

  private mutating func prepareGuest(_ index: Int) {
    let guest = guests + index
    let description = guest.pointee.description
    for other in 0..<index {
      guest.pointee.firstCleaner += Int(guests[other].description.cleaners)
      guard guests[other].isReboot else { continue }
      guest.pointee.firstBoot += Int(guests[other].description.afterBoot.threads)
    }
    if case .extents = description.image { record.draws += 1 }
    switch description.departure {
    case .none: return
    case .shutdown(let at), .reboot(let at):
      guest.pointee.leaves = true
      let time = draw(at, description.departureIdentity)
      schedule(at: time, tie: EventClass.life.tie(index), .stop(guest: Int32(index)))
    }
    if guest.pointee.isReboot {
      guest.pointee.idle = draw(description.afterBoot.idle, "guest.\(description.name).idle")
      guest.pointee.bootThreadsAtWork = Int(description.afterBoot.threads)
      if description.afterBoot.order == .random { record.draws += 1 }
    } else if guest.pointee.isLazyShutdown {
      fillReserve(guest)
    }
  }

  private mutating func fillReserve(_ guest: UnsafeMutablePointer<GuestState>) {
    record.asked += 1
    let wanted = guest.pointee.allocationFailure.refill(
      ReserveView(
        host: hostView(), resident: guest.pointee.description.memory,
        pagesPerNode: configuration.rules.pagesPerNode, reserve: 0))
    let most = Swift.max(0, free - marks.min)
    if wanted.count < 0 || wanted.count > most { noteIllegal(guest) }
    guest.pointee.reserve = Swift.min(Swift.max(wanted.count, 0), most)
    free -= guest.pointee.reserve
    record.reserved += guest.pointee.reserve
    record.freeMinimum = Swift.min(record.freeMinimum, free)
    noteOverhead()
    noteFree()
  }

  private mutating func prepareTask(_ index: Int) {
    let task = tasks + index
    let description = task.pointee.description
    if description.resident > 0 { task.pointee.life = .alive }
    switch description.demand {
    case .steady(let total, let jitter, _, _):
      let spread = jitter.partsPerMillion
      let factor =
        spread == 0
        ? 1_000_000
        : draw(
          .uniform(1_000_000 - spread...1_000_000 + spread), description.sizeIdentity)
      task.pointee.total = Swift.max(
        1, Int64(Int128(total.count) * Int128(factor) / 1_000_000))
    case .bursts(let interval, let pages, let holds, let stream):
      record.draws += 1
      let generator =
        stream.map { SeededGenerator(seed: configuration.seed, stream: $0) }
        ?? SeededGenerator(
          seed: configuration.seed, identity: "task.\(description.name).bursts")
      task.pointee.bursts = BurstSource(
        interval: interval, pages: pages, holds: holds, generator: generator)
    case .periodic, .replay: break
    }
    scheduleStart(index)
  }

  private mutating func scheduleStart(_ index: Int) {
    let task = tasks + index
    func identity() -> String { task.pointee.description.startIdentity }
    switch task.pointee.description.start {
    case .at(let at):
      schedule(
        at: draw(at, identity()), tie: lifeTie(ofTask: Int32(index)),
        .taskStart(task: Int32(index)))
    case .after(let guest, _, let delay):
      task.pointee.startDelay = draw(delay, identity())
      task.pointee.clockGuest = indexOfGuest(guest)
    case .whenFree(_, let guest, _):
      if let guest {
        task.pointee.clockGuest = indexOfGuest(guest)
      } else {
        waitingForFree.append(Int32(index))
        thresholdsHold = false
      }
    }
  }

  private func indexOfGuest(_ name: String) -> Int32 {
    Int32(configuration.guests.firstIndex { $0.name == name } ?? -1)
  }
}
