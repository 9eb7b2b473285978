public import ExperimentFiles
internal import HostConfiguration
internal import HostModel
public import PolicyKit
public import ResultStore
internal import TrialExecution

/// Runs the trials of a sweep on all cores, and keeps each as soon as it is done.
///
/// Trials are pure functions of their content, so what is kept does not depend on how many run side by
/// side, or on the order in which they end.
public struct SweepRunner: Sendable {
  /// The most trials that are handed to the store at once.
  private static let batchSize = 64
  /// How long a finished trial waits for others to be kept with.
  private static let batchAge: Duration = .milliseconds(500)

  private let experiment: Experiment
  private let schedule: SweepSchedule
  private let runner: TrialRunner

  /// Creates a runner.
  ///
  /// - Parameters:
  ///   - experiment: the experiment.
  ///   - schedule: its trials.
  ///   - catalogue: the policies that they choose from.
  public init(_ experiment: Experiment, schedule: SweepSchedule, catalogue: PolicyCatalogue) {
    self.experiment = experiment
    self.schedule = schedule
    runner = TrialRunner(catalogue: catalogue)
  }

  /// Runs the trials that the store does not have.
  ///
  /// - Parameters:
  ///   - store: where trials are kept; what it has of them is not run again.
  ///   - workers: how many trials run at once, at least 1. More than the machine has cores gain
  ///     nothing.
  ///   - isInterrupted: asked before each trial; once it says yes, the trials in flight are finished
  ///     and kept, and no other is begun.
  ///   - report: called after each trial and once before the first.
  /// - Returns: what has been done.
  /// - Throws: `ResultStoreError` if a trial cannot be kept; what was kept before is safe.
  public func run(
    into store: ResultStore, workers: Int, isInterrupted: @Sendable () -> Bool = { false },
    report: (SweepProgress) -> Void = { _ in }
  ) async throws(ResultStoreError) -> SweepSummary {
    precondition(workers >= 1, "workers: expected at least 1")
    let existing = try store.plan(
      points: schedule.points.map(\.record), trials: schedule.jobs.flatMap(\.places))
    let pending = schedule.jobs.filter { !existing.contains($0.key) }
    let fresh = SweepLedger(
      store: store, planned: pending.count, reused: schedule.jobs.count - pending.count,
      batchSize: Self.batchSize, batchAge: Self.batchAge)
    report(fresh.progress)
    let result = await withTaskGroup(of: [TrialRecord].self) {
      group -> Result<SweepSummary, ResultStoreError> in
      var ledger = fresh
      var jobs = pending.makeIterator()
      func begin() {
        guard !isInterrupted(), let job = jobs.next() else { return }
        group.addTask { execute(job) }
      }
      for _ in 0..<workers { begin() }
      do throws(ResultStoreError) {
        while let records = await group.next() {
          begin()
          try ledger.add(records)
          report(ledger.progress)
        }
        try ledger.flush()
      } catch {
        return .failure(error)
      }
      return .success(ledger.closed())
    }
    return try result.get()
  }

  /// Runs one trial; a description that contradicts itself is a failed trial, not a failed sweep.
  private func execute(_ job: SweepJob) -> [TrialRecord] {
    let clock = ContinuousClock()
    let start = clock.now
    var outcome: TrialOutcome
    var trial: ExecutedTrial?
    do {
      var configuration = try experiment.configuration(ofPoint: job.point)
      configuration.seed = job.seed
      let executed = try runner.run(configuration)
      outcome = .ended(executed.result.outcome)
      trial = executed
    } catch let error as SimulationError {
      outcome = .failed(error.sentences.joined(separator: "; "))
    } catch {
      outcome = .failed("\(error)")
    }
    let wall = start.duration(to: clock.now).components
    return job.places.map { place in
      TrialRecord(
        place: place, seed: job.seed, outcome: outcome, digest: trial?.digest,
        simulatedEndNanoseconds: trial?.result.end,
        wallNanoseconds: wall.seconds * 1_000_000_000 + wall.attoseconds / 1_000_000_000,
        policyIdentity: schedule.points[job.point].identity.policies,
        metrics: trial?.metrics.map {
          MetricRecord(name: $0.name, value: $0.value, sampleCount: $0.samples)
        } ?? [])
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
