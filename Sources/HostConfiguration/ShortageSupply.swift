// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit

/// What the OOM path can add to what teardowns free: requesters that clean pages in notifiers, and
/// victims that give back what they hold.
///
/// Neither happens before free and reclaimable memory has once been at or below `min`. That is
/// at a time K at which tasks hold what there was, less what lists, nodes and requests in reclaim may hold,
/// plus all that has been freed by K: who frees much early has the OOM path later.
struct ShortageSupply {
  /// The earliest K, if nothing has been freed.
  let earliest: Int64
  /// By how much demand can exceed there what makes memory short.
  private let excess: Int64
  /// Pages of teardowns that can come at any speed, and what tasks can take as they begin.
  private let jump: Int64
  /// Actors that free pages in teardowns.
  private let lanes: Int64
  /// Actors of the OOM path.
  private let helpers: Int64
  /// Pages that the OOM path can have at once.
  private let gift: Int64
  /// What a page of a guest costs at least.
  private let cost: Int64
  private let slope: Int64

  /// - Parameters:
  ///   - kernelStart: When the first task can begin that may call the OOM killer.
  ///   - short: How much tasks must hold for memory to be short, if nothing has been freed.
  ///   - helpers: Given K's earliest value, how many actors the OOM path has, and what it has at once.
  /// - Returns: Nil if memory is never short before `limit`.
  init?(
    demand: [DemandLine], curves: [ReturnCurve], kernelStart: Int64, short: Int64, cost: Int64,
    limit: Int64, helpers: (Int64) -> (lanes: Int64, gift: Int64)
  ) {
    func held(by instant: Int64) -> Int64 {
      Int64(clamping: demand.reduce(Int128(0)) { $0 + Int128($1.pages(by: instant)) })
    }
    guard
      let earliest = Instant.first(from: kernelStart, to: limit, where: { held(by: $0) >= short })
    else { return nil }
    self.earliest = earliest
    self.cost = cost
    excess = Int64(clamping: Int128(held(by: earliest)) - Int128(short))
    jump =
      curves.reduce(0) { $0 + $1.jump } + demand.reduce(0) { $0 + $1.first }
    lanes = curves.reduce(0) { $0 + $1.lanes }
    (self.helpers, gift) = helpers(earliest)
    slope = Int64(clamping: demand.reduce(Int128(0)) { $0 + Int128($1.slope) })
  }

  /// The most pages that teardowns and the OOM path together can have freed by an instant.
  ///
  /// - Parameter freed: The most that teardowns alone can have freed by then.
  func pages(by instant: Int64, freed: Int64) -> Int64 {
    guard instant >= earliest else { return freed }
    let span = Int128(instant - earliest)
    let base = Int128(freed)
    let (cost, lanes) = (Int128(cost), Int128(lanes))
    let start = Int128(excess) + Int128(jump) + lanes + 1
    func helped(from shortage: Int128) -> Int128 {
      Int128(helpers) * (span - shortage) / cost + Int128(helpers) + Int128(gift) + 1
    }
    // Memory is short from the first instant on: what has been freed by then was no more than `start`.
    var best = Swift.min(base, start + lanes * span / cost + 1) + helped(from: 0)
    // It is short only now.
    let demanded = Int128(slope) * span / 1_000_000_000
    best = Swift.max(best, Swift.min(base, start + demanded + 1) + helped(from: span))
    // It is short as soon as teardowns may have freed all that they can.
    let gain = Int128(slope) * cost - lanes * 1_000_000_000
    let missing = (base - start) * cost - lanes * span
    if gain > 0, missing > 0 {
      let shortage = missing * 1_000_000_000 / gain
      if shortage < span { best = Swift.max(best, base + helped(from: shortage)) }
    }
    return Int64(clamping: best)
  }
}

/// Searches in time.
enum Instant {
  /// The first instant at which a condition holds that holds for ever once it does; nil for none.
  ///
  /// - Complexity: O(log of the range).
  static func first(from start: Int64, to end: Int64, where holds: (Int64) -> Bool) -> Int64? {
    guard start <= end, holds(end) else { return nil }
    var (low, high) = (start, end)
    while low < high {
      let middle = low + (high - low) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
