internal import HostConfiguration
internal import PolicyKit

/// The slow path of the page allocator, in the order of `__alloc_pages_slowpath` (Linux 6.12).
extension HostEngine {
  /// A pass of direct reclaim begins: 32 pages (`SWAP_CLUSTER_MAX`), or nothing to be found.
  mutating func beginPass(_ index: Int32) {
    let thread = threads + Int(index)
    let pages = Swift.min(32, pageCache)
    pageCache &-= pages
    isolated &+= pages
    thread.pointee.mode = .reclaiming(pages)
    setPlain(thread.pointee.lane, .none, flow: 0, cost: 1, left: 0)
    if pages > 0 {
      planKswapd()
      setNeed(thread.pointee.lane, pages &* (costs.scan &+ costs.reclaim))
    } else {
      record.barrenPassesBegun &+= 1
      setNeed(thread.pointee.lane, costs.fruitlessPass)
    }
  }

  /// The act at the end of a pass.
  mutating func finishPass(_ index: Int32, _ pages: Int64) {
    let thread = threads + Int(index)
    endPart(thread, .reclaim)
    thread.pointee.mode = .faulting
    if pages > 0 {
      finishFruitfulPass(index, pages)
      if thread.pointee.stallStart < 0 { return }
    } else {
      record.barrenPasses &+= 1
      thread.pointee.loops &+= 1
    }
    let isHopeful =
      configuration.rules.reclaimRetry == .always || free &+ pageCache > marks.min
    if thread.pointee.loops > configuration.rules.reclaimRetries || !isHopeful {
      callOutOfMemory(index)
    } else {
      retryReclaim(index)
    }
  }

  private mutating func finishFruitfulPass(_ index: Int32, _ pages: Int64) {
    let thread = threads + Int(index)
    let cpu = lanes[Int(thread.pointee.lane)].cpu
    isolated &-= pages
    for _ in 0..<pages { freePage(cpu) }
    record.scannedByTasks &+= pages
    record.stolenByTasks &+= pages
    thread.pointee.loops = 0
    reviveKswapd()
    if free > marks.min {
      takeForRequest(index)
      return
    }
    drainLists(for: index)
    if free > marks.min { takeForRequest(index) }
  }

  /// Tries again at `min`, and reclaims again if that is not enough.
  mutating func retryReclaim(_ index: Int32) {
    wakeKswapdIfLow()
    if free > marks.min {
      takeForRequest(index)
    } else {
      beginPass(index)
    }
  }

  /// Reclaim has given up: `__alloc_pages_may_oom`.
  private mutating func callOutOfMemory(_ index: Int32) {
    let thread = threads + Int(index)
    guard lockHolder < 0 else {
      thread.pointee.mode = .awaitingLock
      lockWaiters += 1
      leave(thread.pointee.lane)
      wake(thread.pointee.lane, after: configuration.host.tick.nanoseconds)
      return
    }
    let mark = configuration.rules.lastTest == .high ? marks.high : marks.min
    if free > mark {
      takeForRequest(index)
      return
    }
    lockHolder = index
    bookAll()
    outOfMemory(index)
  }

}
