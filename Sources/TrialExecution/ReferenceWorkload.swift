// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration
internal import PolicyKit

/// The reference workload RW-1: one guest, one competitor, and results that several independent
/// programs in other languages agree on to the nanosecond.
public enum ReferenceWorkload {
  /// The smallest guest whose derived watermarks are not zero, in pages.
  public static let pagesMin: Int64 = 65_536
  /// The largest guest: a quarter of the largest host, in pages.
  public static let pagesMax: Int64 = 1 << 30

  /// The trial.
  ///
  /// - Parameters:
  ///   - pages: the guest's memory, ``pagesMin``...``pagesMax``.
  ///   - seed: the seed.
  ///   - mode: the variant.
  public static func configuration(
    pages: Int64, seed: UInt64, mode: ReferenceMode
  ) -> TrialConfiguration {
    precondition((pagesMin...pagesMax).contains(pages), "pages: expected 65,536...2^30")
    let scale = mode == .scaled ? pages / 262_144 : 1
    let notifierPages = mode == .pressureWithoutNotifier ? 0 : 256 * scale
    return TrialConfiguration(
      host: HostDescription(
        memory: Pages(pages + pages / 64), cpus: .unlimited,
        watermarks: .explicit(
          min: Pages(pages / 256), low: Pages(pages / 128), high: Pages(pages / 64)),
        lowmemReserve: 0, perCPUListHigh: .off),
      ultravisor: UltravisorDescription(
        destroy: SimulatedDuration(nanoseconds: 1_500),
        destroyDirty: SimulatedDuration(nanoseconds: 2_200)),
      costs: costs(scale: scale), rules: rules,
      guests: [
        GuestDescription(
          name: "guest", memory: Pages(pages),
          image: .extents(
            mean: Pages(512 * scale), shared64ths: 1, dirty64ths: 8, stream: 1),
          teardown: .lazyShutdown, departure: .shutdown(at: .fixed(0)))
      ],
      tasks: [competitor(pages: pages, mode: mode, scale: scale)],
      allocationFailure: PolicyChoice(name: "convert-one"),
      oomNotifier: notifierPages == 0
        ? PolicyChoice(name: "none") : notifier(pages: notifierPages),
      reclaimThrottle: PolicyChoice(
        name: "watermark-hysteresis",
        arguments: [
          .init(name: "on-below", value: 0), .init(name: "off-above", value: 0),
          .init(name: "burst", value: 1), .init(name: "pause", value: 1_000),
        ]),
      ending: .allFree, until: HostLimits.until, seed: seed)
  }

  private static func costs(scale: Int64) -> CostDescription {
    CostDescription(
      append: SimulatedDuration(nanoseconds: 60), node: SimulatedDuration(nanoseconds: 250),
      failedNode: SimulatedDuration(nanoseconds: 400), fault: SimulatedDuration(nanoseconds: 400),
      unmap: SimulatedDuration(nanoseconds: 90), fruitlessPass: .microseconds(50 * scale),
      wake: .microseconds(20))
  }

  private static let rules = MechanismRules(
    payment: .after, cleaningOrder: .oldestFirst, pagesPerNode: 510, pageAtNewNode: .appended,
    notifierWork: .instant, reclaimRetry: .always, reclaimRetries: 15, lastTest: .min,
    killRefund: .instant, nodeFloor: .min)

  private static func competitor(
    pages: Int64, mode: ReferenceMode, scale: Int64
  ) -> TaskDescription {
    var interval: Int64 = 1_000_000 * scale
    var size: Int64 = 500 * scale
    var holdMicroseconds = 200_000 * pages / 262_144
    switch mode {
    case .mixed, .scaled: break
    case .pressure, .pressureWithoutNotifier:
      size = 650
      holdMicroseconds *= 10
    case .bigBursts:
      size = 5_000
      interval = 10_000_000
    }
    return TaskDescription(
      name: "competitor",
      demand: .bursts(
        interval: .exponential(mean: interval, step: 1), pages: .exponential(mean: size, step: 1),
        holds: .exponential(mean: holdMicroseconds * 1_000, step: 1_000), stream: 2),
      restartsAfterKill: .milliseconds(5), isMeasured: false)
  }

  private static func notifier(pages: Int64) -> PolicyChoice {
    PolicyChoice(
      name: "free-batch",
      // The second choice of `active`: RW-1 asks during the walk too.
      arguments: [.init(name: "pages", value: pages), .init(name: "active", value: 1)])
  }
}
