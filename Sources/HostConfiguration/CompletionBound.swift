// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit

/// A lower bound of the completion of a steady task, which no policy of any role can beat.
///
/// Two things take their time. The *work*: requests are due at their times, and each thread faults in
/// its own requests one after another. The *memory*: the last page of the task is taken when all of its
/// pages have been had and free memory is still above its floor, and what there is by then is at
/// most: free memory and page cache at the start; what teardowns can have freed at their fastest, conversions
/// in the walk included; from the first instant at which memory can be short, requesters in notifiers and
/// the memory of victims; and what other tasks held at the start and may give back. `Documentation/Model.md`,
/// section 9, has the formula.
///
/// A reserve that the allocation-failure policy holds is taken as given, for it alone can make memory
/// short at once.
public struct CompletionBound {
  private let trial: TrialConfiguration
  private let curves: [ReturnCurve]
  private let reserve: Int64
  private let limit: Int64

  /// Prepares the bounds of a trial.
  ///
  /// - Parameters:
  ///   - trial: The trial, with the seed that its draws are made from.
  ///   - shared: For each guest the pages that need no Ultravisor call: all of one that is not protected.
  ///   - reserve: Pages that reserves hold at the start.
  public init(_ trial: TrialConfiguration, shared: [Int64], reserve: Int64) {
    self.trial = trial
    self.reserve = reserve
    limit = trial.limit.nanoseconds
    curves = zip(trial.guests, shared).map { ReturnCurve($0, in: trial, shared: $1) }
  }

  /// The bound of a task in nanoseconds, on the clock of its completion metric; at least 1.
  ///
  /// - Parameter index: The task's place.
  /// - Returns: Nil for a task whose demand is not steady.
  public func nanoseconds(ofTask index: Int) -> Int64? {
    let task = trial.tasks[index]
    guard case .steady(_, _, let rate, let request) = task.demand,
      let total = trial.total(of: task)
    else { return nil }
    let work = work(of: task, total: total, request: request.count, rate: rate.bytesPerSecond)
    guard let start = start(of: task), let origin = origin(of: task, start: start) else {
      return Swift.max(1, work)
    }
    let worked = Int64(clamping: Int128(start) + Int128(work))
    var end = worked
    if task.backlog == nil {
      let taken = lastTake(ofTask: index, total: total)
      end = Swift.max(end, taken + (taken > 0 ? trial.costs.fault.nanoseconds : 0))
    }
    return Swift.max(1, end - origin)
  }

  // MARK: clocks

  /// When a task can begin at the earliest; nil if it begins with free memory alone.
  private func start(of task: TaskDescription) -> Int64? {
    switch task.start {
    case .at(let draw): return trial.value(of: draw, task.startIdentity)
    case .after(let guest, let event, let delay):
      let start = curve(of: guest)?.earliest(event) ?? .max
      let (sum, isTooLate) =
        start.addingReportingOverflow(trial.value(of: delay, task.startIdentity))
      return isTooLate ? .max : sum
    case .whenFree(_, let guest, let event):
      return guest.map { curve(of: $0)?.earliest(event) ?? .max }
    }
  }

  /// When the clock of a task's completion starts.
  private func origin(of task: TaskDescription, start: Int64) -> Int64? {
    let origin =
      switch task.start {
      case .at: start
      case .after(let guest, _, _), .whenFree(_, .some(let guest), _):
        curve(of: guest)?.stop ?? .max
      case .whenFree: Int64.max
      }
    return origin == .max ? nil : origin
  }

  private func curve(of guest: String) -> ReturnCurve? {
    trial.guests.firstIndex { $0.name == guest }.map { curves[$0] }
  }

  /// Whether a task begins only after a guest's exit.
  private func follows(_ task: TaskDescription, exitOf guest: String) -> Bool {
    switch task.start {
    case .after(guest, let event, _), .whenFree(_, guest, let event): event != .stop
    case .at, .after, .whenFree: false
    }
  }

  // MARK: work

  /// From a task's start to its end, if it never waits for memory or for a CPU.
  private func work(
    of task: TaskDescription, total: Int64, request: Int64, rate: Int64
  ) -> Int64 {
    let fault = Int128(trial.costs.fault.nanoseconds)
    let requests = (total + request - 1) / request
    func due(_ number: Int64) -> Int128 {
      Int128(number) * Int128(request) * Int128(Pages.bytesPerPage) * 1_000_000_000 / Int128(rate)
    }
    func pages(from first: Int64, _ count: Int64) -> Int128 {
      let last = first + (count - 1) * task.threads
      let cut = last == requests - 1 ? Int128(requests) * Int128(request) - Int128(total) : 0
      return Int128(count) * Int128(request) - cut
    }
    var threads = Int128(task.threads)
    if case .count(let cpus) = trial.host.cpus { threads = Swift.min(threads, Int128(cpus)) }
    var most = (Int128(total) * fault + threads - 1) / threads
    for thread in 0..<Swift.min(task.threads, requests) {
      let count = (requests - 1 - thread) / task.threads + 1
      let last = thread + (count - 1) * task.threads
      most = Swift.max(
        most, due(thread) + pages(from: thread, count) * fault,
        due(last) + pages(from: last, 1) * fault)
    }
    return Int64(clamping: most)
  }

