// SPDX-License-Identifier: Apache-2.0

import PolicyKit

/// Draws what policies might see, rich in ties and in values at the marks.
struct RandomViews {
  private var generator: SeededGenerator
  private var host = HostView()

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed, identity: "random-views")
    host.watermarkMin = 1_000
    host.watermarkLow = 2_000
    host.watermarkHigh = 3_000
    host.managed = 1_000_000
    host.free = 2_500
  }

  private mutating func one<Value>(of values: [Value]) -> Value {
    values[Int(generator.uniform(in: 0...Int64(values.count - 1)))]
  }

  /// Moves the host on, often by nothing, and returns it.
  mutating func nextHost() -> HostView {
    host.now =
      host.now + SimulatedDuration(nanoseconds: one(of: [0, 60, 4_500, 144_000, 5_000_000]))
    let step = one(of: [-500, -1, 0, 1, 499, 501] as [Int64])
    let moved = Pages(min(max(0, host.free.count + step), host.managed.count))
    host.free = one(of: [moved, moved, moved, 1_999, 2_000, 2_001, 2_999, 3_000, 3_001])
    host.setAside = Pages(generator.uniform(in: 0...2_000))
    host.waiters = Int32(generator.uniform(in: 0...4))
    host.cleaners = Int32(generator.uniform(in: 0...3))
    host.kswapdAwake = one(of: [false, true])
    return host
  }

  /// Some observables that may have changed stepwise, usually none.
  mutating func nextChanges() -> StepwiseChanges {
    one(of: [[], [], .pressure, .waiters, .cleaners, .outOfMemory, .kswapd, .any])
  }

  mutating func nextCleanerView() -> CleanerView {
    var view = CleanerView()
    view.host = nextHost()
    view.finished = Pages(generator.uniform(in: 1...1_000))
    view.queue = Pages(generator.uniform(in: 0...1_000))
    return view
  }

  mutating func nextFailureView() -> NodeFailureView {
    NodeFailureView(
      host: nextHost(), failuresInARow: generator.uniform(in: 1...4),
      failures: generator.uniform(in: 4...9), reserve: Pages(generator.uniform(in: 0...2)),
      setAside: Pages(generator.uniform(in: 0...2_000)),
      pagesLeft: Pages(generator.uniform(in: 1...2_000)))
  }

  mutating func nextReserveView() -> ReserveView {
    ReserveView(
      host: nextHost(), resident: Pages(generator.uniform(in: 0...100_000)), pagesPerNode: 509,
      reserve: 0)
  }

  mutating func nextOutOfMemoryView() -> OutOfMemoryView {
    OutOfMemoryView(
      host: nextHost(), freedByEarlier: one(of: [0, 1, 1_024, 1_025]),
      setAside: one(of: [0, 1, 255, 256, 257, 100_000]),
      freedSoFar: Pages(generator.uniform(in: 0...3)), isWalking: one(of: [false, true]),
      cleaners: one(of: [0, 1]), callsInEpisode: generator.uniform(in: 1...5),
      waitersForLock: Int32(generator.uniform(in: 0...3)), victimInFlight: one(of: [false, true]))
  }
}
