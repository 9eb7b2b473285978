// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

// Section 3 of the model: marks, which the interpreter reckons itself.
extension NaiveInterpreter {
  /// The marks without the reserve.
  private var marks: (min: Int64, low: Int64, high: Int64) {
    switch configuration.host.watermarks {
    case .explicit(let min, let low, let high): return (min.count, low.count, high.count)
    case .kernel(let scaleFactor):
      let pages = configuration.host.memory.count
      // The largest number whose square is not above 16 times the KiB.
      var root: Int64 = 0
      var bit: Int64 = 1 << 30
      while bit > 0 {
        if (root + bit) * (root + bit) <= 16 * pages * 4 { root += bit }
        bit /= 2
      }
      let kibibytes = min(max(root, 128), 262_144)
      var lowest = kibibytes / 4
      if configuration.host.transparentHugePages { lowest = max(lowest, min(5632, pages / 20)) }
      let gap = max(lowest / 4, pages * scaleFactor / 10_000)
      return (lowest, lowest + gap, lowest + 2 * gap)
    }
  }

  var reserve: Int64 { configuration.host.lowmemReserve.count }
  var minimumMark: Int64 { marks.min + reserve }
  var lowMark: Int64 { marks.low + reserve }
  var highMark: Int64 { marks.high + reserve }

  /// What is free or page cache before anything happens.
  var initialFree: Int64 {
    let host = configuration.host
    var pages = host.memory.count - host.inUseByKernel.count - host.inUseAnonymous.count
    for guest in configuration.guests { pages -= guest.memory.count }
    for task in configuration.tasks { pages -= task.resident.count }
    return pages
  }

  /// When the run is cut off: as stated, or four times all the work laid end to end, at least 60 s and
  /// at least 1 s after the window of useful time, at most a day.
  var limit: Int64 {
    if let until = configuration.until { return until.nanoseconds }
    let second: Int128 = 1_000_000_000
    var work: Int128 = 0
    for guest in configuration.guests { work += longestWork(of: guest) }
    for task in configuration.tasks { work += longestWork(of: task) }
    var window: Int128 = 0
    if let length = configuration.slowdownWindow {
      let stops = configuration.guests.map { latestStop(of: $0) }
      window = Int128(stops.max() ?? 0) + Int128(length.nanoseconds) + second
    }
    return Int64(min(max(4 * work, 60 * second, window), 24 * 3600 * second))
  }

  private func longestWork(of guest: GuestDescription) -> Int128 {
    let uv = configuration.ultravisor
    let dearest = max(
      uv.export.nanoseconds, uv.destroyDirty.nanoseconds,
      uv.destroy.nanoseconds + uv.import.nanoseconds)
    let once = Int128(guest.memory.count) * Int128(dearest)
    switch guest.departure {
    case .none: return 0
    case .shutdown(let at): return Int128(mean(at)) + once
    case .reboot(let at): return Int128(mean(at)) + Int128(mean(guest.afterBoot.idle)) + 2 * once
    }
  }

  private func longestWork(of task: TaskDescription) -> Int128 {
    let holds = Int128(task.holds?.nanoseconds ?? 0)
    switch task.demand {
    case .steady(let total, _, let rate, _):
      let bytes = Int128(total.count) * 4096 * 1_000_000_000
      let asking = (bytes + Int128(rate.bytesPerSecond) - 1) / Int128(rate.bytesPerSecond)
      return asking + Int128(total.count) * Int128(configuration.costs.fault.nanoseconds) + holds
    case .replay(let trace, _): return Int128(trace.samples.last?.time.nanoseconds ?? 0) + holds
    case .periodic, .bursts: return holds
    }
  }

  private func mean(_ draw: Draw) -> Int64 {
    switch draw {
    case .fixed(let value): value
    case .uniform(let range): range.lowerBound + (range.upperBound - range.lowerBound) / 2
    case .exponential(let mean, _): mean
    }
  }

  private func latestStop(of guest: GuestDescription) -> Int64 {
    switch guest.departure {
    case .none: return 0
    case .shutdown(let at), .reboot(let at):
      switch at {
      case .fixed(let value): return value
      case .uniform(let range): return range.upperBound
      case .exponential(let mean, _): return 40 * mean
      }
    }
  }

  /// How many inputs of the trial were drawn.
  var randomDraws: Int64 {
    var count: Int64 = Self.drawsTicks(configuration) ? 1 : 0
    for guest in configuration.guests {
      if case .extents = guest.image { count += 1 }
      switch guest.departure {
      case .none: break
      case .shutdown(let at): if at.isRandom { count += 1 }
      case .reboot(let at):
        if at.isRandom { count += 1 }
        if guest.afterBoot.idle.isRandom { count += 1 }
        if guest.afterBoot.order == .random { count += 1 }
      }
    }
    for task in configuration.tasks {
      switch task.start {
      case .at(let draw), .after(_, _, let draw): if draw.isRandom { count += 1 }
      case .whenFree: break
      }
      switch task.demand {
      case .steady(_, let jitter, _, _): if jitter.partsPerMillion > 0 { count += 1 }
      case .bursts(let interval, let pages, let holds, _):
        if interval.isRandom || pages.isRandom || holds.isRandom { count += 1 }
      case .periodic, .replay: break
      }
    }
    return count
  }

  /// When those requests of a task were due that had not completed at the end.
  ///
  /// Of bursts only the one that is being served counts, or that was when its task was killed for good;
  /// of a replay only what comes before its next fall.
  func unfinishedRequests(of task: NaiveTask) -> [Int64] {
    if case .bursts = task.description.demand {
      let lost = task.description.restartsAfterKill == nil ? task.lostRequests : []
      return lost + task.threads.compactMap { $0.current?.due }
    }
    var dues = task.lostRequests
    for thread in task.threads {
      if let request = thread.current { dues.append(request.due) }
      guard task.startTime != nil else { continue }
      let taken = thread.taken
      while let request = nextRequest(of: thread), request.due < now, !request.isRelease {
        dues.append(request.due)
        thread.taken += 1
      }
      thread.taken = taken
    }
    return dues
  }
}
