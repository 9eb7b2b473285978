internal import HostConfiguration
internal import PolicyKit

extension HostEngine {
  /// Closes what is still open when the run has ended.
  mutating func finish() {
    closeWindow()
    closeBand()
    if kswapd.hopelessSince >= 0 { record.kswapdHopeless += now - kswapd.hopelessSince }
    closeStalls()
    closeAreas()
    notePeak()
    let sample = currentSample()
    checkAccounting(sample)
    record.timeline.append(sample)
    for word in closingCounters { digest.absorb(word) }
  }

  private var closingCounters: [Int64] {
    [
      now, free, record.allocated, record.destroys, record.exports, record.imports,
      record.fallback, record.nodeAttempts, record.nodeFailures, record.cleanedPages,
      record.stolenByKswapd, record.stolenByTasks, record.barrenPasses, record.invocations,
      record.kills, record.freeMinimum, record.ultravisorBusy,
    ]
  }

  /// A stall that the end cuts off counts as far as it went.
  private mutating func closeStalls() {
    for index in 0..<threadCount {
      let thread = threads + index
      guard thread.pointee.stallStart >= 0 else { continue }
      closeStallPart(thread)
      record.noteStall(
        from: thread.pointee.stallStart, to: now,
        isMeasured: tasks[Int(thread.pointee.task)].description.isMeasured)
    }
  }

  /// Integrals are kept as sums of the instants at which pages go, less those at which they came.
  private mutating func closeAreas() {
    for index in 0..<guestCount {
      let guest = guests + index
      guest.pointee.setAsideInstants += Int128(now) * Int128(guest.pointee.setAside)
      record.zombieArea += Int128(now) * Int128(guest.pointee.zombiePages)
    }
  }

  /// What the run gives.
  func result() -> TrialResult {
    let names = MetricCatalogue.names(guests: record.guestNames, tasks: record.taskNames)
    var assembly = MetricAssembly()
    addGuestMetrics(&assembly)
    addSetAsideMetrics(&assembly)
    addTaskMetrics(&assembly)
    addOutOfMemoryMetrics(&assembly)
    addReclaimMetrics(&assembly)
    addCostMetrics(&assembly)
    return TrialResult(
      outcome: outcome ?? .censored, end: now, digest: digest.value,
      metrics: names.map { assembly.metric($0) }, timeline: record.timeline,
      story: record.story, reference: referenceCounters(), usefulTime: record.useful)
  }

  private func referenceCounters() -> ReferenceCounters {
    var counters = record.reference
    if guestCount > 0 {
      counters.teardownEnd = guests[0].exitTime
      counters.allFree = guests[0].allFreeTime
      counters.setAside = guests[0].setAsideTotal
    }
    counters.kills = record.kills
    counters.notifierCalls = record.invocations
    counters.notifierPages = record.notifierPages
    counters.fallback = record.fallback
    counters.peak = record.setAsideDataPeak
    counters.freeMinimum = record.freeMinimum
    counters.killedRequests = record.killedRequests
    counters.allocatedPages = record.allocated
    counters.retries = record.barrenPassesBegun
    counters.throttled = record.throttled
    counters.arrivals = record.arrivals
    counters.releases = record.releases
    counters.cleanedPages = record.cleanedPages
    return counters
  }
}

/// Collects metrics by name, so that each is given exactly once.
struct MetricAssembly {
  private var found: [String: TrialResult.Metric] = [:]

  /// No metric yet.
  init() { found.reserveCapacity(256) }

  /// Gives a metric a value.
  mutating func add(_ name: String, _ value: Int64, samples: Int64? = nil) {
    found[name] = TrialResult.Metric(name: name, value: .defined(value), samples: samples)
  }

  /// Says why a metric has no value.
  mutating func add(_ name: String, undefined reason: String) {
    found[name] = TrialResult.Metric(name: name, value: .undefined(reason: reason))
  }

  /// Gives an integral a value that fits.
  mutating func add(_ name: String, _ value: Int128) {
    if let fitting = Int64(exactly: value) {
      add(name, fitting)
    } else {
      add(name, undefined: "larger than 64 bits hold")
    }
  }

  /// Gives the percentiles of observations, by nearest rank.
  mutating func addPercentiles(_ prefix: String, _ values: [Int64], perMille: [(String, Int)]) {
    let sorted = values.sorted()
    for (suffix, rank) in perMille {
      guard !sorted.isEmpty else {
        add("\(prefix).\(suffix)", undefined: "there were none")
        continue
      }
      let place = Swift.max(1, (sorted.count * rank + 999) / 1000)
      add("\(prefix).\(suffix)", sorted[place - 1], samples: Int64(sorted.count))
    }
  }

  /// The metric of a name; undefined if nothing gave it.
  func metric(_ name: String) -> TrialResult.Metric {
    found[name]
      ?? TrialResult.Metric(name: name, value: .undefined(reason: "not part of this trial"))
  }
}
