// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit

/// Whether a metric can have a value in a trial, and another one than 0, as far as the description
/// alone can tell.
public struct MetricProspect: Sendable {
  private let trial: TrialConfiguration
  private let times: EarliestTimes
  private let need: MemoryNeed

  /// Looks at a trial.
  public init(_ trial: TrialConfiguration) {
    self.trial = trial
    times = EarliestTimes(trial)
    need = MemoryNeed(trial)
  }

  /// Why a metric never has a value, whatever the seed draws; nil where it may have one.
  ///
  /// - Parameter metric: a concrete name, such as `guest.db.downtime`.
  public func obstacle(to metric: String) -> PolicyProspect.Obstacle? {
    let pattern = MetricCatalogue.generalised(metric)
    if pattern.hasPrefix("guest.*.") { return obstacleOfGuest(metric, pattern) }
    if let task = task(of: metric) { return obstacleOfTask(task, pattern) }
    switch pattern {
    case _ where pattern.hasPrefix("stall.request."), _ where pattern.hasPrefix("stall.worst-"):
      return obstacleOfMeasuring
    case "stall.event.p50", "stall.event.p99", "stall.event.max":
      return need.isNeverLow ? .init("memory cannot run low, so nothing stalls") : nil
    case "notifier.held.p99", "notifier.held.max":
      return need.isNeverOut ? .init("memory cannot run short") : nil
    case "oom.recovery": return need.isNeverOut ? .init("nobody can be killed") : nil
    case "cleaner.rate": return PolicyProspect(trial).obstacle(to: .reclaimThrottle)
    default: return nil
    }
  }

  /// Why a metric is 0 in every run, whatever the seed draws; nil where it may be another number.
  public func obstacleToMoreThanZero(_ metric: String) -> PolicyProspect.Obstacle? {
    let policies = PolicyProspect(trial)
    switch MetricCatalogue.generalised(metric) {
    case "task.*.completed":
      return task(of: metric).flatMap { TaskProspect($0, in: trial).obstacleToCompletion }
        .map { .init($0) }
    case let name where name.hasPrefix("oom."):
      return need.isNeverOut ? .init("memory cannot run short") : nil
    case "notifier.held.total": return need.isNeverOut ? .init("memory cannot run short") : nil
    case let name where name.hasPrefix("notifier."): return policies.obstacle(to: .oomNotifier)
    case "set-aside.node-failures", "set-aside.fallback":
      return policies.obstacle(to: .allocationFailure)
    case let name where name.hasPrefix("set-aside."):
      return trial.guests.contains(where: \.setsPagesAside)
        ? nil : policies.obstacle(to: .allocationFailure)
    case let name where name.hasPrefix("zombie."):
      return trial.guests.contains { $0.hasCleaners && !$0.setsPagesAside }
        ? nil : .init("no guest reboots lazily")
    case let name
    where name.hasPrefix("stall.by.") || ["stall.total", "stall.event.count"].contains(name):
      return need.isNeverLow ? .init("memory cannot run low, so nothing stalls") : nil
    case "cleaner.cpu", "cleaner.paused-in-need":
      return policies.obstacle(to: .reclaimThrottle)
    default: return nil
    }
  }

  private func task(of metric: String) -> TaskDescription? {
    let parts = metric.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count >= 3, ["task", "bound", "regret"].contains(parts[0]) else { return nil }
    return trial.tasks.first { $0.name == parts[1] }
  }

  private func obstacleOfTask(
    _ task: TaskDescription, _ pattern: String
  ) -> PolicyProspect.Obstacle? {
    let prospect = TaskProspect(task, in: trial)
    switch pattern {
    case "task.*.completed": return nil
    case "task.*.throughput.min-1s":
      guard task.isMeasured else {
        return .init("the task '\(task.name)' is not measured", lacking: "measured: true")
      }
      switch task.demand {
      case .periodic, .bursts: return .init("it has no end")
      case .steady, .replay: return prospect.obstacleToStart.map { .init($0) }
      }
    case "task.*.completion", "task.*.duration":
      return prospect.obstacleToCompletion.map { .init($0) }
    case "task.*.start": return prospect.obstacleToStart.map { .init($0) }
    case "bound.*.completion", "regret.*.completion": break
    default: return nil
    }
    guard case .steady = task.demand else {
      return .init("only a steady task has a bound of its completion")
    }
    return pattern == "regret.*.completion"
      ? prospect.obstacleToCompletion.map { .init($0) } : nil
  }

  /// Why no request or stall is measured.
  private var obstacleOfMeasuring: PolicyProspect.Obstacle? {
    let measured = trial.tasks.filter(\.isMeasured)
    guard !measured.isEmpty else {
      return .init(
        trial.tasks.isEmpty ? "there is no task" : "no task is measured",
        lacking: trial.tasks.isEmpty ? nil : "measured: true")
    }
    guard measured.allSatisfy({ TaskProspect($0, in: trial).obstacleToStart != nil }) else {
      return nil
    }
    return .init("no measured task begins before the run is cut off")
  }

  private func obstacleOfGuest(
    _ metric: String, _ pattern: String
  ) -> PolicyProspect.Obstacle? {
    let parts = metric.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count >= 3, let guest = trial.guests.first(where: { $0.name == parts[1] }) else {
      return nil
    }
    if pattern == "guest.*.slowdown" { return obstacleToSlowdown(guest) }
    var isReboot = false
    switch guest.departure {
    case .none: return .init("the guest '\(guest.name)' neither stops nor reboots")
    case .reboot: isReboot = true
    case .shutdown: break
    }
    let ofReboots = ["guest.*.downtime", "guest.*.ready", "guest.*.reuse-tax"]
    if ofReboots.contains(pattern), !isReboot {
      return .init("the guest '\(guest.name)' does not reboot")
    }
    if pattern == "guest.*.shutdown-latency", isReboot {
      return .init("the guest '\(guest.name)' reboots")
    }
    let instant =
      switch pattern {
      case "guest.*.downtime", "guest.*.ready", "guest.*.shutdown-latency": times.exit(guest)
      case "guest.*.time-to-free": times.allFree(guest)
      case "guest.*.reuse-tax": Int64?.none
      default: times.stop(guest)
      }
    guard let instant, instant > times.limit else { return nil }
    return .init(
      "the guest '\(guest.name)' comes to that at \(RoundedText.time(instant)) at the earliest, "
        + "and the run is cut off at \(RoundedText.time(times.limit))")
  }

  private func obstacleToSlowdown(_ guest: GuestDescription) -> PolicyProspect.Obstacle? {
    if guest.departure != .none { return .init("the guest '\(guest.name)' does not stay") }
    if guest.vcpus == 0 || guest.load.partsPerMillion == 0 {
      return .init("the guest '\(guest.name)' has no load on any vCPU", lacking: "vcpus: 1")
    }
    guard trial.slowdownWindow != nil else {
      return .init("the experiment has no 'slowdown-window'", lacking: "slowdown-window: 60 s")
    }
    let stops = trial.guests.compactMap { times.stop($0) }
    if stops.isEmpty { return .init("no guest goes, so nothing slows it down") }
    return stops.allSatisfy { $0 > times.limit }
      ? .init("no guest goes before the run is cut off") : nil
  }
}
