// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// Sleeps of the kernel, by the rule of its timers.
extension HostEngine {
  /// Draws where the ticks of the clock lie: when the first one is, and which number it has.
  mutating func drawTicks() {
    guard configuration.rules.tickPhase == .drawn, configuration.usesTicks else { return }
    record.draws += 1
    var generator = SeededGenerator(seed: configuration.seed, identity: "host.tick")
    tickPhase = generator.uniform(in: 0...configuration.host.tick.nanoseconds - 1)
    firstTick = generator.uniform(in: 0...4095)
  }

  /// How long a sleep of so many ticks lasts that begins now.
  mutating func sleep(ticks: Int64) -> Int64 {
    let tick = configuration.host.tick.nanoseconds
    guard configuration.rules.timers == .wheel else { return ticks * tick }
    let since = now - tickPhase
    let passed = since >= 0 ? since / tick : -((tick - 1 - since) / tick)
    let wakes = TimerWheel.expiry(armedAt: firstTick + passed, ticks: ticks)
    return tickPhase + (wakes - firstTick) * tick - now
  }

  /// How long a sleep lasts that is asked for in time, which the kernel rounds up to ticks.
  ///
  /// - Parameter extraTicks: What the function that sleeps adds.
  mutating func sleep(for duration: Int64, extraTicks: Int64 = 0) -> Int64 {
    guard configuration.rules.timers == .wheel else { return duration }
    let tick = configuration.host.tick.nanoseconds
    return sleep(ticks: (duration + tick - 1) / tick + extraTicks)
  }
}

/// The timer wheel: levels of buckets, each eight times as coarse as the one before.
enum TimerWheel {
  /// The tick at which a timer fires (`calc_wheel_index` and `calc_index`, `kernel/time/timer.c`, 6.12): never
  /// early, so that the next bucket after its time is meant, at the level that its distance asks for.
  ///
  /// - Parameters:
  ///   - tick: The number of the last tick, which the wheel has come to.
  ///   - ticks: The timeout.
  static func expiry(armedAt tick: Int64, ticks: Int64) -> Int64 {
    var shift: Int64 = 0
    // Level n takes distances below 63 << 3 n; the last one all others.
    while shift < 24, ticks >= 63 << shift { shift += 3 }
    return (((tick + ticks) >> shift) + 1) << shift
  }
}
