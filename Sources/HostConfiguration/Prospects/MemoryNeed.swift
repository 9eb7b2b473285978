// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit

/// How much memory a trial can take at most, and how much it has: whether it can run short.
///
/// All counts are in pages. Bounds hold whatever the seed draws; an exponential draw counts with
/// ``Draw/latest``.
public struct MemoryNeed: Sendable {
  /// Pages isolated by a pass of reclaim, or moved to a list of a CPU at once, for one actor.
  private static let inTransit: Int64 = 64

  private let trial: TrialConfiguration

  /// Looks at a trial.
  public init(_ trial: TrialConfiguration) {
    self.trial = trial
  }

  /// What is free at the start, without page cache.
  public var freeAtStart: Int64 {
    let guests = trial.guests.reduce(Int64(0)) { $0 + $1.memory.count }
    let tasks = trial.tasks.reduce(Int64(0)) { $0 + $1.resident.count }
    let host = trial.host
    return host.memory.count - host.inUseByKernel.count - host.inUseAnonymous.count
      - host.cleanPageCache.count - guests - tasks
  }

  /// The most that tasks and the bookkeeping of set-aside pages take together.
  public var mostTaken: Int64 {
    let tasks = trial.tasks.reduce(Int128(0)) { $0 + Int128(most($1)) }
    return Int64(clamping: tasks + Int128(bookkeeping))
  }

  /// Whether free memory can never fall to the high mark: then nothing is reclaimed, no request
  /// stalls and no node is refused.
  public var isNeverLow: Bool { Int128(freeAtStart) - Int128(mostTaken) > Int128(highMark) }

  /// Whether free memory and page cache together never run out: then nobody calls
  /// `out_of_memory()`.
  public var isNeverOut: Bool {
    let cache = Int128(trial.host.cleanPageCache.count)
    return Int128(freeAtStart) + cache - Int128(mostTaken) > Int128(highMark)
  }

  /// The most that a task holds at once.
  public func most(_ task: TaskDescription) -> Int64 {
    switch task.demand {
    case .steady(let total, let jitter, _, let request):
      let all = Int128(total.count) * Int128(1_000_000 + jitter.partsPerMillion) / 1_000_000 + 1
      guard let backlog = task.backlog else { return Int64(clamping: all) }
      let open = Int128(backlog.count) + Int128(task.threads) * Int128(request.count)
      return Int64(clamping: Swift.min(all, open))
    case .periodic(let pages, _):
      return Int64(clamping: Int128(task.threads) * Int128(pages.count))
    case .bursts(let interval, let pages, _, _):
      let arrivals = Int128(trial.limit.nanoseconds) / Int128(Swift.max(1, interval.earliest)) + 1
      return Int64(clamping: Int128(pages.latest) * arrivals)
    case .replay(let trace, _):
      return trace.samples.map(\.resident.count).max() ?? 0
    }
  }

  /// Whether a task holds in the end more than the host could ever give it.
  public func isTooLarge(_ task: TaskDescription) -> Bool {
    held(task) > EarliestTimes(trial).freeMost
  }

  /// What a task holds at once before it completes, at least.
  public func held(_ task: TaskDescription) -> Int64 {
    switch task.demand {
    case .steady(let total, let jitter, _, _):
      task.backlog == nil ? Self.least(total, jitter) + task.resident.count : 0
    case .periodic, .bursts: 0
    case .replay(let trace, _):
      (trace.samples.map(\.resident.count).max() ?? 0) + task.resident.count
    }
  }

  /// How many secure pages must have been destroyed before a task can complete, at least.
  func pagesToDestroy(for task: TaskDescription) -> Int64 {
    // A victim's memory can come back at once.
    guard trial.rules.killRefund == .overTime, trial.rules.notifierWork == .timed else { return 0 }
    let secure = trial.guests.reduce(Int64(0)) { sum, guest in
      guest.teardown == .free && guest.departure != .none ? sum : sum + Self.securePages(guest)
    }
    // A page is exported for each node.
    let nodes = secure / Swift.max(1, trial.rules.pagesPerNode)
    return Swift.max(0, held(task) - (EarliestTimes(trial).freeMost - secure) - nodes)
  }

  /// The smallest total that a steady task can draw.
  static func least(_ total: Pages, _ jitter: Share) -> Int64 {
    let factor = Swift.max(0, 1_000_000 - jitter.partsPerMillion)
    return Int64(Int128(total.count) * Int128(factor) / 1_000_000)
  }

  /// The secure pages of a guest at least: of extents that are drawn, any number may be shared.
  static func securePages(_ guest: GuestDescription) -> Int64 {
    guard guest.isProtected else { return 0 }
    switch guest.image {
    case .uniform: return guest.memory.count - guest.shared.of(guest.memory).count
    case .extents(_, let shared, _, _): return shared == 0 ? guest.memory.count : 0
    }
  }

  private var highMark: Int64 { trial.host.marks.high.count + trial.host.lowmemReserve.count }

  /// Nodes, reserves, lists of CPUs and pages in transit.
  private var bookkeeping: Int64 {
    var pages: Int64 = 0
    for guest in trial.guests where guest.setsPagesAside {
      pages += guest.memory.count / Swift.max(1, trial.rules.pagesPerNode) + 1
      // A reserve is as large as its policy says, in a parameter.
      let parameters = trial.allocationFailure.arguments.map(\.value)
      pages += parameters.reduce(0) { Swift.max($0, Swift.min($1, guest.memory.count)) }
    }
    let threads = trial.tasks.reduce(Int64(0)) { $0 + $1.threads }
    pages += Self.inTransit * (threads + 1)
    guard case .count(let cpus) = trial.host.cpus else { return pages }
    let base: Int64 =
      switch trial.host.perCPUListHigh {
      case .off: 0
      case .kernel:
        Swift.max(trial.host.marks.low.count / cpus, 4 * trial.host.perCPUListBatch.count)
      case .pages(let most): Swift.max(most.count, 4 * trial.host.perCPUListBatch.count)
      }
    return pages + cpus * (base + Swift.max(base, trial.host.perCPUListBatch.count))
  }
}
