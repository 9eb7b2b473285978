// SPDX-License-Identifier: Apache-2.0

/// Every metric that a trial can give, with its definition.
///
/// The definitions follow the conventions: integers only; clocks of a dying guest start at the order
/// to stop; a percentile is the nearest rank inside one run; what is undefined has a reason, never 0.
public enum MetricCatalogue {
  /// All definitions, in the order of reports.
  public static let all: [MetricDefinition] =
    guestMetrics + setAsideMetrics + taskMetrics + outOfMemoryMetrics + reclaimMetrics
    + costMetrics + honestyMetrics

  /// The definition of a concrete name such as `guest.db.downtime`, if there is one.
  ///
  /// - Complexity: O(number of definitions).
  public static func definition(of name: String) -> MetricDefinition? {
    let pattern = generalised(name)
    return all.first { $0.name == pattern }
  }

  /// The name with a guest's or task's own name replaced by `*`.
  public static func generalised(_ name: String) -> String {
    var parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 3, ["guest", "task", "bound", "regret"].contains(parts[0]) else {
      return name
    }
    parts[1] = "*"
    return parts.joined(separator: ".")
  }

  /// The concrete names that a trial of these guests and tasks can give, in the order of reports.
  public static func names(guests: [String], tasks: [String]) -> [String] {
    var names: [String] = []
    names.reserveCapacity(all.count * 2)
    for pattern in patterns {
      guard let suffix = pattern.suffix else {
        names.append(pattern.prefix)
        continue
      }
      let actors = pattern.isOfGuest ? guests : tasks
      for actor in actors { names.append(pattern.prefix + actor + suffix) }
    }
    return names
  }

  /// The names around their `*`, cut once: trials ask for them by the thousand.
  private static let patterns: [(prefix: String, suffix: String?, isOfGuest: Bool)] = all.map {
    let parts = $0.name.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
    return (parts[0], parts.count > 1 ? parts[1] : nil, $0.name.hasPrefix("guest."))
  }

  private static func make(
    _ name: String, _ unit: MetricDefinition.Unit, _ direction: MetricDefinition.Direction,
    margin: Int64 = 0, share: Int64 = 50_000, _ definition: String
  ) -> MetricDefinition {
    MetricDefinition(
      name: name, unit: unit, direction: direction, absoluteMargin: margin, relativeMargin: share,
      definition: definition)
  }

  private static func requestStall(_ statistic: String) -> String {
    "\(statistic) over all requests of measured tasks of: completion - scheduled start - pages x fault "
      + "cost; a request that was due by the end and never completes counts from its due time to the "
      + "run's limit"
  }

  private static func eventStall(_ statistic: String) -> String {
    "\(statistic) of the time from entry to return of entries into the slow path of the allocator that "
      + "did not succeed at once, those open at the end counted up to it"
  }

  private static func worstWindow(_ length: String) -> String {
    "least share, over all windows of \(length), of the time of all threads of measured tasks in which "
      + "they were not stalled, rounded down"
  }

  private static func held(_ statistic: String) -> String {
    "\(statistic) of the time that one run through the chain of notifiers took, with oom_lock held"
  }

  private static let guestMetrics = [
    make(
      "guest.*.downtime", .nanoseconds, .lower, margin: 100_000_000,
      "reboot only: the guest's request for a reset to the first instruction of the next boot"),
    make(
      "guest.*.ready", .nanoseconds, .lower,
      "reboot only: the request for a reset until the next boot has touched its declared share of memory"
    ),
    make(
      "guest.*.shutdown-latency", .nanoseconds, .lower, margin: 100_000_000,
      "shutdown only: the order to stop until the manager can reap the process"),
    make(
      "guest.*.time-to-free", .nanoseconds, .lower,
      "the order to stop until the last page of the dead instance is free or the next boot's"),
    make(
      "guest.*.time-to-free.p50", .nanoseconds, .lower,
      "the order to stop until half of the instance's pages are free"),
    make(
      "guest.*.time-to-free.p90", .nanoseconds, .lower,
      "the order to stop until nine tenths of the instance's pages are free"),
    make(
      "guest.*.unavailable", .pageNanoseconds, .lower,
      "integral, from the order to stop, of the pages that the dead instance still owns"),
    make(
      "guest.*.reuse-tax", .nanoseconds, .lower,
      "reboot only: vCPU time of the next boot spent on destroying old pages that it met"),
    make(
      "guest.*.slowdown", .partsPerMillion, .lower,
      "a guest that stays: share of useful vCPU time lost against the same trial with a free teardown"
    ),
  ]

