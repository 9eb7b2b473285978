internal import HostConfiguration
internal import PolicyKit

/// Metrics of tasks, of the OOM path and of reclaim.
extension HostEngine {
  func addTaskMetrics(_ assembly: inout MetricAssembly) {
    assembly.addPercentiles(
      "stall.request", requestStalls(),
      perMille: [("p50", 500), ("p99", 990), ("p999", 999), ("max", 1000)])
    assembly.add("stall.event.count", Int64(record.stalls.count))
    assembly.addPercentiles(
      "stall.event", record.stalls, perMille: [("p50", 500), ("p99", 990), ("max", 1000)])
    assembly.add("stall.total", record.stalls.reduce(0, +))
    let parts: [(String, Recorder.StallPart)] = [
      ("reclaim", .reclaim), ("oom-lock", .lock), ("notifier-wait", .notifierWait),
      ("notifier-work", .notifierWork), ("retry", .retry),
    ]
    for (name, part) in parts { assembly.add("stall.by.\(name)", record.stallParts[part.rawValue]) }
    precondition(
      record.stallParts.reduce(0, +) == record.stalls.reduce(0, +),
      "The parts of the stalls do not add up.")
    addWindows(&assembly)
    for index in 0..<taskCount { addTask(index, &assembly) }
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
    let windows: [(String, Int64)] = [
      ("stall.worst-window", 100_000_000), ("stall.worst-window.1s", 1_000_000_000),
    ]
    for (name, length) in windows {
      if count == 0 {
        assembly.add(name, undefined: "no measured task began")
      } else if now - start < length {
        assembly.add(name, undefined: "the run is shorter than the window")
      } else {
        let worst = WorstWindow(record.measuredStalls).stalled(in: length)
        assembly.add(
          name, Int64(1_000_000 - Int128(worst) * 1_000_000 / Int128(length * count)))
      }
    }
  }

  private func addTask(_ index: Int, _ assembly: inout MetricAssembly) {
    let task = tasks[index]
    let name = task.description.name
    let isDone = task.doneTime >= 0
    assembly.add("task.\(name).completed", isDone ? 1 : 0)
    let origin =
      task.clockGuest >= 0 ? guests[Int(task.clockGuest)].stopTime : task.startTime
    let bound = configuration.fluidBound(of: index, initialFree: initialFree)
    if let bound { assembly.add("bound.\(name).completion", bound) }
    if isDone {
      assembly.add("task.\(name).completion", task.doneTime - origin)
      if let bound {
        let ratio = Int128(task.doneTime - origin) * 1_000_000 / Int128(bound)
        assembly.add("regret.\(name).completion", ratio)
      }
    } else {
      let reason =
        !task.isFinite
        ? "the task has no end"
        : task.life == .killed
          ? "killed" : task.startTime < 0 ? "never began" : "not before the end of the run"
      assembly.add("task.\(name).completion", undefined: reason)
      assembly.add("regret.\(name).completion", undefined: reason)
    }
    addThroughput(task, isDone, &assembly)
  }

  private func addThroughput(
    _ task: TaskState, _ isDone: Bool, _ assembly: inout MetricAssembly
  ) {
    let metric = "task.\(task.description.name).throughput.min-1s"
    guard task.description.isMeasured, task.startTime >= 0, task.isFinite else {
      assembly.add(metric, undefined: "not a measured task that began and has an end")
      return
    }
    let end = isDone ? task.doneTime : now
    let seconds = Int((end - task.startTime) / 1_000_000_000)
    guard seconds > 0 else {
      assembly.add(metric, undefined: "it had work for less than a second")
      return
    }
    let least = (0..<seconds).map { $0 < task.perSecond.count ? task.perSecond[$0] : 0 }.min()
    assembly.add(metric, (least ?? 0) * Pages.bytesPerPage, samples: Int64(seconds))
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
    assembly.add("notifier.claimed", record.notifierShown)
    assembly.add("notifier.false-zero", record.falseZeros)
    assembly.add("notifier.held.total", record.held.reduce(0, +))
    assembly.addPercentiles("notifier.held", record.held, perMille: [("p99", 990), ("max", 1000)])
    if record.recovery < .max {
      assembly.add("oom.recovery", record.recovery)
    } else {
      assembly.add(
        "oom.recovery",
        undefined: record.kills == 0 ? "nobody was killed" : "no task allocated afterwards")
    }
    assembly.add("oom.livelock", livelock.longest)
  }

  func addReclaimMetrics(_ assembly: inout MetricAssembly) {
    assembly.add("reclaim.scanned.kswapd", record.scannedByKswapd)
    assembly.add("reclaim.scanned.direct", record.scannedByTasks)
    assembly.add("reclaim.stolen.kswapd", record.stolenByKswapd)
    assembly.add("reclaim.stolen.direct", record.stolenByTasks)
    assembly.add("kswapd.wakes", record.kswapdWakes)
    assembly.add("kswapd.hopeless", record.kswapdHopeless)
    assembly.add("free.min", record.freeMinimum)
    assembly.add("free.below.high", band.belowHigh)
    assembly.add("free.below.low", band.belowLow)
    assembly.add("free.below.min", band.belowMin)
    assembly.add("free.below.half-min", band.belowHalfMin)
  }
}
