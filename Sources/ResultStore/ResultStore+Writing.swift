internal import GRDB
internal import HostConfiguration

extension ResultStore {
  /// Lays down what the sweep consists of, in place of what an earlier run had laid down.
  ///
  /// Trials are kept by their content and not by their place: after the experiment was edited, those
  /// that are needed again stand at their new places, and the others stay in the file unplanned.
  ///
  /// - Parameters:
  ///   - points: every point of the sweep, each index once.
  ///   - trials: every trial of the sweep, of these points.
  /// - Returns: the keys among `trials` that are there already and need not be run.
  /// - Throws: a `ResultStoreError`; nothing has changed then.
  public func plan(
    points: [PointRecord], trials: [PlannedTrial]
  ) throws(ResultStoreError) -> Set<String> {
    try write { database, _ in
      try database.execute(sql: "DELETE FROM plan")
      try database.execute(sql: "DELETE FROM points")
      for point in points {
        try self.insert(point, into: database)
      }
      var existing: Set<String> = []
      for trial in trials {
        guard let row = try self.find(trial.key, in: database) else { continue }
        existing.insert(trial.key)
        try self.place(trial, at: row.identifier, in: database)
      }
      return existing
    }
  }

  /// Adds trials, all in one transaction.
  ///
  /// A trial whose key is there already is not stored again, but takes its place in the plan.
  ///
  /// - Parameter records: of points that were planned. Some dozens at once share the cost of waiting
  ///   for the disk.
  /// - Returns: which trials were new, which were there, and which contradict the stored ones.
  /// - Throws: a `ResultStoreError`; none of the trials has been added then.
  public func append(_ records: [TrialRecord]) throws(ResultStoreError) -> AppendReport {
    try write { database, run in
      var report = AppendReport()
      var metrics: [String: Int64] = [:]
      for record in records {
        let key = record.place.key
        let identifier: Int64
        if let stored = try self.find(key, in: database) {
          identifier = stored.identifier
          if stored.outcome == record.outcome.name, stored.digest == record.digest {
            report.alreadyPresent.append(key)
          } else {
            report.contradictions.append(key)
          }
        } else {
          identifier = try self.insert(record, run: run, metrics: &metrics, into: database)
          report.added.append(key)
        }
        try self.place(record.place, at: identifier, in: database)
      }
      return report
    }
  }

  private func write<Value>(
    _ work: (Database, _ run: Int64) throws -> Value
  ) throws(ResultStoreError) -> Value {
    guard let run else { throw .openedForReading(path: path) }
    do {
      return try queue.write { try work($0, run) }
    } catch {
      throw ResultStoreError(error, path: path)
    }
  }

  private func insert(_ point: PointRecord, into database: Database) throws {
    let isObject = try Bool.fetchOne(
      database,
      sql: "SELECT CASE WHEN json_valid(?1) THEN json_type(?1) = 'object' ELSE 0 END",
      arguments: [point.assignments])
    guard isObject == true else {
      throw ResultStoreError.assignmentsNotJSON(path: path, point: point.index)
    }
    try database.cachedStatement(sql: "INSERT INTO points VALUES (?, ?, ?)")
      .execute(arguments: [point.index, point.label, point.assignments])
  }

  private func insert(
    _ record: TrialRecord, run: Int64, metrics: inout [String: Int64], into database: Database
  ) throws -> Int64 {
    try database.cachedStatement(
      sql: """
        INSERT INTO trials
          (key, run, seed, outcome, error, digest, simulated_end_ns, wall_ns, policies)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      // SQLite's integers are signed, and a seed must be readable as it was given.
      record.place.key, run, String(record.seed), record.outcome.name, record.outcome.errorText,
      record.digest, record.simulatedEndNanoseconds, record.wallNanoseconds, record.policyIdentity,
    ])
    let trial = database.lastInsertedRowID
    let statement = try database.cachedStatement(
      sql: "INSERT INTO measurements VALUES (?, ?, ?, ?, ?)")
    for metric in record.metrics {
      let identifier = try metrics[metric.name] ?? identifier(ofMetric: metric.name, in: database)
      metrics[metric.name] = identifier
      let reason: String? =
        if case .undefined(reason: let reason) = metric.value { reason } else { nil }
      try statement.execute(arguments: [
        trial, identifier, metric.value.integer, reason, metric.sampleCount,
      ])
    }
    return trial
  }

  private func identifier(ofMetric name: String, in database: Database) throws -> Int64 {
    let known = try Int64.fetchOne(
      database, sql: "SELECT metric FROM metrics WHERE name = ?", arguments: [name])
    if let known { return known }
    try database.execute(sql: "INSERT INTO metrics (name) VALUES (?)", arguments: [name])
    return database.lastInsertedRowID
  }

  private func find(
    _ key: String, in database: Database
  ) throws -> (identifier: Int64, outcome: String, digest: String?)? {
    let statement = try database.cachedStatement(
      sql: "SELECT trial, outcome, digest FROM trials WHERE key = ?")
    return try Row.fetchOne(statement, arguments: [key]).map { row in
      (
        try row.decode(Int64.self, forColumn: "trial"),
        try row.decode(String.self, forColumn: "outcome"),
        try row.decode(String?.self, forColumn: "digest")
      )
    }
  }

  private func place(_ trial: PlannedTrial, at identifier: Int64, in database: Database) throws {
    do {
      try database.cachedStatement(sql: "INSERT OR REPLACE INTO plan VALUES (?, ?, ?)")
        .execute(arguments: [trial.point, trial.repetition, identifier])
    } catch let error as DatabaseError
      where error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY
    {
      throw ResultStoreError.unknownPoint(path: path, point: trial.point)
    }
  }
}
