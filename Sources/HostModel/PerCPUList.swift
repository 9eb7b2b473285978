// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// A CPU's own list of free pages: what the zone does not see.
///
/// `mm/page_alloc.c` with a fixed high mark (6.12 tunes it upwards while memory is plentiful), in three
/// generations: `rmqueue_bulk` and `free_unref_page_commit` up to 5.13; `nr_pcp_free` with `free_factor`, 6.1;
/// `nr_pcp_alloc` and `nr_pcp_free` with `alloc_factor` and `free_count`, 6.12.
struct PerCPUList {
  /// How the lists of a host move pages.
  struct Rule {
    let kind: MechanismRules.PerCPULists
    /// The least number of pages that moves at a time.
    let batch: Int64
    /// The high mark without reclaim; no lists if it is 0.
    let base: Int64

    /// A list's high mark while kswapd is at work: reclaim keeps lists short from 5.14 on (`nr_pcp_high`).
    var highInReclaim: Int64 { kind == .batch ? base : Swift.min(4 * batch, base) }
  }

  /// Pages on the list.
  var count: Int64 = 0
  /// Pages freed in a row, as the kernel reckons it (6.12).
  var freeRun: Int64 = 0
  /// How often the batch has been doubled: of refills (6.12), of frees (6.1).
  var factor: Int64 = 0

  private static let scaleMaximum: Int64 = 5

  /// Takes a page; returns how many pages came out of the zone for it.
  ///
  /// - Parameter available: Free pages of the zone, at least 1.
  mutating func take(_ rule: Rule, available: Int64) -> Int64 {
    var refill: Int64 = 0
    if count == 0 {
      var wanted = rule.batch
      if rule.kind == .allocFactor {
        let most = Swift.max(rule.base - rule.batch, rule.batch)
        wanted <<= factor
        if wanted <= most && factor < Self.scaleMaximum { factor += 1 }
        wanted = Swift.min(wanted, most)
      }
      refill = Swift.min(wanted, available)
      count = refill
    }
    takePlain(1, rule)
    return refill
  }

  /// Frees a page; returns how many pages went to the zone for it.
  ///
  /// - Parameter high: The list's high mark now.
  mutating func free(_ rule: Rule, high: Int64) -> Int64 {
    freePlain(1, rule)
    guard count >= high else { return 0 }
    let given = Swift.min(wanted(rule, high: high), count)
    count -= given
    return given
  }

  /// How many pages a list gives back that has reached its high mark.
  private mutating func wanted(_ rule: Rule, high: Int64) -> Int64 {
    if rule.kind == .batch { return rule.batch }
    guard high >= rule.batch else { return 1 }
    let most = high - rule.batch
    guard rule.kind == .freeFactor else {
      return Swift.min(Swift.max(freeRun, rule.batch), Swift.max(rule.batch, most))
    }
    let doubled = rule.batch << factor
    if doubled < most && factor < Self.scaleMaximum { factor += 1 }
    return Swift.min(Swift.max(doubled, rule.batch), most)
  }

  /// Takes so many pages that are on the list.
  @inline(__always)
  mutating func takePlain(_ pages: Int64, _ rule: Rule) {
    count -= pages
    switch rule.kind {
    case .batch: break
    case .freeFactor: factor = pages > 62 ? 0 : factor >> pages
    case .allocFactor: freeRun = pages > 62 ? 0 : freeRun >> pages
    }
  }

  /// Frees so many pages that stay on the list.
  @inline(__always)
  mutating func freePlain(_ pages: Int64, _ rule: Rule) {
    count += pages
    guard rule.kind == .allocFactor else { return }
    factor = pages > 62 ? 0 : factor >> pages
    freeRun = Swift.min(freeRun + pages, rule.batch << Self.scaleMaximum)
  }
}
