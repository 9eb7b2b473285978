// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import ResultStore

/// Finished trials on their way into the store, and the count of them.
///
/// While the disk is waited for, workers are heard and trials collected: those that came meanwhile are
/// the next transaction. A trial counts as kept only once its transaction is on the disk.
struct SweepLedger {
  /// So many records are handed to the store at once if it is free.
  private static let batchSize = 2_048
  /// With so many that wait, nobody is heard until the store is free.
  private static let waitingMax = 4 * batchSize
  /// How long a finished trial waits for others to be kept with.
  private static let batchAge: Duration = .milliseconds(100)

  private let store: ResultStore
  private let disk = DispatchQueue(label: "results")
  private var planned = 0
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var oldest: ContinuousClock.Instant
  private var waiting: [TrialRecord] = []
  private var unkept = 0
  private var underWay: (append: BackgroundAppend, trials: Int)?
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
    if waiting.count >= Self.waitingMax { try settle() }
    if waiting.count >= Self.batchSize { try hand() }
  }

  /// Hands over what has waited long enough.
  mutating func flushIfDue() throws(ResultStoreError) {
    if let underWay, underWay.append.isDone { try settle() }
    guard !waiting.isEmpty, oldest.duration(to: clock.now) >= Self.batchAge else { return }
    try hand()
  }

  /// Hands over what is waiting, and waits until all is on the disk.
  mutating func flush() throws(ResultStoreError) {
    try settle()
    try hand()
    try settle()
  }

  /// Hands over what is waiting, unless the store is busy with what was handed over before.
  private mutating func hand() throws(ResultStoreError) {
    if let underWay, !underWay.append.isDone { return }
    try settle()
    guard !waiting.isEmpty else { return }
    underWay = (BackgroundAppend(waiting, to: store, on: disk), trials: unkept)
    waiting = []
    unkept = 0
  }

  /// Waits for what was handed over, and counts it.
  private mutating func settle() throws(ResultStoreError) {
    guard let (append, trials) = underWay else { return }
    underWay = nil
    summary.contradictions += try append.report().contradictions
    kept += trials
  }

  /// What has been done, now that no more trials come.
  func closed() -> SweepSummary {
    var closed = summary
    closed.wasInterrupted = summary.ran < planned
    closed.elapsed = start.duration(to: clock.now)
    return closed
  }
}
