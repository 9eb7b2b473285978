// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

// Guests and tasks of a host that is made up.
extension RandomHostV1 {
  mutating func guest(_ number: Int) -> GuestDescription {
    var guest = GuestDescription(
      name: "guest-\(number)",
      memory: Pages(dice.pick(isTight ? [40, 256, 300, 700] : [1, 40, 256, 300, 700, 1_100])))
    guest.shared = .percent(dice.pick([0, 3, 40]))
    if dice.chance(50) {
      guest.image = .extents(
        mean: Pages(dice.pick([1, 8, 50])), shared64ths: 8, dirty64ths: 16,
        stream: dice.pick([nil, nil, 7]))
    }
    guest.nodeClass = dice.pick([.atomicNoMemalloc, .atomicNoMemalloc, .atomic, .nowait, .memalloc])
    guest.cleaners = dice.pick([1, 1, 2, 3])
    // A vCPU that is busy for seconds before anything happens would take long to walk through.
    guest.vcpus = isShifted ? 0 : dice.pick([0, 0, 0, 1, 2])
    guest.oomScoreAdjustment = dice.pick([0, -1000, -1000, 300])
    switch isTight && dice.chance(80) ? 1 : dice.number(0...9) {
    case 0: break
    case 1, 2, 3, 4:
      guest.departure = .shutdown(at: soon())
      guest.isProtected = dice.chance(90)
      let isLazy = isTight && dice.chance(70)
      guest.teardown =
        isLazy
        ? .lazyShutdown
        : dice.pick([
          .lazyShutdown, .lazyShutdown, .lazyShutdown, .lazyShutdown, .synchronousDestroy,
          .synchronousExport, .free,
        ])
    default:
      guest.departure = .reboot(at: soon())
      guest.teardown = dice.pick([
        .lazyReboot, .lazyReboot, .lazyReboot, .synchronousDestroy, .synchronousExport, .free,
      ])
      guest.oomScoreAdjustment = -1000
      guest.synchronousBelow = dice.pick([0, 100, 256, 300, 5_000])
      let touch: Int64 = dice.pick([20, 50, 100])
      guest.afterBoot = GuestDescription.AfterBoot(
        idle: dice.chance(50) ? .fixed(0) : delay(), touch: .percent(touch),
        threads: dice.pick([1, 1, 2]),
        order: dice.pick([.sequential, .random]), readyAt: .percent(dice.pick([touch / 2, touch])))
    }
    return guest
  }

  mutating func task(_ number: Int, guests: [GuestDescription]) -> TaskDescription {
    var task = TaskDescription(
      name: "task-\(number)", start: start(guests), demand: .periodic(pages: 1, every: .zero))
    task.allocationClass = dice.pick([.kernel, .kernel, .kernel, .nowait, .atomic, .memalloc])
    task.retryAfter = SimulatedDuration(nanoseconds: dice.pick([1_200, 4_800]))
    task.resident = dice.pick([0, 0, 0, 30, 200])
    task.isMeasured = dice.chance(60)
    task.oomScoreAdjustment = dice.pick([0, 0, 0, -1000, 500])
    task.threads = dice.pick(isTight ? [1, 2, 3, 4] : [1, 1, 2, 3])
    switch dice.number(0...5) {
    case 0:
      task.demand = .periodic(
        pages: Pages(dice.pick([1, 16, 60])),
        every: SimulatedDuration(nanoseconds: dice.pick([4_800, 9_600, 24_000])))
    case 1:
      task.threads = 1
      task.restartsAfterKill = dice.pick([nil, .microseconds(12), .microseconds(60)])
      task.demand = .bursts(
        interval: .exponential(mean: dice.pick([9_599, 48_000]), step: dice.pick([1, 240])),
        pages: dice.pick([.fixed(29), .exponential(mean: 40, step: 1)]),
        holds: .exponential(mean: dice.pick([24_000, 200_000]), step: 120),
        stream: dice.pick([nil, 2]))
    case 2:
      task.threads = 1
      task.demand = .replay(trace(), request: dice.pick([1, 16, 100]))
      task.holds = dice.pick([nil, .zero, .microseconds(24)])
    default:
      // Rates at which a page is due every 80 ns, 160 ns...
      let rate: Int64 = 4_096_000_000_000 / dice.pick([80, 160, 320, 640])
      task.demand = .steady(
        total: Pages(dice.pick([1, 150, 400, 800])), jitter: .percent(dice.pick([0, 0, 30])),
        rate: MemoryRate(bytesPerSecond: rate), request: Pages(dice.pick([1, 8, 32, 100])))
      task.holds = dice.pick([nil, .zero, .microseconds(24)])
      task.backlog = dice.pick([nil, nil, 0, 50])
    }
    return task
  }

  private mutating func start(_ guests: [GuestDescription]) -> TaskDescription.Start {
    let goers = guests.filter { $0.departure != .none }
    let event: TaskDescription.LifeEvent =
      dice.pick(isTight ? [.stop, .exit, .exit] : [.stop, .exit, .allFree])
    switch isTight ? dice.number(1...3) : dice.number(0...4) {
    case 0, 1: return .at(soon())
    case 2, 3:
      guard !goers.isEmpty else { return .at(soon()) }
      return .after(guest: dice.pick(goers).name, event: event, delay: delay())
    default:
      let guest = goers.isEmpty || isShifted ? nil : dice.pick([nil, goers[0].name])
      return isShifted
        ? .at(soon()) : .whenFree(Pages(dice.pick([50, 150, 300])), guest: guest, event: event)
    }
  }

  private mutating func trace() -> ResidentTrace {
    var samples: [ResidentTrace.Sample] = []
    var time: Int64 = 0
    for _ in 0..<dice.number(1...6) {
      samples.append(
        ResidentTrace.Sample(
          time: SimulatedDuration(nanoseconds: time),
          resident: Pages(dice.pick([0, 20, 100, 230, 500]))))
      time += dice.pick([2_400, 12_000, 30_000])
    }
    return ResidentTrace(source: "made up", samples: samples)
  }
}
