// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// The slow path of the page allocator, in the order of `__alloc_pages_slowpath` (Linux 6.12).
extension HostEngine {
  /// A pass of direct reclaim begins: 32 pages (`SWAP_CLUSTER_MAX`) or more, or nothing to be found.
  mutating func beginPass(_ index: Int32) {
    let thread = threads + Int(index)
    let most = configuration.rules.directReclaim == .cluster ? 32 : Swift.max(32, pageCache >> 12)
    let pages = Swift.min(most, pageCache)
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
      isolated &-= pages
      let cpu = lanes[Int(thread.pointee.lane)].cpu
      for _ in 0..<pages { freePage(cpu) }
      record.scannedByTasks &+= pages
      record.stolenByTasks &+= pages
      if takesAfterProgress(index) { return }
    } else if slab > 0 {
      freeSlab(on: lanes[Int(thread.pointee.lane)].cpu)
      if takesAfterProgress(index) { return }
    } else {
      record.barrenPasses &+= 1
      thread.pointee.loops &+= 1
    }
    if thread.pointee.loops > configuration.rules.reclaimRetries || !isHopeful {
      callOutOfMemory(index)
    } else {
      retryReclaim(index)
    }
  }

  /// Whether reclaim could meet `min` with all that there is (`should_reclaim_retry`).
  private var isHopeful: Bool {
    mutating get {
      let reclaimable = pageCache &+ mappedCache
      return switch configuration.rules.reclaimRetry {
      case .always: true
      case .hopeful: free &+ reclaimable > marks.min
      case .freeCountedTwice:
        reclaimable > 0 ? free &+ reclaimable > marks.min : 2 &* free > marks.min
      }
    }
  }

  /// A pass has freed something; returns whether the request has its page now.
  private mutating func takesAfterProgress(_ index: Int32) -> Bool {
    threads[Int(index)].loops = 0
    reviveKswapd()
    if free <= marks.min { drainLists(for: index) }
    guard free > marks.min else { return false }
    takeForRequest(index)
    return true
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
      let sleep = sleep(ticks: 1)
      thread.pointee.sleepsUntil = now &+ sleep
      wake(thread.pointee.lane, after: sleep)
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
