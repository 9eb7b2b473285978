// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// The bound of a completion, from section 10 of the model, with the letters of the text.
struct NaiveBound {
  typealias Number = Int128
  static let second: Number = 1_000_000_000

  let run: NaiveInterpreter
  let configuration: TrialConfiguration

  init(_ run: NaiveInterpreter) {
    self.run = run
    configuration = run.configuration
  }

  /// The bound of a steady task; nil for another one.
  func bound(of task: NaiveTask) -> Int64? {
    guard case .steady(_, _, let rate, let request) = task.description.demand else { return nil }
    let work = work(of: task, rate: Number(rate.bytesPerSecond), q: Number(request.count))
    guard let start = start(of: task), let origin = origin(of: task, start) else {
      return Int64(clamping: max(1, work))
    }
    var end = start + work
    if task.description.backlog == nil { end = max(end, memory(of: task)) }
    return Int64(clamping: max(1, end - origin))
  }

  // Values.

  var fault: Number { Number(configuration.costs.fault.nanoseconds) }
  private var unmap: Number { Number(configuration.costs.unmap.nanoseconds) }
  private var export: Number { Number(configuration.ultravisor.export.nanoseconds) }
  /// The letter c.
  var cleaning: Number {
    let calls = configuration.ultravisor
    return Number(min(calls.destroy.nanoseconds, calls.destroyDirty.nanoseconds))
  }
  /// The letter D.
  var cheapest: Number { min(cleaning, export) }
  var m: Number { Number(configuration.rules.pagesPerNode) }
  var cpus: Number? {
    if case .count(let count) = configuration.host.cpus { return Number(count) }
    return nil
  }

  func isShutDown(_ guest: NaiveGuest) -> Bool {
    if case .shutdown = guest.description.departure { return true }
    return false
  }

  func isLazy(_ guest: NaiveGuest) -> Bool {
    isShutDown(guest) && guest.description.isProtected
      && guest.description.teardown == .lazyShutdown
  }

  func isFree(_ guest: NaiveGuest) -> Bool { guest.description.teardown == .free }

  /// N.
  func size(_ guest: NaiveGuest) -> Number { Number(guest.description.memory.count) }

  /// h.
  func shared(_ guest: NaiveGuest) -> Number {
    guard guest.description.isProtected else { return size(guest) }
    return Number(guest.kinds.count { $0 == .shared })
  }

  /// s.
  func secure(_ guest: NaiveGuest) -> Number { size(guest) - shared(guest) }

  /// t0; nil for a guest that stays.
  func stop(_ guest: NaiveGuest) -> Number? {
    switch guest.description.departure {
    case .none: nil
    case .shutdown(let when), .reboot(let when):
      Number(run.draw(when, "guest.\(guest.description.name).departure"))
    }
  }

  /// a and b.
  private var aside: (a: Number, b: Number) {
    let costs = configuration.costs
    let append = Number(costs.append.nanoseconds)
    let e = Number(min(costs.node.nanoseconds, costs.failedNode.nanoseconds))
    return configuration.rules.pageAtNewNode == .appended
      ? (m * append + e, m) : (m * append + export + e, m + 1)
  }

  // Clocks.

  /// w.
  private func walk(_ guest: NaiveGuest) -> Number {
    guard isShutDown(guest), !isFree(guest) else { return 0 }
    let base = shared(guest) * unmap
    let s = secure(guest)
    guard guest.description.isProtected else { return base }
    switch guest.description.teardown {
    case .free: return 0
    case .synchronousExport: return base + s * export
    case .synchronousDestroy, .lazyReboot: return base + s * cleaning
    case .lazyShutdown: return base + min(s * aside.a / aside.b, s * cheapest)
    }
  }

  private func guest(_ name: String) -> NaiveGuest? {
    run.guests.first { $0.description.name == name }
  }

  private func earliest(_ event: TaskDescription.LifeEvent, of name: String) -> Number? {
    guard let guest = guest(name), let stop = stop(guest) else { return nil }
    return event == .stop ? stop : stop + walk(guest)
  }

