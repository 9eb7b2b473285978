// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit
internal import ResultStore

/// What never happened in the runs of a sweep: a comparison that rests on it compares nothing, and
/// no verdict is given of it.
struct EmptyComparisons: Sendable {
  /// How the runs of a point treated a task.
  private enum Fate {
    /// It never began in any of them.
    case neverBegan
    /// It began in some, and completed in none.
    case neverCompleted
    /// It completed in some, or has no end.
    case other
  }

  /// The most tasks that are looked at.
  private static let tasksMax = 16

  private let results: SweepResults
  private var description: SweepDescription { results.description }

  /// Looks at the runs.
  init(_ results: SweepResults) {
    self.results = results
  }

  /// The metrics that it looks at, beside those that are compared.
  static func metrics(of description: SweepDescription) -> [String] {
    let roles = sweptRoles(description)
    return (roles.isEmpty ? [] : ["policy.asked"])
      + (roles.contains(.oomNotifier) ? ["oom.invocations"] : [])
      + roles.map(counter) + completions(of: description)
  }

  /// Why a comparison compares nothing; nil where it compares something.
  func reason(_ metric: String, _ baseline: Int, _ candidate: Int) -> String? {
    let places = [baseline, candidate]
    guard places.allSatisfy({ results.runCount($0) > 0 }),
      let left = results.series(metric, baseline), let right = results.series(metric, candidate)
    else { return nil }
    if let task = idleTask(places, metric) { return "the task '\(task)' never began in any run" }
    if let reason = unmeasured(metric, places) { return reason }
    let pairs = PairedRuns(left, right)
    guard pairs.baseline == pairs.candidate, let roles = differingRoles(places),
      !roles.isEmpty,
      roles.allSatisfy({ role in places.allSatisfy { isZero(Self.counter(role), $0) } })
    else { return nil }
    return unasked(roles, places)
  }

  /// The same comparison, without a verdict where it compares nothing.
  func applied(to judged: JudgedComparison) -> JudgedComparison {
    let reason = reason(judged.raw.metric, judged.baseline, judged.candidate)
    return reason == nil ? judged : judged.withoutVerdict()
  }

  /// What never happened anywhere in the sweep, one sentence each, without a capital and a stop.
  func sentences() -> [String] {
    let places = Array(description.points.indices)
    guard places.contains(where: { results.runCount($0) > 0 }) else { return [] }
    let run = places.filter { results.runCount($0) > 0 }
    let tasks = Self.tasks(of: description)
    let idle = tasks.filter { task in run.allSatisfy { fate(of: task, $0) == .neverBegan } }
    // What never began comes first: all else may follow from it.
    var sentences = idle.compactMap { sentence(of: $0, run) }
    sentences += Self.sweptRoles(description).filter { role in
      run.allSatisfy { isZero(Self.counter(role), $0) }
    }.map { unasked([$0], run) }
    sentences += tasks.filter { !idle.contains($0) }.compactMap { sentence(of: $0, run) }
    let metrics = (description.comparedMetrics + description.metrics).filter { metric in
      !metric.hasPrefix("task.") && !metric.hasPrefix("regret.")
    }
    for (number, metric) in metrics.enumerated() where metrics.firstIndex(of: metric) == number {
      if let reason = unmeasured(metric, run) { sentences.append(reason) }
    }
    // That no policy of any kind was asked is said once.
    return sentences.enumerated().filter { sentences.firstIndex(of: $1) == $0 }.map(\.element)
  }

  // MARK: Policies

  /// The roles that some axis of the sweep chooses for.
  private static func sweptRoles(_ description: SweepDescription) -> [PolicyRole] {
    PolicyRole.allCases.filter { role in
      description.axes.contains { covers($0, role) }
    }
  }

  private static func covers(_ axis: String, _ role: PolicyRole) -> Bool {
    let path = "policies.\(role.rawValue)"
    return axis == path || axis.hasPrefix(path + ".") || axis == "policies"
  }

  /// What counts how often the question of a role came up.
  private static func counter(_ role: PolicyRole) -> String {
    switch role {
    case .allocationFailure: "set-aside.node-failures"
    case .oomNotifier: "notifier.calls"
    case .reclaimThrottle: "cleaner.cpu"
    }
  }

  /// The roles in which points differ; nil where they differ in anything else too.
  private func differingRoles(_ places: [Int]) -> [PolicyRole]? {
    var roles: [PolicyRole] = []
    for axis in description.axes {
      let labels = places.map { description.points[$0].label(of: axis) }
      guard labels.contains(where: { $0 != labels[0] }) else { continue }
      let own = PolicyRole.allCases.filter { Self.covers(axis, $0) }
      guard !own.isEmpty else { return nil }
      roles += own
    }
    return roles
  }

