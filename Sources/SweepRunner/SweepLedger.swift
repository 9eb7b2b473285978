internal import ResultStore

/// Finished trials on their way into the store, and the count of them.
struct SweepLedger {
  private let store: ResultStore
  private let planned: Int
  private let batchSize: Int
  private let batchAge: Duration
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var lastFlush: ContinuousClock.Instant
  private var waiting: [TrialRecord] = []
  private var summary = SweepSummary()

  init(store: ResultStore, planned: Int, reused: Int, batchSize: Int, batchAge: Duration) {
    self.store = store
    self.planned = planned
    self.batchSize = batchSize
    self.batchAge = batchAge
    start = clock.now
    lastFlush = start
    summary.reused = reused
  }

  /// How far the sweep has come.
  var progress: SweepProgress {
    SweepProgress(
      planned: planned, done: summary.ran, reused: summary.reused, failed: summary.failed,
      elapsed: start.duration(to: clock.now))
  }

  /// Takes the records of one trial, one for each of its places.
  mutating func add(_ records: [TrialRecord]) throws(ResultStoreError) {
    summary.ran += 1
    if records.contains(where: { $0.outcome.errorText != nil }) { summary.failed += 1 }
    waiting += records
    if waiting.count >= batchSize || lastFlush.duration(to: clock.now) >= batchAge { try flush() }
  }

  /// Hands over what is waiting.
  mutating func flush() throws(ResultStoreError) {
    guard !waiting.isEmpty else { return }
    summary.contradictions += try store.append(waiting).contradictions
    waiting.removeAll(keepingCapacity: true)
    lastFlush = clock.now
  }

  /// What has been done, now that no more trials come.
  func closed() -> SweepSummary {
    var closed = summary
    closed.wasInterrupted = summary.ran < planned
    closed.elapsed = start.duration(to: clock.now)
    return closed
  }
}
