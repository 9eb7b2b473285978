// SPDX-License-Identifier: Apache-2.0

/// The usual case of the bulk step: free memory is too far from every threshold to matter.
///
/// Then no lane's bound depends on another one, so that each goes to the end of its run, which is known from
/// its plan. And only what is free has to be right at an event that asks for no more: the books of plain
/// acts, which cost far more, are kept up when a run is over or somebody reads them. A lane whose run is over
/// has nothing left that is not in the books.
extension HostEngine {
  /// Goes on to the next decision, and runs it, if no threshold can be met before it.
  ///
  /// A stretch is *calm* if free memory, were all lanes to take what they may and nobody to free anything,
  /// would stay above what it has been and above the thresholds below; and below those above, were all to free
  /// what they may and one node besides, and nobody to take anything.
  ///
  /// - Returns: Whether it has gone on, near a threshold if the stretch is not calm; if not, nothing has been
  ///   done: something else than free memory may end what is plain, or turns slow a lane.
  @inline(__always)
  mutating func advanceCalmly() -> Bool {
    guard thresholdsAreCalm, lockHolder < 0, !record.awaitsRecovery else { return false }
    var taken: Int64 = 0
    var freed: Int64 = 1
    var horizon = EventKey.never
    var due: Int32 = -1
    for place in 0..<runningCount {
      let id = running[place]
      let lane = lanes + Int(id)
      let left = lane.pointee.left
      guard left == 0 || (lane.pointee.isForeseen && lane.pointee.isLinear) else { return false }
      taken &+= lane.pointee.flow < 0 ? left : 0
      freed &+= lane.pointee.flow > 0 ? left : 0
      if lane.pointee.emptiesNodes { freed &+= cleaners[Int(lane.pointee.owner)].nodesLeft }
      let end = lane.pointee.key(after: left)
      due = end < horizon ? id : due
      horizon = Swift.min(end, horizon)
    }
    guard taken == 0 || free &- taken >= calmFloor, freed < thresholdAbove &- free else {
      return advanceNearThreshold()
    }
    if due >= 0, taken == 0, freed == 1, walksOn(lanes + Int(due)) { return true }
    while timers.firstKey < horizon {
      switch passUnnoticed(freed, taken: taken, before: horizon) {
      case .passed: continue
      case .met where isStillCalm(freed, taken: taken, until: horizon, due): continue
      case .met, .noLonger: return true
      case .noticed:
        horizon = timers.firstKey
        due = -1
      }
    }
    if due >= 0, goesOn(lanes + Int(due)) { return true }
    passOthers(until: horizon)
    runEvent(at: horizon, lane: due)
    return true
  }

  /// Whether a stretch goes on as it was, now that the lanes have come nearer to its end.
  ///
  /// What they freed since counts twice then, in free memory and as what they may free.
  @inline(__always)
  private mutating func isStillCalm(
    _ freed: Int64, taken: Int64, until horizon: EventKey, _ due: Int32
  ) -> Bool {
    guard thresholdsHold, taken == 0, freed < thresholdAbove &- free, outcome == nil else {
      return false
    }
    guard due >= 0 else { return true }
    let lane = lanes + Int(due)
    return lane.pointee.key(after: lane.pointee.left) == horizon
  }

  /// What free memory stays above if takes decide nothing: nobody wakes kswapd, all pass their floors, and no
  /// minimum is new.
  @inline(__always)
  var calmFloor: Int64 {
    mutating get {
      Swift.max(
        thresholdBelow, kswapd.canBeWoken ? marks.low : marks.min, record.freeMinimum)
    }
  }

  /// Ends the run of the lane that is due; returns whether another follows without a decision.
  @inline(__always)
  private mutating func goesOn(_ lane: UnsafeMutablePointer<Lane>) -> Bool {
    let left = lane.pointee.left
    guard left > 0 else { return false }
    passCalmly(lane, left)
    return lane.pointee.left > 0
  }

  /// Brings all lanes up to `horizon`.
  @inline(__always)
  mutating func passOthers(until horizon: EventKey) {
    for place in 0..<runningCount {
      let lane = lanes + Int(running[place])
      guard lane.pointee.left > 0 else { continue }
      let span = horizon.lastInstant(of: lane.pointee.tie) &- lane.pointee.next
      guard span >= 0 else { continue }
      let count = UInt64(bitPattern: span) / UInt64(bitPattern: lane.pointee.cost)
      passCalmly(lane, Int64(bitPattern: count) &+ 1)
    }
  }

