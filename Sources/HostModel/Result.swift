// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

extension HostEngine {
  /// Closes what is still open when the run has ended.
  mutating func finish() {
    bookAll()
    closeWindow()
    closeBand()
    if kswapd.hopelessSince >= 0 { record.kswapdHopeless += now - kswapd.hopelessSince }
    closeStalls()
    closeAreas()
    notePeak()
    let sample = currentSample()
    checkAccounting(sample)
    if keepsTimeline { record.timeline.append(sample) }
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
  mutating func result() -> TrialResult {
    var assembly = MetricAssembly()
    addGuestMetrics(&assembly)
    addSetAsideMetrics(&assembly)
    addTaskMetrics(&assembly)
    addOutOfMemoryMetrics(&assembly)
    addReclaimMetrics(&assembly)
    addCostMetrics(&assembly)
    precondition(assembly.isComplete, "A metric of the catalogue has not been given.")
    return TrialResult(
      outcome: outcome ?? .censored, end: now, digest: digest.value,
      shape: MetricShape(configuration), readings: assembly.readings,
      timeline: record.timeline, told: record.story, notifierAnswers: record.answers,
      reference: referenceCounters(),
      usefulTime: record.useful)
  }

  private func referenceCounters() -> ReferenceCounters {
    var counters = record.reference
    counters.stalls = record.burstStalls.array
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
