// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// Metrics of tasks, of the OOM path and of reclaim.
extension HostEngine {
  func addTaskMetrics(_ assembly: inout MetricAssembly) {
    let requests = requestStalls().sorted()
    assembly.add("stall.request.p50", requests, perMille: 500)
    assembly.add("stall.request.p99", requests, perMille: 990)
    assembly.add("stall.request.p999", requests, perMille: 999)
    assembly.add("stall.request.max", requests, perMille: 1000)
    let stalls = record.stalls.array.sorted()
    let total = stalls.reduce(0, +)
    assembly.add("stall.event.count", Int64(stalls.count))
    assembly.add("stall.event.p50", stalls, perMille: 500)
    assembly.add("stall.event.p99", stalls, perMille: 990)
    assembly.add("stall.event.max", stalls, perMille: 1000)
    assembly.add("stall.total", total)
    let parts = record.stallParts
    assembly.add("stall.by.reclaim", parts[Recorder.StallPart.reclaim.rawValue])
    assembly.add("stall.by.oom-lock", parts[Recorder.StallPart.lock.rawValue])
    assembly.add("stall.by.notifier-wait", parts[Recorder.StallPart.notifierWait.rawValue])
    assembly.add("stall.by.notifier-work", parts[Recorder.StallPart.notifierWork.rawValue])
    assembly.add("stall.by.retry", parts[Recorder.StallPart.retry.rawValue])
    precondition(
      parts.indices.reduce(0) { $0 + parts[$1] } == total, "The parts of the stalls do not add up.")
    addWindows(&assembly)
    let count = taskCount
    let bounds = completionBounds()
    assembly.add("task.*.completion", of: count) { completion($0) }
    assembly.add("task.*.completed", of: count) { .defined(tasks[$0].doneTime >= 0 ? 1 : 0) }
    assembly.add("task.*.start", of: count) { began($0) ?? .defined(tasks[$0].startTime) }
    assembly.add("task.*.duration", of: count) { duration($0) }
    assembly.add("task.*.death", of: count) { index in
      tasks[index].killTime < 0 ? .undefined("not killed") : .defined(tasks[index].killTime)
    }
    assembly.add("task.*.throughput.min-1s", of: count) { throughput($0) }
    assembly.add("bound.*.completion", of: count) { index in
      bounds[index].map { .defined($0) } ?? .undefined("not part of this trial")
    }
    assembly.add("regret.*.completion", of: count) { regret($0, bound: bounds[$0]) }
  }

  /// Stalls of all requests of measured tasks, those that never complete counted to the limit.
  private func requestStalls() -> [Int64] {
    var stalls = record.requestStalls
    for due in record.unserved { stalls.append(limit - due) }
    for index in 0..<threadCount {
      let thread = threads[index]
      let task = tasks[Int(thread.task)]
      guard task.description.isMeasured, task.startTime >= 0 else { continue }
      if thread.hasRequest { stalls.append(limit - thread.due) }
      var rest = thread.stream
      while case .request(_, let due) = rest.peek(), due < now {
        stalls.append(limit - due)
        rest.advance()
      }
    }
    return stalls
  }

  private func addWindows(_ assembly: inout MetricAssembly) {
    var count: Int64 = 0
    var start = Int64.max
    for index in 0..<taskCount
    where tasks[index].description.isMeasured && tasks[index].startTime >= 0 {
      count += Int64(tasks[index].threadCount)
      start = Swift.min(start, tasks[index].startTime)
    }
    let windows = WorstWindow(record.measuredStalls)
    func share(in length: Int64) -> MetricReading {
      if count == 0 { return .undefined("no measured task began") }
      if now - start < length { return .undefined("the run is shorter than the window") }
      let worst = Int128(windows.stalled(in: length))
      return .defined(Int64(1_000_000 - worst * 1_000_000 / Int128(length * count)))
    }
    assembly.add("stall.worst-window", share(in: 100_000_000))
    assembly.add("stall.worst-window.1s", share(in: 1_000_000_000))
  }

  private func completion(_ index: Int) -> MetricReading {
    let task = tasks + index
    if task.pointee.doneTime >= 0 {
      return .defined(task.pointee.doneTime - origin(of: task))
    }
    if !task.pointee.isFinite { return .undefined("the task has no end") }
    if task.pointee.life == .killed { return .undefined("killed") }
    return .undefined(
      task.pointee.startTime < 0 ? "never began" : "not before the end of the run")
  }

  /// Why a task has no start; nil if it has one.
  private func began(_ index: Int) -> MetricReading? {
    tasks[index].startTime < 0 ? .undefined("never began") : nil
  }