  func start(of task: NaiveTask) -> Number? {
    let identity = "task.\(task.description.name).start"
    switch task.description.start {
    case .at(let when): return Number(run.draw(when, identity))
    case .after(let guest, let event, let delay):
      return earliest(event, of: guest).map { $0 + Number(run.draw(delay, identity)) }
    case .whenFree(_, .some(let guest), let event): return earliest(event, of: guest)
    case .whenFree: return nil
    }
  }

  private func origin(of task: NaiveTask, _ start: Number) -> Number? {
    switch task.description.start {
    case .at: start
    case .after(let name, _, _), .whenFree(_, .some(let name), _): guest(name).flatMap { stop($0) }
    case .whenFree: nil
    }
  }

  // Work.

  private func work(of task: NaiveTask, rate: Number, q: Number) -> Number {
    let pages = Number(run.total(of: task))
    let n = Number(task.description.threads)
    let requests = (pages + q - 1) / q
    func due(_ k: Number) -> Number { k * q * 4096 * Self.second / rate }
    func length(_ k: Number) -> Number { k == requests - 1 ? pages - k * q : q }
    let workers = cpus.map { min(n, $0) } ?? n
    var most = (pages * fault + workers - 1) / workers
    var j: Number = 0
    while j < min(n, requests) {
      // l(j) is the last of j, j + n, ... below the number of requests.
      let last = j + (requests - 1 - j) / n * n
      let own = (last - j) / n * q + length(last)
      most = max(most, due(j) + fault * own, due(last) + fault * length(last))
      j += 1
    }
    return most
  }

  // Memory.

  /// Free memory and page cache before anything happens.
  var atStart: Number { Number(run.initialFree) }

  private func memory(of task: NaiveTask) -> Number {
    let others = run.tasks.filter { $0 !== task }
    var available = atStart
    for other in others
    where other.description.holds != nil || other.description.backlog != nil {
      available += Number(other.description.resident.count)
    }
    let needed =
      Number(run.total(of: task)) + Number(run.floor(of: task.description.allocationClass))
      - available
    if needed <= 0 { return 0 }
    let shortage = shortage(of: task)
    // S grows with time: halve until one instant is left.
    var (low, high) = (Number(0), Number(run.limit))
    guard supply(high, task, shortage) >= needed else { return high + fault }
    while low < high {
      let middle = (low + high) / 2
      if supply(middle, task, shortage) >= needed { high = middle } else { low = middle + 1 }
    }
    return low + fault
  }

  private func isPastExit(_ task: NaiveTask, of guest: NaiveGuest) -> Bool {
    switch task.description.start {
    case .after(let name, let event, _), .whenFree(_, .some(let name), let event):
      name == guest.description.name && event != .stop
    case .at, .whenFree: false
    }
  }

  /// G.
  func returns(_ time: Number, _ task: NaiveTask) -> Number {
    var sum: Number = 0
    for guest in run.guests where isShutDown(guest) {
      guard let stop = stop(guest), time >= stop else { continue }
      let x = time - stop
      if isFree(guest) {
        sum += size(guest)
        continue
      }
      let (h, s) = (shared(guest), secure(guest))
      sum += min(h, x / unmap + 1)
      guard isLazy(guest) else {
        let k = guest.description.teardown == .synchronousExport ? export : cleaning
        sum += min(s, x / k + 1)
        continue
      }
      let converted = isPastExit(task, of: guest) ? 0 : x / cheapest + 1
      sum += min(s, max(converted, cleaned(guest, after: x - walk(guest))))
    }
    return sum
  }

  /// The letter g.
  private func cleaned(_ guest: NaiveGuest, after y: Number) -> Number {
    guard y >= 0 else { return 0 }
    let (a, b) = aside
    guard cheapest * b > a else { return secure(guest) }
    let wake = Number(configuration.costs.wake.nanoseconds)
    let number = cleaners(guest)
    return max(
      y * b / (cheapest * b - a) + 1, number * max(0, y - wake) / cleaning + number)
  }

  /// C.
  func cleaners(_ guest: NaiveGuest) -> Number {
    let number = Number(guest.description.cleaners)
    return cpus.map { min(number, $0) } ?? number
  }
}