  private static let setAsideMetrics = [
    make(
      "set-aside.peak", .pages, .lower,
      "most set-aside pages and node pages at once, seen at node allocations, calls of out_of_memory(), ends of walks and the end"
    ),
    make(
      "set-aside.area", .pageNanoseconds, .lower, "integral of set-aside pages, nodes not included"),
    make(
      "zombie.peak", .pages, .lower, "most pages of earlier boots still mapped and not yet cleaned"),
    make(
      "zombie.area", .pageNanoseconds, .lower,
      "integral of the pages of earlier boots still mapped and not yet cleaned"),
    make("set-aside.node-attempts", .count, .neutral, "node allocations tried"),
    make("set-aside.node-failures", .count, .lower, "node allocations that returned no page"),
    make(
      "set-aside.fallback", .pages, .lower,
      "pages converted at once because a node allocation had failed"),
    make(
      "set-aside.node-exports", .pages, .lower,
      "pages exported as the price of each node that could be had"),
    make("set-aside.overhead", .pages, .lower, "most node pages and reserve pages at once"),
  ]

  /// A stall that nobody notices: a tenth of a jiffy of 100 Hz.
  private static let stallMargin: Int64 = 1_000_000

  private static let taskMetrics = [
    make("stall.request.p50", .nanoseconds, .lower, margin: stallMargin, requestStall("median")),
    make(
      "stall.request.p99", .nanoseconds, .lower, margin: stallMargin,
      requestStall("99th percentile")),
    make(
      "stall.request.p999", .nanoseconds, .lower, margin: stallMargin,
      requestStall("99.9th percentile")),
    make("stall.request.max", .nanoseconds, .lower, margin: stallMargin, requestStall("maximum")),
    make(
      "stall.event.count", .count, .lower,
      "entries into the slow path of the allocator that did not succeed at once, those open at the end included"
    ),
    make("stall.event.p50", .nanoseconds, .lower, margin: stallMargin, eventStall("median")),
    make(
      "stall.event.p99", .nanoseconds, .lower, margin: stallMargin, eventStall("99th percentile")),
    make("stall.event.max", .nanoseconds, .lower, margin: stallMargin, eventStall("maximum")),
    make(
      "stall.total", .nanoseconds, .lower, margin: stallMargin,
      "time that all tasks spent in the slow path"),
    make(
      "stall.by.reclaim", .nanoseconds, .lower, margin: stallMargin,
      "time that all tasks spent in passes of direct reclaim"),
    make(
      "stall.by.oom-lock", .nanoseconds, .lower, margin: stallMargin,
      "time that all tasks slept because another thread held oom_lock"),
    make(
      "stall.by.notifier-wait", .nanoseconds, .lower, margin: stallMargin,
      "time that all tasks slept inside a notifier"),
    make(
      "stall.by.notifier-work", .nanoseconds, .lower, margin: stallMargin,
      "time that all tasks spent cleaning pages inside a notifier"),
    make(
      "stall.by.retry", .nanoseconds, .lower, margin: stallMargin,
      "time that all tasks waited to try again in a class that cannot reclaim"),
    make(
      "stall.worst-window", .partsPerMillion, .higher,
      worstWindow("100 ms")
    ),
    make("stall.worst-window.1s", .partsPerMillion, .higher, worstWindow("1 s")),
    make(
      "task.*.completion", .nanoseconds, .lower,
      "the stop order of the guest that the task waits for (else the task's own start) to the end of its last request"
    ),
    make(
      "task.*.completed", .count, .higher, "1 if the task completed its last request, else 0"),
    make(
      "task.*.start", .nanoseconds, .neutral, "the start of the trial until the task begins"),
    make(
      "task.*.duration", .nanoseconds, .lower,
      "the task's own start to the end of its last request"),
    make(
      "task.*.death", .nanoseconds, .neutral,
      "the start of the trial until the OOM killer first chose the task"),
    make(
      "task.*.throughput.min-1s", .bytesPerSecond, .higher,
      "a measured task's least average over the whole seconds from its start to its end, or to the run's if it is killed or cut off; counted as requests complete"
    ),
    make(
      "bound.*.completion", .nanoseconds, .neutral,
      "a lower bound of the task's completion that no policy can beat: from the due times of its requests, their faults, and all ways in which the memory that it needs can come back"
    ),
    make(
      "regret.*.completion", .partsPerMillion, .lower,
      "the task's completion divided by its lower bound"),
  ]

