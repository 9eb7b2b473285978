// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import NaiveInterpreter
internal import PolicyKit

/// The reference workload RW-1 as a trial of the general model.
enum ReferenceWorkload {
  /// The variants of the load.
  enum Mode: Int, CaseIterable {
    case mixed
    case pressure
    case pressureWithoutNotifier
    case rareBigBursts
  }

  /// The trial for a guest of so many pages.
  static func trial(pages: Int64, seed: UInt64, mode: Mode) -> TrialConfiguration {
    let isPressed = mode == .pressure || mode == .pressureWithoutNotifier
    let isBig = mode == .rareBigBursts
    let host = HostDescription(
      memory: Pages(pages + pages / 64), cpus: .unlimited,
      watermarks: .explicit(
        min: Pages(pages / 256), low: Pages(pages / 128), high: Pages(pages / 64)),
      perCPUListHigh: .off)
    let guest = GuestDescription(
      name: "guest", memory: Pages(pages),
      image: .extents(mean: 512, shared64ths: 1, dirty64ths: 8, stream: 1),
      teardown: .lazyShutdown, departure: .shutdown(at: .fixed(0)))
    let task = TaskDescription(
      name: "bursts",
      demand: .bursts(
        interval: .exponential(mean: isBig ? 10_000_000 : 1_000_000, step: 1),
        pages: .exponential(mean: isBig ? 5_000 : isPressed ? 650 : 500, step: 1),
        holds: .exponential(
          mean: 200_000 * pages / 262_144 * (isPressed ? 10 : 1) * 1_000, step: 1_000),
        stream: 2),
      restartsAfterKill: .milliseconds(5))
    return TrialConfiguration(
      host: host,
      ultravisor: UltravisorDescription(
        destroy: SimulatedDuration(nanoseconds: 1_500),
        destroyDirty: SimulatedDuration(nanoseconds: 2_200)),
      costs: CostDescription(
        append: SimulatedDuration(nanoseconds: 60), node: SimulatedDuration(nanoseconds: 250),
        failedNode: SimulatedDuration(nanoseconds: 400),
        fault: SimulatedDuration(nanoseconds: 400), unmap: SimulatedDuration(nanoseconds: 90),
        fruitlessPass: .microseconds(50), wake: .microseconds(20)),
      rules: MechanismRules(
        payment: .after, cleaningOrder: .oldestFirst, pagesPerNode: 510,
        pageAtNewNode: .appended, notifierWork: .instant, reclaimRetry: .always,
        reclaimRetries: 15, lastTest: .min, killRefund: .instant, nodeFloor: .min),
      guests: [guest], tasks: [task],
      oomNotifier: mode == .pressureWithoutNotifier
        ? PolicyChoice(name: "none")
        : PolicyChoice(
          name: "free-batch",
          arguments: [.init(name: "pages", value: 256), .init(name: "active", value: 1)]),
      reclaimThrottle: PolicyChoice(
        name: "watermark-hysteresis",
        arguments: [.init(name: "burst", value: 1), .init(name: "pause", value: 1_000)]),
      ending: .allFree,
      until: .seconds(60), seed: seed)
  }

  /// The digest that the reference programs print.
  static func digest(of result: NaiveResult, pages: Int64) -> String {
    let counters = result.counters
    var digest = counters.referenceDigest
    func time(of kind: NaiveEvent.Kind) -> Int64 {
      result.events.first { $0.kind == kind }?.time ?? -1
    }
    let allocations = counters.allocatedPages + counters.barrenPasses + counters.outOfMemoryCalls
    let steps =
      allocations + pages + 1 + counters.cleanedPages + counters.arrivals + counters.releases
    let closing = [
      time(of: .exit), time(of: .allFree), counters.kills, counters.outOfMemoryCalls,
      counters.notifierPages, counters.fallback, counters.setAsidePeak, counters.setAsideEver,
      counters.freeMinimum, Int64(counters.referenceStalls.count), counters.kills,
      counters.allocatedPages, counters.barrenPasses, counters.throttled, steps,
    ]
    for word in closing { digest.absorb(word) }
    return digest.hexadecimal
  }
}