  /// A task's own time, from its start to its end.
  private func duration(_ index: Int) -> MetricReading {
    guard tasks[index].doneTime >= 0 else { return completion(index) }
    return .defined(tasks[index].doneTime - tasks[index].startTime)
  }

  /// Lower bounds of the completions of all tasks; nil where there is none.
  private func completionBounds() -> [Int64?] {
    let isSteady = configuration.tasks.map { task in
      if case .steady = task.demand { return true }
      return false
    }
    // Images are drawn from their beginning to their end: only where somebody asks.
    guard isSteady.contains(true) else { return isSteady.map { _ in nil } }
    let bound = CompletionBound(
      configuration,
      shared: configuration.guests.map { GuestImage($0, seed: configuration.seed).sharedPages },
      reserve: record.reserved)
    return isSteady.indices.map { isSteady[$0] ? bound.nanoseconds(ofTask: $0) : nil }
  }

  /// When the clock of a task's completion starts.
  private func origin(of task: UnsafeMutablePointer<TaskState>) -> Int64 {
    task.pointee.clockGuest >= 0
      ? guests[Int(task.pointee.clockGuest)].stopTime : task.pointee.startTime
  }

  private func regret(_ index: Int, bound: Int64?) -> MetricReading {
    let task = tasks + index
    guard task.pointee.doneTime >= 0 else { return completion(index) }
    guard let bound else { return .undefined("not part of this trial") }
    return .defined(
      Int128(task.pointee.doneTime - origin(of: task)) * 1_000_000 / Int128(bound))
  }

  private func throughput(_ index: Int) -> MetricReading {
    let task = tasks + index
    guard task.pointee.description.isMeasured, task.pointee.startTime >= 0, task.pointee.isFinite
    else {
      return .undefined("not a measured task that began and has an end")
    }
    let end = task.pointee.doneTime >= 0 ? task.pointee.doneTime : now
    let seconds = Int((end - task.pointee.startTime) / 1_000_000_000)
    guard seconds > 0 else { return .undefined("it had work for less than a second") }
    let pages = task.pointee.perSecond
    let least = (0..<seconds).map { $0 < pages.count ? pages[$0] : 0 }.min()
    return .defined((least ?? 0) * Pages.bytesPerPage, samples: Int64(seconds))
  }

  func addOutOfMemoryMetrics(_ assembly: inout MetricAssembly) {
    assembly.add("oom.kills", record.kills)
    assembly.add("oom.kills.bystander", record.bystanders)
    assembly.add("oom.kills.avoidable", record.avoidable)
    assembly.add("oom.killed-memory", record.killedMemory)
    assembly.add("oom.lost-work", record.lostWork)
    assembly.add("oom.invocations", record.invocations)
    assembly.add("oom.episodes", record.episodes)
    assembly.add("notifier.calls", record.notifierCalls)
    assembly.add("notifier.freed", record.notifierFreed)
    assembly.add("notifier.own-pages", record.notifierPages)
    assembly.add("notifier.claimed", record.notifierShown)
    assembly.add("notifier.false-zero", record.falseZeros)
    assembly.add("notifier.held.total", record.held.reduce(0, +))
    let held = record.held.sorted()
    assembly.add("notifier.held.p99", held, perMille: 990)
    assembly.add("notifier.held.max", held, perMille: 1000)
    if record.recovery < .max {
      assembly.add("oom.recovery", record.recovery)
    } else {
      assembly.add(
        "oom.recovery",
        .undefined(
          record.kills == 0 ? "nobody was killed" : "no task allocated afterwards"))
    }
    assembly.add("oom.livelock", livelock.longest)
  }

  mutating func addReclaimMetrics(_ assembly: inout MetricAssembly) {
    assembly.add("reclaim.scanned.kswapd", record.scannedByKswapd)
    assembly.add("reclaim.scanned.direct", record.scannedByTasks)
    assembly.add("reclaim.stolen.kswapd", record.stolenByKswapd)
    assembly.add("reclaim.stolen.direct", record.stolenByTasks)
    assembly.add("kswapd.wakes", record.kswapdWakes)
    assembly.add("kswapd.cpu", cpuTimeHad(Int32(layout.kswapd)))
    assembly.add("kswapd.waiting", timeWaiting(Int32(layout.kswapd)))
    assembly.add("kswapd.hopeless", record.kswapdHopeless)
    assembly.add("free.min", record.freeMinimum)
    assembly.add("free.below.high", band.belowHigh)
    assembly.add("free.below.low", band.belowLow)
    assembly.add("free.below.min", band.belowMin)
    assembly.add("free.below.half-min", band.belowHalfMin)
  }
}
