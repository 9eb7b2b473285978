// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

// What is counted of the host: bookkeeping, kills, reclaim, costs, and what policies did.
extension NaiveMetrics {
  private var counters: NaiveCounters { run.counters }

  func setAside() -> [String: MetricReading] {
    [
      "set-aside.peak": .defined(record.setAsidePeak),
      "set-aside.area": .defined(counters.setAsideArea),
      "zombie.peak": .defined(counters.zombiePeak),
      "zombie.area": .defined(counters.zombieArea),
      "set-aside.node-attempts": .defined(counters.nodeAttempts),
      "set-aside.node-failures": .defined(counters.nodeFailures),
      "set-aside.fallback": .defined(counters.fallback),
      "set-aside.node-exports": .defined(counters.nodeExports),
      "set-aside.overhead": .defined(record.overheadPeak),
    ]
  }

  func outOfMemory() -> [String: MetricReading] {
    let kills = record.kills
    let held = record.chains.compactMap { chain in chain.to.map { $0 - chain.from } }
    return [
      "oom.kills": .defined(Int64(kills.count)),
      "oom.kills.bystander": .defined(Int64(kills.filter(\.isBystander).count)),
      "oom.kills.avoidable": .defined(Int64(kills.filter(\.isAvoidable).count)),
      "oom.killed-memory": .defined(kills.reduce(0) { $0 + $1.pages }),
      "oom.lost-work": .defined(kills.reduce(0) { $0 + $1.lostWork }),
      "oom.invocations": .defined(Int64(record.outOfMemoryCalls.count)),
      "oom.episodes": .defined(episodes()),
      "notifier.calls": .defined(counters.notifierCalls),
      "notifier.own-pages": .defined(counters.notifierPages),
      "notifier.freed": .defined(record.notifierFreed),
      "notifier.claimed": .defined(record.notifierClaimed),
      "notifier.false-zero": .defined(record.notifierFalseZeros),
      "notifier.held.total": .defined(held.reduce(0, +)),
      "notifier.held.p99": percentile(990, held),
      "notifier.held.max": percentile(1000, held),
      "oom.recovery": recovery(),
      "oom.livelock": .defined(livelock()),
    ]
  }

  /// Groups of calls less than a second apart.
  private func episodes() -> Int64 {
    var count: Int64 = 0
    var last: Int64?
    for call in record.outOfMemoryCalls {
      if last.map({ call - $0 >= 1_000_000_000 }) ?? true { count += 1 }
      last = call
    }
    return count
  }

  private func recovery() -> MetricReading {
    guard let kill = record.kills.first else { return .undefined("nobody was killed") }
    guard let first = record.firstPageAfterKill else {
      return .undefined("no task allocated afterwards")
    }
    return .defined(first - kill.time)
  }

  /// The longest span of returns of `out_of_memory()` between which nobody had a page.
  private func livelock() -> Int64 {
    var longest: Int64 = 0
    for span in record.returnsTrue { longest = max(longest, (span.last ?? 0) - (span.first ?? 0)) }
    return longest
  }

  func reclaim() -> [String: MetricReading] {
    [
      "reclaim.scanned.kswapd": .defined(counters.scannedByKswapd),
      "reclaim.scanned.direct": .defined(counters.scannedDirectly),
      "reclaim.stolen.kswapd": .defined(counters.stolenByKswapd),
      "reclaim.stolen.direct": .defined(counters.stolenDirectly),
      "kswapd.wakes": .defined(record.kswapdWakes),
      "kswapd.cpu": .defined(run.cpuTime(of: run.kswapd)),
      "kswapd.waiting": .defined(run.waitingTime(of: run.kswapd)),
      "kswapd.hopeless": .defined(record.hopeless.reduce(0) { $0 + ($1.to ?? end) - $1.from }),
      "free.min": .defined(counters.freeMinimum),
      "free.below.high": .defined(counters.belowHigh),
      "free.below.low": .defined(counters.belowLow),
      "free.below.min": .defined(counters.belowMinimum),
      "free.below.half-min": .defined(counters.belowHalfMinimum),
    ]
  }

  func costs() -> [String: MetricReading] {
    [
      "cleaner.pages": .defined(counters.cleanedPages),
      "cleaner.cpu": .defined(record.cleanerTime),
      "cleaner.waiting": .defined(
        record.cleaners.reduce(0) { $0 + run.waitingTime(of: $1.actor) }),
      "cleaner.rate": cleanerRate(),
      "cleaner.paused-in-need": .defined(record.pausesInNeed.reduce(0, +)),
      "uv.destroy.calls": .defined(record.calls.destroys),
      "uv.export.calls": .defined(record.calls.exports),
      "uv.import.calls": .defined(record.calls.imports),
      "uv.busy": .defined(record.calls.busy),
      "uv.wait": .defined(record.calls.wait),
    ]
  }

  private func cleanerRate() -> MetricReading {
    guard let first = record.cleaners.map(\.from).min(),
      let last = record.cleaners.map({ $0.to ?? end }).max(), last > first
    else { return .undefined("no cleaner ran") }
    return .defined(
      Int128(counters.cleanedPages) * 4096 * 1_000_000_000 / Int128(last - first))
  }

  func honesty() -> [String: MetricReading] {
    [
      "policy.asked": .defined(record.asked),
      "policy.illegal": .defined(record.illegal),
      "policy.infeasible": .defined(record.infeasible),
      "policy.replaced": .defined(record.replaced),
      "run.end": .defined(end),
      "run.random-draws": .defined(run.randomDraws),
    ]
  }
}