  // MARK: memory

  /// When a task can take its last page at the earliest; 0 if memory sets no limit.
  private func lastTake(ofTask index: Int, total: Int64) -> Int64 {
    let task = trial.tasks[index]
    let needed =
      Int128(total) + Int128(trial.host.floor(of: task.allocationClass).count)
      - Int128(availableAtStart + givenBack(except: index))
    guard needed > 0 else { return 0 }
    let shortage = shortage(forTask: index)
    let isPastExit = trial.guests.map { follows(task, exitOf: $0.name) }
    let instant = Instant.first(from: 0, to: limit) { instant in
      var freed: Int64 = 0
      for (place, curve) in curves.enumerated() {
        freed += curve.pages(by: instant, isPastExit: isPastExit[place])
      }
      if let shortage, instant >= shortage.earliest, trial.rules.notifierWork == .instant {
        // A requester can have the whole list at once.
        for curve in curves where curve.isLazy && instant >= curve.stop {
          freed += curve.secure
        }
      }
      return Int128(shortage?.pages(by: instant, freed: freed) ?? freed) >= needed
    }
    return instant ?? limit
  }

  /// Free memory and page cache at the start, reserves included.
  private var availableAtStart: Int64 {
    let host = trial.host
    let guests = trial.guests.reduce(Int64(0)) { $0 + $1.memory.count }
    let tasks = trial.tasks.reduce(Int64(0)) { $0 + $1.resident.count }
    return host.memory.count - host.inUseByKernel.count - host.inUseAnonymous.count - guests - tasks
  }

  /// What other tasks held at the start and may give back without being killed.
  private func givenBack(except index: Int) -> Int64 {
    trial.tasks.enumerated().reduce(0) { sum, task in
      let gives = task.element.holds != nil || task.element.backlog != nil
      return sum + (task.offset != index && gives ? task.element.resident.count : 0)
    }
  }

  private func shortage(forTask index: Int) -> ShortageSupply? {
    let starts = trial.tasks.map { start(of: $0) ?? 0 }
    let callers = trial.tasks.indices.filter { trial.tasks[$0].allocationClass == .kernel }
    guard let kernelStart = callers.map({ starts[$0] }).min() else { return nil }
    let calls = trial.ultravisor
    return ShortageSupply(
      demand: zip(trial.tasks, starts).map { DemandLine($0, in: trial, start: $1) },
      curves: curves, kernelStart: kernelStart, short: shortAt,
      cost: Swift.min(calls.destroy, calls.destroyDirty, calls.export).nanoseconds, limit: limit
    ) { helpers(from: $0, forTask: index) }
  }

  /// How much tasks must hold for free and reclaimable memory to be at `min`, if nothing has been freed.
  private var shortAt: Int64 {
    let host = trial.host
    let threads = trial.tasks.reduce(Int64(0)) { $0 + $1.threads }
    let isolated = (threads + 1) * Swift.max(32, host.cleanPageCache.count / 4096)
    let nodes = curves.reduce(Int64(0)) { $0 + $1.nodes }
    let kept = host.mappedPageCache.count + host.reclaimableSlab.count
    return availableAtStart - reserve - kept - host.marksWithReserve.min.count - isolated - nodes
      - listed
  }

  /// What per-CPU lists hold at most.
  private var listed: Int64 {
    guard case .count(let cpus) = trial.host.cpus else { return 0 }
    let batches = 4 * trial.host.perCPUListBatch.count
    switch trial.host.perCPUListHigh {
    case .off: return 0
    case .kernel: return Swift.max(trial.host.marks.low.count, cpus * batches)
    case .pages(let pages): return cpus * Swift.max(pages.count, batches)
    }
  }

  /// Who can free memory once it is short: one requester, for `oom_lock` has one holder, and victims.
  private func helpers(
    from shortage: Int64, forTask index: Int
  ) -> (lanes: Int64, gift: Int64) {
    var (lanes, gift) = (Int64(curves.contains(where: \.isLazy) ? 1 : 0), Int64(0))
    let isInstant = trial.rules.killRefund == .instant
    for (guest, curve) in zip(trial.guests, curves) where guest.oomScoreAdjustment > -1000 {
      if curve.frees, curve.stop <= shortage { continue }
      lanes += isInstant ? 0 : 1
      gift += curve.shared + (isInstant ? curve.secure : 0)
    }
    for (place, task) in trial.tasks.enumerated()
    where place != index && task.oomScoreAdjustment > -1000 && task.holds == nil
      && task.backlog == nil
    {
      gift += task.resident.count
    }
    return (lanes, gift)
  }
}
