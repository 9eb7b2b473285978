/// A CPU's own list of free pages: what the zone does not see.
///
/// `nr_pcp_alloc`, `nr_pcp_free` and `nr_pcp_high` of `mm/page_alloc.c`, Linux 6.12, with a fixed
/// high mark (the kernel tunes it upwards while memory is plentiful).
struct PerCPUList {
  /// Pages on the list.
  var count: Int64 = 0
  /// Pages freed in a row, as the kernel reckons it.
  var freeRun: Int64 = 0
  /// How often the batch has been doubled.
  var factor: Int64 = 0

  private static let scaleMaximum: Int64 = 5

  /// Takes a page; returns how many pages came out of the zone for it.
  ///
  /// - Parameters:
  ///   - batch: The least number that moves at a time.
  ///   - base: The list's high mark without reclaim.
  ///   - available: Free pages of the zone, at least 1.
  mutating func take(batch: Int64, base: Int64, available: Int64) -> Int64 {
    var refill: Int64 = 0
    if count == 0 {
      let most = Swift.max(base - batch, batch)
      var wanted = batch << factor
      if wanted <= most && factor < Self.scaleMaximum { factor += 1 }
      wanted = Swift.min(wanted, most)
      refill = Swift.min(wanted, available)
      count = refill
    }
    count -= 1
    freeRun >>= 1
    return refill
  }

  /// Frees a page; returns how many pages went to the zone for it.
  ///
  /// - Parameters:
  ///   - batch: The least number that moves at a time.
  ///   - high: The list's high mark now.
  mutating func free(batch: Int64, high: Int64) -> Int64 {
    factor >>= 1
    count += 1
    freeRun = Swift.min(freeRun + 1, batch << Self.scaleMaximum)
    guard count >= high else { return 0 }
    let wanted =
      high < batch ? 1 : Swift.min(Swift.max(freeRun, batch), Swift.max(batch, high - batch))
    let given = Swift.min(wanted, count)
    count -= given
    return given
  }

  /// Takes so many pages that are on the list.
  mutating func takePlain(_ pages: Int64) {
    count -= pages
    freeRun = pages > 62 ? 0 : freeRun >> pages
  }

  /// Frees so many pages that stay on the list.
  mutating func freePlain(_ pages: Int64, batch: Int64) {
    factor = pages > 62 ? 0 : factor >> pages
    count += pages
    freeRun = Swift.min(freeRun + pages, batch << Self.scaleMaximum)
  }
}