  private static let outOfMemoryMetrics = [
    make("oom.kills", .count, .lower, share: 0, "victims marked by the OOM killer"),
    make(
      "oom.kills.bystander", .count, .lower, share: 0,
      "victims that had allocated less than 64 MiB in the last second and are no dying guest"),
    make(
      "oom.kills.avoidable", .count, .lower, share: 0,
      "kills at whose instant pages in transit covered the unmet requests and the way up to high"),
    make("oom.killed-memory", .pages, .lower, "pages that victims of the OOM killer held"),
    make(
      "oom.lost-work", .nanoseconds, .lower,
      "run time of victims of the OOM killer, since their start"),
    make("oom.invocations", .count, .lower, "calls of out_of_memory()"),
    make("oom.episodes", .count, .lower, "groups of calls of out_of_memory() less than 1 s apart"),
    make(
      "notifier.calls", .count, .neutral,
      "calls of an OOM notifier; the policy none has no notifier that could be called"),
    make(
      "notifier.freed", .pages, .neutral,
      "pages of a notifier's guest that became free in calls of the notifier, by whomever"),
    make(
      "notifier.own-pages", .pages, .neutral,
      "set-aside pages that requesters cleaned themselves inside notifiers"),
    make(
      "notifier.claimed", .pages, .neutral,
      "pages that the mechanism's counters showed for calls of notifiers"),
    make(
      "notifier.false-zero", .count, .lower,
      "calls of a notifier that showed 0 although at least one page had become free"),
    make(
      "notifier.held.total", .nanoseconds, .lower,
      "time inside the chain of notifiers, with oom_lock held"),
    make("notifier.held.p99", .nanoseconds, .lower, held("99th percentile")),
    make("notifier.held.max", .nanoseconds, .lower, held("maximum")),
    make(
      "oom.recovery", .nanoseconds, .lower,
      "first kill to the next page that any task could allocate"),
    make(
      "oom.livelock", .nanoseconds, .lower,
      "longest span between returns of out_of_memory() that were true, in which no task allocated a page"
    ),
  ]

  private static let reclaimMetrics = [
    make("reclaim.scanned.kswapd", .pages, .neutral, "pages scanned by kswapd"),
    make("reclaim.scanned.direct", .pages, .lower, "pages scanned by tasks themselves"),
    make("reclaim.stolen.kswapd", .pages, .neutral, "pages reclaimed by kswapd"),
    make("reclaim.stolen.direct", .pages, .neutral, "pages reclaimed by tasks themselves"),
    make("kswapd.wakes", .count, .neutral, "times that kswapd was woken"),
    make("kswapd.cpu", .nanoseconds, .neutral, "CPU time that kswapd had"),
    make(
      "kswapd.waiting", .nanoseconds, .lower,
      "time in which kswapd was runnable and another actor had the CPU"),
    make("kswapd.hopeless", .nanoseconds, .lower, "time in which kswapd had given up"),
    make("free.min", .pages, .higher, "least free pages, as the zone counts them"),
    make("free.below.high", .nanoseconds, .neutral, "time with free pages strictly below high"),
    make("free.below.low", .nanoseconds, .lower, "time with free pages strictly below low"),
    make("free.below.min", .nanoseconds, .lower, "time with free pages strictly below min"),
    make(
      "free.below.half-min", .nanoseconds, .lower,
      "time with free pages strictly below half of min, rounded up, and the lowmem reserve on top"),
  ]

  private static let costMetrics = [
    make(
      "cleaner.cpu", .nanoseconds, .lower,
      "what cleaners paid for the pages that they cleaned, contention included"),
    make(
      "cleaner.waiting", .nanoseconds, .lower,
      "time in which cleaners were runnable and another actor had the CPU, summed over cleaners"),
    make(
      "cleaner.pages", .pages, .neutral,
      "pages that cleaners cleaned: set-aside ones, which are free then, and those of earlier boots"
    ),
    make(
      "cleaner.rate", .bytesPerSecond, .higher,
      "what cleaners cleaned, over the time from the first cleaner's start to the last one's end"),
    make(
      "cleaner.paused-in-need", .nanoseconds, .lower,
      "time in which a cleaner paused at its policy's word, from pauses begun below low"),
    make("uv.destroy.calls", .count, .neutral, "destroy calls"),
    make("uv.export.calls", .count, .neutral, "export calls"),
    make("uv.import.calls", .count, .neutral, "import calls"),
    make("uv.busy", .nanoseconds, .neutral, "CPU time in Ultravisor calls, contention included"),
    make("uv.wait", .nanoseconds, .lower, "CPU time in Ultravisor calls that contention added"),
  ]

  private static let honestyMetrics = [
    make(
      "policy.asked", .count, .neutral,
      "decisions asked of policies; the notifier none is asked nothing"),
    make("policy.illegal", .count, .lower, "answers that had to be clamped"),
    make(
      "policy.infeasible", .count, .lower,
      "reads of what the kernel does not know where the policy is asked"),
    make("policy.replaced", .count, .lower, "policies that their defaults replaced"),
    make("run.end", .nanoseconds, .neutral, "simulated time at which the run ended"),
    make("run.random-draws", .count, .neutral, "inputs of this trial that were drawn"),
  ]
}