  private func unasked(_ roles: [PolicyRole], _ places: [Int]) -> String {
    let lead = "no policy was asked in any run"
    guard !places.allSatisfy({ isZero("policy.asked", $0) }) else {
      return "\(lead): no guest left pages behind that one could decide about"
    }
    let why = roles.map { role in
      switch role {
      case .allocationFailure: "no node was refused"
      case .oomNotifier:
        places.allSatisfy { isZero("oom.invocations", $0) }
          ? "memory never ran out" : "memory ran out only when no guest was being torn down"
      case .reclaimThrottle: "no cleaner ran"
      }
    }
    let names = roles.map { "policies.\($0.rawValue)" }.joined(separator: ", ")
    return "\(lead) about what differs, \(names): \(why.joined(separator: ", "))"
  }

  /// Whether a count is 0 in every run of a point; not where it is not known.
  private func isZero(_ metric: String, _ place: Int) -> Bool {
    guard let series = results.series(metric, place), series.definedCount > 0 else { return false }
    return series.observations.allSatisfy { ($0.value.integer ?? 0) == 0 }
  }

  // MARK: Tasks

  private static func tasks(of description: SweepDescription) -> [String] {
    description.configuration.tasks.prefix(tasksMax).map(\.name)
  }

  private static func completions(of description: SweepDescription) -> [String] {
    tasks(of: description).map { "task.\($0).completion" }
  }

  /// The first task, if no task began in any run and a metric is about tasks.
  private func idleTask(_ places: [Int], _ metric: String) -> String? {
    let ofTeardown = ["guest.", "set-aside.", "zombie.", "cleaner.", "uv.", "run."]
    guard !ofTeardown.contains(where: metric.hasPrefix) else { return nil }
    let parts = metric.split(separator: ".").map(String.init)
    let own = parts.count > 2 && ["task", "regret"].contains(parts[0]) ? parts[1] : nil
    let all = Self.tasks(of: description)
    let tasks = own.map { [$0] } ?? all
    guard let first = tasks.first, own != nil || all.count == description.configuration.tasks.count,
      tasks.allSatisfy({ task in places.allSatisfy { fate(of: task, $0) == .neverBegan } })
    else { return nil }
    return first
  }

  private func fate(of task: String, _ place: Int) -> Fate {
    guard let series = results.series("task.\(task).completion", place),
      !series.observations.isEmpty, series.definedCount == 0
    else { return .other }
    let reasons = series.observations.map(Self.reason)
    if reasons.contains("the task has no end") || reasons.contains(nil) { return .other }
    return reasons.allSatisfy { $0 == "never began" } ? .neverBegan : .neverCompleted
  }

  private static func reason(_ observation: MetricObservation) -> String? {
    if case .undefined(let reason) = observation.value { reason } else { nil }
  }

  /// That a task completed in no run of any point, and why.
  private func sentence(of task: String, _ places: [Int]) -> String? {
    let fates = places.map { fate(of: task, $0) }
    guard !fates.contains(.other) else { return nil }
    if fates.allSatisfy({ $0 == .neverBegan }) {
      return "the task '\(task)' never began in any run"
    }
    let reasons = places.flatMap { place in
      results.series("task.\(task).completion", place)?.observations.compactMap(Self.reason) ?? []
    }
    return Self.sentence(of: task, reasons)
  }

  private static func sentence(of task: String, _ reasons: [String]) -> String {
    let words = [
      "killed": "was killed", "not before the end of the run": "was cut off",
      "never began": "never began",
    ]
    var kinds: [String] = []
    for reason in reasons where !kinds.contains(reason) { kinds.append(reason) }
    if kinds.count == 1, let word = words[kinds[0]] {
      return "the task '\(task)' \(word) in \(word == "never began" ? "any" : "every") run"
    }
    let counts = kinds.map { kind in
      "\(words[kind] ?? kind) in \(reasons.count { $0 == kind })"
    }
    return "the task '\(task)' completed in no run: it \(counts.joined(separator: ", "))"
  }

  // MARK: Metrics without values

  /// That a metric has no value at any of some points, and why.
  private func unmeasured(_ metric: String, _ places: [Int]) -> String? {
    let series = places.compactMap { results.series(metric, $0) }
    guard series.count == places.count else { return nil }
    let parts = metric.split(separator: ".").map(String.init)
    if parts.count == 3, parts[0] == "task" {
      guard places.allSatisfy({ fate(of: parts[1], $0) != .other }) else { return nil }
      return sentence(of: parts[1], places)
    }
    let observations = series.flatMap(\.observations)
    guard !observations.isEmpty, series.allSatisfy({ $0.definedCount == 0 }) else { return nil }
    // A run that failed has no value for a reason of its own.
    let reasons = observations.compactMap { observation -> String? in
      guard case .ended = observation.outcome else { return nil }
      return Self.reason(observation)
    }
    guard let first = reasons.first else { return nil }
    let isOne = reasons.allSatisfy { $0 == first }
    return "'\(metric)' has no value in any run" + (isOne ? ": \(first)" : "")
  }
}
