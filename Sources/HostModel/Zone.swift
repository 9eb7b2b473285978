// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// Free memory: taking and giving pages, the lists between, and who is woken by it.
extension HostEngine {
  /// A list's high mark now.
  @inline(__always)
  var listHigh: Int64 {
    mutating get { kswapd.mode == .awake ? listRule.highInReclaim : listRule.base }
  }

  /// Takes a page for an actor on `cpu`; its floor has been passed.
  @inline(__always)
  mutating func takePage(_ cpu: Int32) {
    if usesLists {
      let refill = rings[Int(cpu)].list.take(listRule, available: free)
      free &-= refill
      listed &+= refill &- 1
    } else {
      free &-= 1
    }
    record.freeMinimum = Swift.min(record.freeMinimum, free)
  }

  /// Gives a page back for an actor on `cpu`.
  @inline(__always)
  mutating func freePage(_ cpu: Int32) {
    if usesLists {
      let given = rings[Int(cpu)].list.free(listRule, high: listHigh)
      free &+= given
      listed &+= 1 &- given
    } else {
      free &+= 1
    }
  }

  /// All lists go to the zone.
  mutating func drainLists(for thread: Int32) {
    if usesLists {
      for cpu in 0..<cpuCount {
        free += rings[cpu].list.count
        rings[cpu].list.count = 0
      }
      listed = 0
    }
    emit(.drain, Int64(thread))
  }

  /// Follows free memory after an event: the marks it has crossed, and tasks that waited for it.
  @inline(__always)
  mutating func noteFree() {
    if free < band.lower || free >= band.upper { crossBand() }
    if !waitingForFree.isEmpty { startAwaited() }
  }

  mutating func crossBand() {
    // Who paused did so in the old band.
    bookAll()
    closeBand()
    thresholdsHold = false
    // The marks from the lowest to the highest.
    switch free {
    case ..<marks.halfMin: (band.lower, band.upper) = (0, marks.halfMin)
    case ..<marks.min: (band.lower, band.upper) = (marks.halfMin, marks.min)
    case ..<marks.low: (band.lower, band.upper) = (marks.min, marks.low)
    case ..<marks.high: (band.lower, band.upper) = (marks.low, marks.high)
    default: (band.lower, band.upper) = (marks.high, .max)
    }
  }

  /// Adds up the time since free memory last crossed a mark.
  mutating func closeBand() {
    let span = now - band.since
    band.since = now
    let level = band.lower
    if level < marks.high { band.belowHigh += span }
    if level < marks.low { band.belowLow += span }
    if level < marks.min { band.belowMin += span }
    if level < marks.halfMin { band.belowHalfMin += span }
  }

  mutating func levelAwaited(by task: Int32) -> Int64 {
    if case .whenFree(let pages, _, _) = tasks[Int(task)].description.start { return pages.count }
    return .max
  }

  private mutating func startAwaited() {
    thresholdsHold = false
    let ready = waitingForFree.filter { mayStart($0) }
    guard !ready.isEmpty else { return }
    for task in ready { schedule(at: now, tie: lifeTie(ofTask: task), .taskStart(task: task)) }
    waitingForFree.removeAll { ready.contains($0) }
  }

  /// Whether enough is free for a task; one that exits after a kill does not exist, even if it restarts.
  private mutating func mayStart(_ task: Int32) -> Bool {
    free >= levelAwaited(by: task) && tasks[Int(task)].life != .killed
  }

  /// A pass of reclaim that finds nothing else frees some slab.
  mutating func freeSlab(on cpu: Int32) {
    let pages = Swift.min(slab, configuration.rules.slabPagesPerPass)
    slab -= pages
    for _ in 0..<pages { freePage(cpu) }
  }

  // MARK: kswapd

  /// Any request that finds free memory at or below low wakes kswapd.
  @inline(__always)
  mutating func wakeKswapdIfLow() {
    if free <= marks.low, kswapd.canBeWoken { wakeKswapd() }
  }

  private mutating func wakeKswapd() {
    kswapd.mode = .waking
    record.kswapdWakes += 1
    emit(.kswapdWake, 0, kswapd.failures)
    stepwise(.kswapd)
    wake(Int32(layout.kswapd), after: costs.wake)
  }

  /// kswapd comes to the CPUs.
  mutating func startKswapd() {
    kswapd.mode = .awake
    enter(Int32(layout.kswapd), need: 0)
    beginKswapdItem()
  }

  /// The act of kswapd.
  mutating func actKswapd() {
    if kswapd.hasPage {
      kswapd.hasPage = false
      isolated -= 1
      record.scannedByKswapd += 1
      record.stolenByKswapd += 1
      freePage(lanes[layout.kswapd].cpu)
      kswapd.failures = 0
    } else if slab > 0 {
      freeSlab(on: lanes[layout.kswapd].cpu)
      kswapd.failures = 0
    } else {
      kswapd.failures += 1
      if kswapd.failures >= 16 {
        kswapd.hopelessSince = now
        sleepKswapd(.kswapdHopeless)
        return
      }
    }
    beginKswapdItem()
  }

  private mutating func beginKswapdItem() {
    if free >= marks.high {
      sleepKswapd(.kswapdSleep)
    } else if pageCache > 0 {
      pageCache -= 1
      isolated += 1
      kswapd.hasPage = true
      setNeed(Int32(layout.kswapd), costs.scan + costs.reclaim)
    } else {
      setNeed(Int32(layout.kswapd), costs.fruitlessPass)
    }
    planKswapd()
  }

  mutating func planKswapd() {
    guard kswapd.mode == .awake else { return }
    if kswapd.hasPage {
      setPlain(
        Int32(layout.kswapd), .reclaim, flow: 1, cost: costs.scan + costs.reclaim, left: pageCache)
    } else {
      setPlain(Int32(layout.kswapd), .none, flow: 0, cost: 1, left: 0)
    }
  }

  private mutating func sleepKswapd(_ why: DecisionEvent.Kind) {
    leave(Int32(layout.kswapd))
    kswapd.mode = .asleep
    emit(why, 0, kswapd.failures)
    stepwise(.kswapd)
  }

  /// Direct reclaim has found something: kswapd may be woken again.
  mutating func reviveKswapd() {
    kswapd.failures = 0
    if kswapd.hopelessSince >= 0 {
      record.kswapdHopeless += now - kswapd.hopelessSince
      kswapd.hopelessSince = -1
    }
  }
}