  /// Moves a lane past plain acts; its books wait for the end of the run.
  @inline(__always)
  mutating func passCalmly(_ lane: UnsafeMutablePointer<Lane>, _ count: Int64) {
    let time = count &* lane.pointee.cost
    lane.pointee.unbooked &+= count
    lane.pointee.left &-= count
    lane.pointee.next &+= time
    lane.pointee.target &+= time
    free &+= Int64(lane.pointee.flow) &* count
    if lane.pointee.emptiesNodes { emptyNodes(lane, count) }
    if lane.pointee.left == 0 { endRun(lane) }
  }

  /// A run of plain acts is over.
  @inline(never)
  private mutating func endRun(_ lane: UnsafeMutablePointer<Lane>) {
    book(lane)
    goOn(lane)
  }

  private enum TimerPassage {
    /// Its event has been run, and the lanes are where they were.
    case passed
    /// Its event has been run, and the lanes have come to it.
    case met
    /// Its event has been run, and the lanes are others.
    case noLonger
    /// The lanes have to come first.
    case noticed
  }

  /// Runs the event of the first timer ahead of the lanes, if none of them can tell the difference.
  ///
  /// - Parameters:
  ///   - freed: What the lanes may free at most.
  ///   - taken: What the lanes may take at most.
  ///   - horizon: When a lane decides something.
  @inline(__always)
  private mutating func passUnnoticed(
    _ freed: Int64, taken: Int64, before horizon: EventKey
  ) -> TimerPassage {
    switch timers.first {
    case .release: return passRelease(freed) ? .passed : .noticed
    case .arrival(let task):
      let thread = threads + tasks[Int(task)].firstThread
      let isAtWork = lanes[Int(thread.pointee.lane)].place >= 0
      guard isAtWork || entersAtOnce(task) else { return .noticed }
      return passArrival(of: task, isAtWork: isAtWork, freed, taken: taken, before: horizon)
    default: return .noticed
    }
  }

  /// Runs the arrival that is first ahead of the lanes, and serves its burst at once if it can.
  @inline(__always)
  private mutating func passArrival(
    of task: Int32, isAtWork: Bool, _ freed: Int64, taken: Int64, before horizon: EventKey
  ) -> TimerPassage {
    let present = now
    now = timers.firstKey.time
    _ = timers.begin()
    let burst = nextBurst(of: task)
    timers.end()
    if let burst {
      // Whoever is at work has one burst more to do; who is idle goes to a CPU of its own.
      let enters = !isAtWork && isIdle(task)
      if enters, serveAtOnce(burst, of: task, before: horizon, taken: taken, freed: freed) {
        return .met
      }
      tasks[Int(task)].queue.append(burst)
      if enters { enterIdle(task) }
    }
    now = present
    return isAtWork ? .passed : .noLonger
  }

  /// Runs the release that is first ahead of the lanes, if it cannot bring free memory to a threshold.
  @inline(__always)
  mutating func passRelease(_ freed: Int64) -> Bool {
    guard case .release(let task, let pages, let epoch) = timers.first else { return false }
    let isValid = tasks[Int(task)].epoch == epoch
    guard !isValid || freed &+ pages < thresholdAbove &- free else { return false }
    timers.removeFirst()
    releaseBurst(tasks + Int(task), pages, epoch)
    return true
  }

  // MARK: books

  /// Enters what a lane has done into the books, if anything is missing there.
  @inline(__always)
  mutating func book(_ lane: UnsafeMutablePointer<Lane>) {
    if lane.pointee.unbooked > 0 { bookMissing(lane) }
  }

  @inline(never)
  private mutating func bookMissing(_ lane: UnsafeMutablePointer<Lane>) {
    let count = lane.pointee.unbooked
    lane.pointee.unbooked = 0
    // The books are those of the instants at which the acts were done.
    let time = count &* lane.pointee.cost
    lane.pointee.next &-= time
    lane.pointee.target &-= time
    enterBooks(lane, count)
    lane.pointee.next &+= time
    lane.pointee.target &+= time
  }

  /// Enters what all lanes have done into the books.
  @inline(__always)
  mutating func bookAll() {
    for place in 0..<runningCount { book(lanes + Int(running[place])) }
  }

  /// Enters into the books what the act of a lane may read of them.
  ///
  /// Of a thread that goes on with its requests, or reclaims to that end, these are its own, if its task has
  /// no other one.
  @inline(__always)
  mutating func bookFor(_ lane: UnsafeMutablePointer<Lane>) {
    if lane.pointee.kind == .thread {
      let thread = threads + Int(lane.pointee.owner)
      if lockHolder < 0, tasks[Int(thread.pointee.task)].threadCount == 1 {
        book(lane)
        return
      }
    }
    bookAll()
  }
}
