// SPDX-License-Identifier: Apache-2.0

public import ExperimentFiles
internal import HostConfiguration
public import ResultStore
internal import TrialExecution

/// Runs the trials of a sweep in worker processes, and keeps each as soon as it is done.
///
/// Trials are pure functions of their content, so what is kept does not depend on how many run side by
/// side, on the order in which they end, or on workers that died meanwhile.
public struct SweepRunner: Sendable {
  private static let reportInterval: Duration = .milliseconds(50)

  private let experiment: Experiment
  private let schedule: SweepSchedule
  private let program: WorkerProgram
  private let limits: SweepLimits
  private let command: TrialCommand
  private let retriesFailed: Bool

  /// Creates a runner.
  ///
  /// - Parameters:
  ///   - experiment: the experiment.
  ///   - schedule: its trials.
  ///   - limits: how much it may take.
  ///   - retriesFailed: whether trials that are kept as failed are run again; until then they stay.
  ///   - program: what workers run; it must have the same policies as the schedule.
  public init(
    _ experiment: Experiment, schedule: SweepSchedule, limits: SweepLimits,
    retriesFailed: Bool = false, program: WorkerProgram = .itself
  ) {
    self.retriesFailed = retriesFailed
    self.experiment = experiment
    self.schedule = schedule
    self.limits = limits
    self.program = program
    command = TrialCommand(experiment.sources)
  }

  /// Runs the trials that the store does not have.
  ///
  /// A trial that its worker does not survive is a failed one, and a new worker goes on.
  ///
  /// - Parameters:
  ///   - store: where trials are kept; what it has of them is not run again.
  ///   - growth: decides which points get more repetitions than the schedule has; nil for none.
  ///   - isInterrupted: asked all the time; once it says yes, the trials in flight are finished and
  ///     kept, and no other is begun.
  ///   - report: called now and then, first before any trial and last after all.
  /// - Returns: what has been done.
  /// - Throws: `SweepFailure`; what was kept before is safe, and `onFailure` says how much that is.
  public func run(
    into store: ResultStore, growing growth: inout RepetitionGrowth?,
    isInterrupted: () -> Bool = { false }, report: (SweepProgress) -> Void = { _ in },
    onFailure: (_ kept: Int) -> Void = { _ in }
  ) throws(SweepFailure) -> SweepSummary {
    var ledger = SweepLedger(store: store, watch: leaderWatch)
    let supervisor = Supervisor(
      program: program, experiment: experiment, limits: limits, watched: watchedMetric ?? "")
    defer { supervisor.end() }
    do throws(SweepFailure) {
      var list = schedule.jobs
      var fresh = list
      while true {
        try run(fresh, of: list, by: supervisor, into: store, &ledger, isInterrupted, report)
        guard !supervisor.isStopping, growth != nil else { break }
        guard let longer = try growth?.next(store: store, schedule: schedule, seed: experiment.seed)
        else { break }
        fresh = Array(longer.dropFirst(list.count))
        list = longer
      }
      var summary = ledger.closed()
      summary.hasTooManyFailures = ledger.failed >= limits.failures ?? .max
      return summary
    } catch {
      // What workers have told of can be kept if it was not the store that failed.
      if case .store = error {} else { try? ledger.flush() }
      onFailure(ledger.kept)
      throw error
    }
  }

  /// Runs some trials, spread over the sweep, for at most about a second, with nothing kept.
  ///
  /// - Parameter trials: the most to run, at least 1.
  /// - Throws: `SweepFailure` if no worker can run any.
  public func probe(
    trials: Int = SweepProbe.trialsMax
  ) throws(SweepFailure) -> SweepProbe {
    precondition(trials >= 1, "trials: expected at least 1")
    let clock = ContinuousClock()
    let start = clock.now
    let supervisor = Supervisor(program: program, experiment: experiment, limits: limits)
    defer { supervisor.end() }
    var first: ContinuousClock.Instant?
    var seconds: [Double] = []
    let sample = SweepProbe.sample(of: schedule.jobs, trials)
    try supervisor.run(
      sample,
      shouldStop: { first.map { $0.duration(to: clock.now) >= SweepProbe.limit } ?? false },
      take: { _, reply throws(SweepFailure) in
        if first == nil { first = clock.now }
        if reply.outcome.errorText == nil { seconds.append(Double(reply.wall) / 1e9) }
      }, idle: { () throws(SweepFailure) in })
    return SweepProbe(
      seconds, first: start.duration(to: first ?? clock.now) / .seconds(1),
      workers: min(limits.workers, sample.count))
  }

