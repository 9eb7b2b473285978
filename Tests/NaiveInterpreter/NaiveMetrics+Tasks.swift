// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

// What allocating tasks see.
extension NaiveMetrics {
  private static let second: Int64 = 1_000_000_000

  func readings(of task: NaiveTask) -> [(String, MetricReading)] {
    let completion = completion(of: task)
    let bound = NaiveBound(run).bound(of: task)
    let duration =
      task.doneTime.map { .defined($0 - (task.startTime ?? 0)) } ?? completion
    return [
      ("task.*.completion", completion),
      ("task.*.completed", .defined(task.doneTime == nil ? 0 : 1)),
      ("task.*.throughput.min-1s", throughput(of: task)),
      ("task.*.start", task.startTime.map { .defined($0) } ?? .undefined("never began")),
      ("task.*.duration", duration),
      ("task.*.death", task.killTimes.first.map { .defined($0) } ?? .undefined("not killed")),
      ("bound.*.completion", bound.map { .defined($0) } ?? Self.noBound),
      ("regret.*.completion", regret(completion, bound)),
    ]
  }

  private static let noBound = MetricReading.undefined("not part of this trial")

  private func regret(_ completion: MetricReading, _ bound: Int64?) -> MetricReading {
    guard case .defined(let time) = completion.value else { return completion }
    guard let bound else { return Self.noBound }
    return .defined(Int128(time) * 1_000_000 / Int128(bound))
  }

  /// The guest that a task waits for.
  private func guest(of task: NaiveTask) -> NaiveGuest? {
    switch task.description.start {
    case .at, .whenFree(_, nil, _): nil
    case .after(let name, _, _), .whenFree(_, .some(let name), _):
      run.guests.first { $0.description.name == name }
    }
  }

  private func completion(of task: NaiveTask) -> MetricReading {
    guard task.ends else { return .undefined("the task has no end") }
    guard let done = task.doneTime else {
      if task.isDead || task.isExiting { return .undefined("killed") }
      return .undefined(task.startTime == nil ? "never began" : "not before the end of the run")
    }
    return .defined(done - (guest(of: task)?.stopTime ?? task.startTime ?? 0))
  }

  /// The least average over whole seconds from the start on.
  private func throughput(of task: NaiveTask) -> MetricReading {
    guard task.description.isMeasured, task.ends, let start = task.startTime else {
      return .undefined("not a measured task that began and has an end")
    }
    let last = task.doneTime ?? end
    let requests = record.completed.filter { $0.task == task.number }
    var averages: [Int64] = []
    var from = start
    while from + Self.second <= last {
      let pages = requests.reduce(Int64(0)) {
        $0 + ($1.time >= from && $1.time < from + Self.second ? $1.pages : 0)
      }
      averages.append(pages * 4096)
      from += Self.second
    }
    guard let least = averages.min() else {
      return .undefined("it had work for less than a second")
    }
    return .defined(least, samples: Int64(averages.count))
  }

  func stalls() -> [String: MetricReading] {
    var readings: [String: MetricReading] = [:]
    let requests = requestStalls()
    for (name, thousandths) in [("p50", 500), ("p99", 990), ("p999", 999), ("max", 1000)] {
      readings["stall.request.\(name)"] = percentile(Int64(thousandths), requests)
    }
    let events = record.stalls.map { ($0.to ?? end) - $0.from }
    readings["stall.event.count"] = .defined(Int64(events.count))
    for (name, thousandths) in [("p50", 500), ("p99", 990), ("max", 1000)] {
      readings["stall.event.\(name)"] = percentile(Int64(thousandths), events)
    }
    readings["stall.total"] = .defined(events.reduce(0, +))
    let parts: [(String, NaiveRecord.StallPart)] = [
      ("reclaim", .reclaim), ("oom-lock", .lock), ("notifier-wait", .notifierWait),
      ("notifier-work", .notifierWork), ("retry", .retry),
    ]
    for (name, part) in parts {
      var sum = record.stallParts[part.rawValue]
      for thread in run.threads where thread.stalledSince != nil && thread.stallPart == part {
        sum += end - thread.stallPartSince
      }
      readings["stall.by.\(name)"] = .defined(sum)
    }
    readings["stall.worst-window"] = worstWindow(Self.second / 10)
    readings["stall.worst-window.1s"] = worstWindow(Self.second)
    return readings
  }

  func percentile(_ thousandths: Int64, _ values: [Int64]) -> MetricReading {
    guard !values.isEmpty else { return .undefined("there were none") }
    return .defined(Self.percentile(thousandths, of: values), samples: Int64(values.count))
  }

  /// Of all requests of measured tasks: those that completed, then those that were due and did not.
  private func requestStalls() -> [Int64] {
    let fault = configuration.costs.fault.nanoseconds
    var stalls: [Int64] = []
    for task in run.tasks where task.description.isMeasured {
      for request in record.completed where request.task == task.number {
        stalls.append(request.time - request.due - request.pages * fault)
      }
      let limit = run.limit
      for due in run.unfinishedRequests(of: task) { stalls.append(limit - due) }
    }
    return stalls
  }

  /// The least share of thread time without a stall, over all windows of a length.
  private func worstWindow(_ length: Int64) -> MetricReading {
    let tasks = run.tasks.filter { $0.description.isMeasured && $0.startTime != nil }
    let threads = tasks.reduce(Int64(0)) { $0 + $1.description.threads }
    guard threads > 0 else { return .undefined("no measured task began") }
    guard end - (tasks.compactMap(\.startTime).min() ?? end) >= length else {
      return .undefined("the run is shorter than the window")
    }
    let spans = record.stalls.filter { stall in tasks.contains { $0.number == stall.task } }
      .map { (from: $0.from, to: $0.to ?? end) }
    // The worst window begins where a stall begins, or ends where one ends.
    let starts = spans.map(\.from) + spans.map { $0.to - length }
    var most: Int64 = 0
    for start in starts {
      let stalled = spans.reduce(Int64(0)) {
        $0 + max(0, min($1.to, start + length) - max($1.from, start))
      }
      most = max(most, stalled)
    }
    return .defined(1_000_000 - Int128(most) * 1_000_000 / Int128(length * threads))
  }
}
