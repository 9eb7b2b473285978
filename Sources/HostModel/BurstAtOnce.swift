// SPDX-License-Identifier: Apache-2.0

/// Bursts that nothing disturbs.
extension HostEngine {
  /// Serves the burst that has just arrived as a whole, if until its last page nobody decides anything, no
  /// other burst arrives, and free memory stays far from what is below it.
  ///
  /// Its thread, which is idle, then needs no place among the lanes.
  ///
  /// - Parameters:
  ///   - burst: The burst, which is in no queue yet.
  ///   - index: Its task.
  ///   - horizon: When a lane decides something.
  ///   - taken: What the lanes may take at most.
  ///   - freed: What the lanes may free at most.
  /// - Returns: Whether it is served. If not, releases may have been run, but nothing else has been done.
  mutating func serveAtOnce(
    _ burst: Burst, of index: Int32, before horizon: EventKey, taken: Int64, freed: Int64
  ) -> Bool {
    let task = tasks + Int(index)
    let thread = threads + task.pointee.firstThread
    let pages = burst.pages
    let end = EventKey(
      time: now &+ (pages &- 1) &* faultCost, tie: lanes[Int(thread.pointee.lane)].tie)
    guard paysAfter, !isLimited, task.pointee.queue.isEmpty, end < horizon,
      free &- taken &- pages >= calmFloor
    else {
      return false
    }
    while timers.firstKey < end {
      guard passRelease(freed) else { return false }
    }
    passOthers(until: end)
    begin(burst, thread)
    now = end.time
    free &-= pages
    thread.pointee.pagesLeft = 0
    task.pointee.held &+= pages
    task.pointee.allocated &+= pages
    record.allocated &+= pages
    record.noteLastPage(thread.pointee.requestNumber, now, 0)
    completeRequest(Int32(task.pointee.firstThread), owed: faultCost)
    endEvent()
    return true
  }
}
