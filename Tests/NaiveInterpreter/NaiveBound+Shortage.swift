// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

// When memory can first be short, and what can come back from then on.
extension NaiveBound {
  /// What a task can have taken: first, a second's worth, and never more than most.
  private struct Demand {
    let start: Number
    let first: Number
    let slope: Number
    let most: Number?

    func taken(by time: Number) -> Number {
      guard time >= start else { return 0 }
      let pages = first + slope * (time - start) / NaiveBound.second + 1
      return most.map { min($0, pages) } ?? pages
    }
  }

  private func demand(of task: NaiveTask) -> Demand {
    let n = Number(task.description.threads)
    let fastest = n * ((Self.second + fault - 1) / fault)
    let start = start(of: task) ?? startless(task)
    switch task.description.demand {
    case .steady(_, _, let rate, let request):
      let v = (Number(rate.bytesPerSecond) + 4095) / 4096
      let isSlow = v < fastest
      return Demand(
        start: start, first: isSlow ? Number(request.count) + v / Self.second + 2 : n,
        slope: isSlow ? v : fastest, most: Number(run.total(of: task)))
    case .periodic(let pages, _):
      return Demand(start: start, first: n, slope: fastest, most: n * Number(pages.count))
    case .bursts, .replay: return Demand(start: start, first: n, slope: fastest, most: nil)
    }
  }

  /// A task without an earliest start can begin at once, or never if its guest stays.
  private func startless(_ task: NaiveTask) -> Number {
    if case .whenFree(_, nil, _) = task.description.start { return 0 }
    return Number(Int64.max)
  }

  /// How memory stands when it can first be short.
  struct Shortage {
    let at: Number
    /// X.
    let excess: Number
    /// V.
    let slope: Number
    /// J.
    let jump: Number
    /// L.
    let lanes: Number
    /// R.
    let helpers: Number
    /// Y.
    let gift: Number
  }

  func shortage(of task: NaiveTask) -> Shortage? {
    let demands = run.tasks.map { demand(of: $0) }
    let kernel = zip(run.tasks, demands).filter {
      $0.0.description.allocationClass == .kernel
    }
    guard let first = kernel.map(\.1.start).min() else { return nil }
    func taken(_ time: Number) -> Number { demands.reduce(0) { $0 + $1.taken(by: time) } }
    let level = shortLevel
    var (low, high) = (first, Number(run.limit))
    guard low <= high, taken(high) >= level else { return nil }
    while low < high {
      let middle = (low + high) / 2
      if taken(middle) >= level { high = middle } else { low = middle + 1 }
    }
    var (jump, lanes) = (demands.reduce(0) { $0 + $1.first }, Number(0))
    for guest in run.guests where isShutDown(guest) {
      if isFree(guest) {
        jump += size(guest)
      } else {
        jump += shared(guest) + (isLazy(guest) ? secure(guest) / m + 1 : 0)
        lanes += isLazy(guest) ? max(1, cleaners(guest)) : 1
      }
    }
    let (helpers, gift) = help(low, task)
    return Shortage(
      at: low, excess: taken(low) - level, slope: demands.reduce(0) { $0 + $1.slope },
      jump: jump, lanes: lanes, helpers: helpers, gift: gift)
  }

  /// H.
  private var shortLevel: Number {
    let host = configuration.host
    let threads = Number(run.threads.count)
    var level = atStart - Number(run.reserved) - Number(run.minimumMark)
    level -= Number(host.mappedPageCache.count + host.reclaimableSlab.count)
    level -= (threads + 1) * max(32, Number(host.cleanPageCache.count) / 4096)
    for guest in run.guests where isLazy(guest) { level -= secure(guest) / m + 1 }
    guard let cpus else { return level }
    let b = Number(host.perCPUListBatch.count)
    switch host.perCPUListHigh {
    case .off: return level
    case .kernel: return level - max(Number(run.lowMark - run.reserve), 4 * b * cpus)
    case .pages(let high): return level - max(Number(high.count), 4 * b) * cpus
    }
  }

  /// R and Y.
  private func help(_ time: Number, _ task: NaiveTask) -> (Number, Number) {
    var helpers: Number = run.guests.contains { isLazy($0) } ? 1 : 0
    var gift: Number = 0
    let isInstant = configuration.rules.killRefund == .instant
    for guest in run.guests where guest.description.oomScoreAdjustment > -1000 {
      if isShutDown(guest), let stop = stop(guest), stop <= time { continue }
      helpers += isInstant ? 0 : 1
      gift += isInstant ? size(guest) : shared(guest)
    }
    for other in run.tasks where other !== task {
      let description = other.description
      guard description.oomScoreAdjustment > -1000, description.holds == nil,
        description.backlog == nil
      else { continue }
      gift += Number(description.resident.count)
    }
    return (helpers, gift)
  }

  /// S.
  func supply(_ time: Number, _ task: NaiveTask, _ shortage: Shortage?) -> Number {
    var g = returns(time, task)
    guard let shortage, time >= shortage.at else { return g }
    if configuration.rules.notifierWork == .instant {
      for guest in run.guests where isLazy(guest) {
        if let stop = stop(guest), time >= stop { g += secure(guest) }
      }
    }
    let z = time - shortage.at
    let start = shortage.excess + shortage.jump + shortage.lanes + 1
    func help(_ from: Number) -> Number {
      shortage.helpers * (z - from) / cheapest + shortage.helpers + shortage.gift + 1
    }
    var most = min(g, start + shortage.lanes * z / cheapest + 1) + help(0)
    most = max(most, min(g, start + shortage.slope * z / Self.second + 1) + help(z))
    let gain = shortage.slope * cheapest - Self.second * shortage.lanes
    let missing = (g - start) * cheapest - shortage.lanes * z
    if gain > 0, missing > 0 {
      let from = Self.second * missing / gain
      if from < z { most = max(most, g + help(from)) }
    }
    return most
  }
}
