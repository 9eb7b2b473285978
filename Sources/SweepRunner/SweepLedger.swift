internal import ResultStore

/// Finished trials on their way into the store, and the count of them.
struct SweepLedger {
  /// The most records that are handed to the store at once.
  private static let batchSize = 2_048
  /// How long a finished trial waits for others to be kept with.
  private static let batchAge: Duration = .milliseconds(100)

  private let store: ResultStore
  private var planned = 0
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var oldest: ContinuousClock.Instant
  private var waiting: [TrialRecord] = []
  private var unkept = 0
  private var summary = SweepSummary()
  private var watch: LeaderWatch?

  init(store: ResultStore, watch: LeaderWatch?) {
    self.store = store
    self.watch = watch
    start = clock.now
    oldest = start
  }

  /// Trials that failed in this run.
  var failed: Int { summary.failed }

  /// Trials of this run that are on the disk.
  private(set) var kept = 0

  /// Plans more trials, and counts those that are there.
  mutating func plan(_ count: Int, reused: Int) {
    planned += count
    summary.reused += reused
  }

  /// How far the sweep has come.
  var progress: SweepProgress {
    SweepProgress(
      planned: planned, done: summary.ran, reused: summary.reused, failed: summary.failed,
      elapsed: start.duration(to: clock.now), leader: watch?.leader)
  }

  /// Takes the records of one trial, one for each of its places.
  mutating func add(_ records: [TrialRecord], watched: Int64?) throws(ResultStoreError) {
    summary.ran += 1
    if records.contains(where: { $0.outcome.errorText != nil }) { summary.failed += 1 }
    for record in records { watch?.add(watched, point: record.place.point) }
    if waiting.isEmpty { oldest = clock.now }
    waiting += records
    unkept += 1
    if waiting.count >= Self.batchSize { try flush() }
  }

  /// Hands over what has waited long enough.
  mutating func flushIfDue() throws(ResultStoreError) {
    guard !waiting.isEmpty, oldest.duration(to: clock.now) >= Self.batchAge else { return }
    try flush()
  }

  /// Hands over what is waiting.
  mutating func flush() throws(ResultStoreError) {
    guard !waiting.isEmpty else { return }
    summary.contradictions += try store.append(waiting).contradictions
    waiting.removeAll(keepingCapacity: true)
    kept += unkept
    unkept = 0
  }

  /// What has been done, now that no more trials come.
  func closed() -> SweepSummary {
    var closed = summary
    closed.wasInterrupted = summary.ran < planned
    closed.elapsed = start.duration(to: clock.now)
    return closed
  }
}
