// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

// What is written down for the metrics, at the instants at which it is seen.
extension NaiveInterpreter {
  // Stalls.

  func beginStall(_ thread: NaiveThread) {
    thread.stalledSince = now
    thread.stallPart = thread.task.description.allocationClass == .kernel ? .reclaim : .retry
    thread.stallPartSince = now
    record.stalls.append(
      NaiveRecord.Stall(thread: thread.actor.index, task: thread.task.number, from: now))
  }

  /// What a stalled thread is about from now on.
  func setStallPart(_ part: NaiveRecord.StallPart, _ thread: NaiveThread) {
    guard thread.stalledSince != nil else { return }
    record.stallParts[thread.stallPart.rawValue] += now - thread.stallPartSince
    thread.stallPart = part
    thread.stallPartSince = now
  }

  func closeStall(_ thread: NaiveThread, isCutOff: Bool) {
    setStallPart(thread.stallPart, thread)
    for index in record.stalls.indices
    where record.stalls[index].thread == thread.actor.index && record.stalls[index].to == nil {
      record.stalls[index].to = now
      record.stalls[index].isCutOff = isCutOff
    }
  }

  // Policies.

  /// An answer has been clamped; after a hundred of a guest's the defaults answer.
  func noteIllegal(_ guest: NaiveGuest) {
    record.illegal += 1
    guest.illegalAnswers += 1
    guard guest.illegalAnswers == 100 else { return }
    guest.isReplaced = true
    guest.settledClass = guest.description.nodeClass
    record.replaced += 1
  }

  // Kills.

  func recordKill(of owner: Ledger.Owner, guest: NaiveGuest?, task: NaiveTask?) {
    let second: Int64 = 1_000_000_000
    var lately = 0
    if let task {
      lately = record.allocations[task.number].filter { $0 > now - second }.count
    }
    let isDying = guest.map { $0.stopTime != nil } ?? false
    let unmet = threads.reduce(Int64(0)) { $0 + ($1.stalledSince == nil ? 0 : $1.pagesLeft) }
    record.kills.append(
      NaiveRecord.Kill(
        time: now, pages: ledger.count(owner), isBystander: lately < 16_384 && !isDying,
        isAvoidable: inTransit >= unmet + max(0, highMark - free),
        lostWork: now - (task?.startTime ?? 0)))
  }

  /// Pages that will be free without anybody's being killed.
  private var inTransit: Int64 {
    var pages: Int64 = 0
    for cpu in lists.indices { pages += ledger.count(.list(cpu: cpu)) }
    for guest in guests where guest.stopTime != nil && guest.way != .reboot {
      pages += heldByDeadInstance(guest) + ledger.count(.node(guest: guest.number))
    }
    for task in tasks where task.isExiting || task.isReleasing {
      pages += ledger.count(.task(task.number))
    }
    return pages
  }

  func notePage(of task: NaiveTask) {
    record.allocations[task.number].append(now)
    if !record.kills.isEmpty, record.firstPageAfterKill == nil { record.firstPageAfterKill = now }
    if record.returnsTrue.last != [] { record.returnsTrue.append([]) }
  }

  // Peaks, which are seen at some instants only.

  func noteSetAsidePeak() {
    let nodes = guests.reduce(0) { $0 + ledger.count(.node(guest: $1.number)) }
    record.setAsidePeak = max(record.setAsidePeak, pagesSetAside + nodes)
  }

  func noteOverhead() {
    let pages = guests.reduce(0) {
      $0 + ledger.count(.node(guest: $1.number)) + ledger.count(.reserve(guest: $1.number))
    }
    record.overheadPeak = max(record.overheadPeak, pages)
  }

  /// Looks whether half, or nine tenths, of a dying guest's pages are free by now.
  ///
  /// A reboot is looked at when a page of it is converted or cleaned only: the pages that it leaves to
  /// the next boot without a call are not seen by themselves.
  func noteSharesFree() {
    for guest in guests where guest.stopTime != nil && guest.way != .reboot {
      noteShares(of: guest)
    }
  }

  func noteShares(of guest: NaiveGuest) {
    guard !guest.isKilled else { return }
    let size = Int64(guest.pages.count)
    let freed = size - heldByDeadInstance(guest)
    if freed * 2 >= size, guest.halfFreeTime == nil { guest.halfFreeTime = now }
    if freed * 10 >= size * 9, guest.nineTenthsFreeTime == nil { guest.nineTenthsFreeTime = now }
  }

  // Useful time.

  /// An order to stop has come: the first one opens the window.
  func noteStop() {
    guard let window = configuration.slowdownWindow, record.usefulAtStop.isEmpty else { return }
    record.usefulAtStop = usefulTimes
    at(now + window.nanoseconds, .sample, 0) { self.closeWindow() }
  }

  /// The window is over, or the run is.
  func closeWindow() {
    guard record.usefulInWindow == nil, !record.usefulAtStop.isEmpty else { return }
    record.usefulInWindow = zip(usefulTimes, record.usefulAtStop).map(-)
  }

  private var usefulTimes: [Int64] {
    guests.map { guest in guest.load.reduce(0) { $0 + cpuTime(of: $1) } }
  }

  /// CPU time that an actor has worked by now.
  func cpuTime(of actor: Actor) -> Int64 {
    actor.cpuTime + (actor.workingSince.map { max(0, now - $0) } ?? 0)
  }

  /// Time for which an actor has been on a CPU by now and has not worked.
  func waitingTime(of actor: Actor) -> Int64 {
    let open = actor.isOnCPU ? now - actor.enteredAt : 0
    return actor.runnableTime + open - cpuTime(of: actor)
  }

  /// Without an order to stop, because guests were killed before it, there is no window.
  var isWindowOver: Bool { record.usefulAtStop.isEmpty || record.usefulInWindow != nil }

  func reclaimSucceeded() {
    kswapdFailures = 0
    if let last = record.hopeless.indices.last, record.hopeless[last].to == nil {
      record.hopeless[last].to = now
    }
  }
}
