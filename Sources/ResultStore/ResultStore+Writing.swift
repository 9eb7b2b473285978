// SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import Synchronization

extension ResultStore {
  /// How many trials the file has, planned or not, as far as its writer knows: it knows all after a plan.
  public var trialCount: Int { state.withLock { $0.keys.count } }

  /// Lays down what the sweep consists of, in place of what an earlier run had laid down.
  ///
  /// Trials are kept by their content and not by their place: after the experiment was edited, those
  /// that are needed again stand at their new places, and the others stay in the file unplanned.
  ///
  /// - Parameters:
  ///   - points: every point of the sweep, each index once.
  ///   - trials: every trial of the sweep, of these points; not asked for by a file without trials.
  /// - Returns: the keys among `trials` that are there already and need not be run.
  /// - Throws: a `ResultStoreError`; nothing has changed then.
  public func plan(
    points: [PointRecord], trials: some Sequence<PlannedTrial>
  ) throws(ResultStoreError) -> Set<String> {
    try write { database, state, run in
      try database.execute(sql: "DELETE FROM plan")
      try database.execute(sql: "DELETE FROM points")
      try database.execute(sql: "UPDATE experiment SET plan_run = ?", arguments: [run])
      try self.lay(points, state: &state, in: database)
      var existing: Set<String> = []
      guard state.keys.count > 0 else { return existing }
      var places = try RawStatement(Self.placing, in: database)
      for place in trials {
        guard let trial = state.keys[place.key] else { continue }
        existing.insert(place.key)
        try self.put(trial, at: place, with: &places, state: state)
      }
      return existing
    }
  }

  /// Adds trials, all in one transaction.
  ///
  /// A trial whose key is there already is not stored again, but takes its place in the plan. One that
  /// had failed gives way to what became of it now.
  ///
  /// - Parameter records: of points that were planned. Some dozens at once share the cost of waiting
  ///   for the disk.
  /// - Returns: which trials were new, which were there, and which contradict the stored ones.
  /// - Throws: a `ResultStoreError`; none of the trials has been added then.
  public func append(_ records: [TrialRecord]) throws(ResultStoreError) -> AppendReport {
    try write { database, state, run in
      var report = AppendReport()
      var trials = try RawStatement(TrialRow.insertion, in: database)
      var places = try RawStatement(Self.placing, in: database)
      var stored = try RawStatement(
        "SELECT outcome, digest, key FROM trials WHERE trial = ?", in: database)
      // A failure of several places is one trial, which does not give way to itself.
      var failedNow: Set<String> = []
      for record in records {
        let key = record.place.key
        let isFailed = record.outcome.name == TrialOutcome.failedName
        let trial: Int64
        if let known = state.keys[key] {
          trial = known
          stored.bind(known)
          guard try stored.step(), stored.text(2) == key else {
            throw ResultStoreError.damaged(path: self.path, detail: "no trial \(known) of that key")
          }
          if stored.text(0) == TrialOutcome.failedName, !isFailed || !failedNow.contains(key) {
            stored.end()
            try database.execute(sql: "DELETE FROM trials WHERE trial = ?", arguments: [known])
            let row = TrialRow(
              record, trial: known, run: run, checksum: TrialChecksum.of(record))
            try row.insert(with: &trials, state: &state, in: database)
            report.replacedFailures.append(key)
          } else if stored.text(0) == record.outcome.name, stored.text(1) == record.digest {
            report.alreadyPresent.append(key)
          } else {
            report.contradictions.append(key)
          }
          stored.end()
        } else {
          trial = state.nextTrial
          let row = TrialRow(
            record, trial: trial, run: run, checksum: TrialChecksum.of(record))
          try row.insert(with: &trials, state: &state, in: database)
          report.added.append(key)
        }
        if isFailed { failedNow.insert(key) }
        try self.put(trial, at: record.place, with: &places, state: state)
      }
      return report
    }
  }

  /// The statement with which a trial takes its place in the plan.
  static let placing = "INSERT OR REPLACE INTO plan (point, repetition, trial) VALUES (?, ?, ?)"

  /// Lets a trial take its place in the plan.
  func put(
    _ trial: Int64, at place: PlannedTrial, with statement: inout RawStatement, state: WriterState
  ) throws {
    guard state.points.contains(place.point) else {
      throw ResultStoreError.unknownPoint(path: path, point: place.point)
    }
    statement.bind(Int64(place.point))
    statement.bind(Int64(place.repetition))
    statement.bind(trial)
    try statement.run()
  }

  /// Adds points to a plan without any.
  func lay(
    _ points: [PointRecord], state: inout WriterState, in database: Database
  ) throws {
    state.points = []
    var check = try RawStatement(
      "SELECT CASE WHEN json_valid(?1) THEN json_type(?1) = 'object' ELSE 0 END", in: database)
    var insertion = try RawStatement("INSERT INTO points VALUES (?, ?, ?)", in: database)
    for point in points {
      check.bind(point.assignments)
      guard try check.step(), check.integer(0) == 1 else {
        check.end()
        throw ResultStoreError.assignmentsNotJSON(path: path, point: point.index)
      }
      check.end()
      insertion.bind(Int64(point.index))
      insertion.bind(point.label)
      insertion.bind(point.assignments)
      try insertion.run()
      state.points.insert(point.index)
    }
  }

  private func write<Value: Sendable>(
    _ work: (Database, inout WriterState, _ run: Int64) throws -> Value
  ) throws(ResultStoreError) -> Value {
    guard let run else { throw .openedForReading(path: path) }
    return try transaction { try work($0, &$1, run) }
  }

  /// Does everything or nothing, and is on the disk when it returns.
  func transaction<Value: Sendable>(
    _ work: (Database, inout WriterState) throws -> Value
  ) throws(ResultStoreError) -> Value {
    let value: Value
    try checkPlace()
    do {
      value = try state.withLock { state in
        do {
          return try queue.write { database in
            try state.load(database, path: path)
            return try work(database, &state)
          }
        } catch {
          // What it had learnt of the file is taken back with the transaction.
          state.forget()
          throw error
        }
      }
    } catch {
      throw ResultStoreError(error, path: path)
    }
    try checkPlace()
    return value
  }
}
