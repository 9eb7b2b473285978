// SPDX-License-Identifier: Apache-2.0

public import ExperimentFiles
public import PolicyKit
public import ResultStore
internal import TrialExecution

/// Why trials of a sweep would run, though results are there.
public struct RerunReasons: Sendable {
  /// Trials that would run for one reason.
  public struct Group: Sendable, Hashable {
    /// The reason in words.
    public let reason: String
    /// How many trials.
    public internal(set) var trials: Int
    /// The points that they belong to, each once, in the order of their trials.
    public internal(set) var points: [Int]
  }

  /// The reasons: first the retries, then in the order in which their first trials would run.
  public private(set) var groups: [Group] = []
  /// How many trials have failed before, and would not run again.
  public private(set) var failed = 0
  /// Whether the sweep can be run into the file at all.
  public private(set) var isRefused = false
  private static let retry = "they failed before, and --retry-failed runs them again"
  private var indices: [String: Int] = [:]
  private var members: [Set<Int>] = []

  /// The reasons for a file that does not exist.
  public init(newFile path: String, schedule: SweepSchedule) {
    for job in schedule.jobs { add(job, "\(path) is a new file") }
  }

  /// Compares a sweep with the results of earlier ones.
  ///
  /// - Parameters:
  ///   - experiment: the experiment as it is now.
  ///   - schedule: its trials.
  ///   - store: the results, of any engine.
  ///   - catalogue: the policies of this program.
  ///   - retriesFailed: whether trials that failed are to run again.
  /// - Throws: a `ResultStoreError` if the file cannot be read.
  public init(
    _ experiment: Experiment, schedule: SweepSchedule, store: ResultStore,
    catalogue: PolicyCatalogue, retriesFailed: Bool = false
  ) throws(ResultStoreError) {
    let engine = try store.engineVersion()
    guard engine == EngineVersion.current else {
      isRefused = true
      for job in schedule.jobs {
        add(
          job,
          "the engine changed: \(engine) -> \(EngineVersion.current); a file has results of one "
            + "engine, so write to another file")
      }
      return
    }
    let existing = try store.existingKeys(among: schedule.keys)
    let placed = try store.placedTrials()
    let failures = try store.failedKeys().intersection(existing)
    failed = retriesFailed ? 0 : failures.count
    let past = try PastSweep(store, placed: placed, catalogue: catalogue)
    var changes: [Int: String?] = [:]
    if retriesFailed, !failures.isEmpty {
      for job in schedule.jobs where failures.contains(job.key) { add(job, Self.retry) }
    }
    for job in schedule.jobs where !existing.contains(job.key) {
      let point = schedule.points[job.point]
      if changes[job.point] == nil { changes[job.point] = past.change(of: point, in: experiment) }
      let reason = changes[job.point].flatMap { $0 }
      add(
        job,
        reason ?? past.reason(ofRepetition: job.repetition, seed: experiment.seed))
    }
  }

  private mutating func add(_ job: SweepJob, _ reason: String) {
    let index = indices[reason] ?? groups.count
    if index == groups.count {
      indices[reason] = index
      groups.append(Group(reason: reason, trials: 0, points: []))
      members.append([])
    }
    groups[index].trials += 1
    if members[index].insert(job.point).inserted { groups[index].points.append(job.point) }
  }
}