  /// Runs the new trials of a list.
  private func run(
    _ fresh: [SweepJob], of list: [SweepJob], by supervisor: Supervisor, into store: ResultStore,
    _ ledger: inout SweepLedger, _ isInterrupted: () -> Bool, _ report: (SweepProgress) -> Void
  ) throws(SweepFailure) {
    let existing = try Self.storing { () throws(ResultStoreError) in
      try store.plan(points: schedule.points.map(\.record), trials: list.lazy.flatMap(\.places))
        .subtracting(retriesFailed ? store.failedKeys() : [])
    }
    let pending = existing.isEmpty ? fresh : fresh.filter { !existing.contains($0.key) }
    ledger.plan(pending.count, reused: fresh.count - pending.count)
    let clock = ContinuousClock()
    var lastReport = clock.now
    report(ledger.progress)
    let failuresMax = limits.failures ?? .max
    // One at a time: the supervisor calls them in turn.
    var book = ledger
    defer { ledger = book }
    try withoutActuallyEscaping(isInterrupted) { isInterrupted throws(SweepFailure) in
      try supervisor.run(
        pending, shouldStop: { isInterrupted() || book.failed >= failuresMax },
        take: { job, reply throws(SweepFailure) in
          try Self.storing { () throws(ResultStoreError) in
            try book.add(records(job, reply), watched: reply.watched)
          }
        },
        idle: { () throws(SweepFailure) in
          try Self.storing { () throws(ResultStoreError) in try book.flushIfDue() }
          let now = clock.now
          guard lastReport.duration(to: now) >= Self.reportInterval else { return }
          lastReport = now
          report(book.progress)
        })
    }
    try Self.storing { () throws(ResultStoreError) in try book.flush() }
    report(book.progress)
  }

  private static func storing<Value>(
    _ work: () throws(ResultStoreError) -> Value
  ) throws(SweepFailure) -> Value {
    do throws(ResultStoreError) {
      return try work()
    } catch {
      throw .store(error)
    }
  }

  /// The metric that the experiment asks for first.
  private var watchedMetric: String? {
    experiment.comparison?.minimize.first ?? experiment.comparison?.pareto.first
      ?? experiment.measure.first
  }

  private var leaderWatch: LeaderWatch? {
    watchedMetric.flatMap { LeaderWatch($0, labels: schedule.points.map(\.shortLabel)) }
  }

  /// A trial as it is kept, once for each of its places.
  private func records(_ job: SweepJob, _ reply: TrialReply) -> [TrialRecord] {
    let policies = schedule.points[job.point].identity.policies
    var outcome = reply.outcome
    if let error = outcome.errorText {
      let names = policies.split(separator: ", ").map { $0.prefix { $0 != "@" } }
      outcome = .failed(
        "\(error); policies: \(names.joined(separator: ", ")); seed \(job.seed); repeat with: "
          + command.text(point: job.point, seed: job.seed))
    }
    let digest = reply.digest.map { HexadecimalText.of($0) }
    return job.places.map { place in
      TrialRecord(
        place: place, seed: job.seed, outcome: outcome, digest: digest,
        simulatedEndNanoseconds: reply.simulatedEnd, wallNanoseconds: reply.wall,
        policyIdentity: policies, values: reply.values)
    }
  }
}

extension SweepPoint {
  /// The point as the results file has it.
  var record: PointRecord {
    let values = JSONValue.object(assignments.map { ($0.path, .text($0.label)) })
    return PointRecord(index: index, label: label, assignments: values.line)
  }
}
