internal import GRDB

extension ResultStore {
  /// How many keys one query asks for: older SQLite versions allow 999 arguments.
  private static let keysPerQuery = 500

  /// Returns the keys that need not be run, because their trials are there.
  ///
  /// Failed trials are there too: their policy would crash again.
  ///
  /// - Parameter keys: any keys, in any order.
  /// - Returns: those that are stored.
  /// - Throws: a `ResultStoreError` if the file cannot be read.
  public func existingKeys(among keys: [String]) throws(ResultStoreError) -> Set<String> {
    try read { database in
      var existing: Set<String> = []
      for start in stride(from: 0, to: keys.count, by: Self.keysPerQuery) {
        let part = Array(keys[start..<min(start + Self.keysPerQuery, keys.count)])
        let marks = databaseQuestionMarks(count: part.count)
        existing.formUnion(
          try String.fetchAll(
            database, sql: "SELECT key FROM trials WHERE key IN (\(marks))",
            arguments: StatementArguments(part)))
      }
      return existing
    }
  }

  /// Returns the name of the experiment.
  ///
  /// - Throws: a `ResultStoreError` if the file cannot be read.
  public func experiment() throws(ResultStoreError) -> String {
    try read { database in
      try String.fetchOne(database, sql: "SELECT name FROM experiment") ?? ""
    }
  }

  /// Returns the runs that wrote to the file, the first one first.
  ///
  /// - Throws: a `ResultStoreError` if the file cannot be read.
  public func runs() throws(ResultStoreError) -> [RunProvenance] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT runs.*, engine_version FROM runs, experiment ORDER BY run"
      ).map { row in
        RunProvenance(
          engineVersion: try row.decode(forColumn: "engine_version"),
          gitCommit: try row.decode(forColumn: "git_commit"),
          commandLine: try row.decode(forColumn: "command_line"),
          host: try row.decode(forColumn: "host"), started: try row.decode(forColumn: "started"),
          experimentText: try row.decode(forColumn: "experiment_text"))
      }
    }
  }

  /// Returns the points of the sweep in their order.
  ///
  /// - Throws: a `ResultStoreError` if the file cannot be read.
  public func points() throws(ResultStoreError) -> [PointRecord] {
    try read { database in
      try Row.fetchAll(database, sql: "SELECT * FROM points ORDER BY point").map { row in
        PointRecord(
          index: try row.decode(forColumn: "point"), label: try row.decode(forColumn: "label"),
          assignments: try row.decode(forColumn: "assignments"))
      }
    }
  }

  /// Returns the names of all metrics in the file, ascending.
  ///
  /// - Throws: a `ResultStoreError` if the file cannot be read.
  public func metricNames() throws(ResultStoreError) -> [String] {
    try read { database in
      // SQLite compares bytes of UTF-8, which is also the order of Swift's ASCII strings.
      try String.fetchAll(database, sql: "SELECT name FROM metrics ORDER BY name")
    }
  }

  /// Returns the trials of a point in the order of their repetitions.
  ///
  /// - Parameter point: the index of a point; an unknown one has no trials.
  /// - Throws: a `ResultStoreError` if the file cannot be read.
  public func trials(ofPoint point: Int) throws(ResultStoreError) -> [StoredTrial] {
    try read { database in
      try self.trials(where: "plan.point = ?", arguments: [point], in: database)
    }
  }

  /// Returns the trials of the sweep that failed, in the order of points and repetitions.
  ///
  /// - Throws: a `ResultStoreError` if the file cannot be read.
  public func failedTrials() throws(ResultStoreError) -> [StoredTrial] {
    try read { database in
      try self.trials(where: "trials.outcome = 'failed'", arguments: [], in: database)
    }
  }

  /// Returns one metric in every trial of a point, in the order of the repetitions.
  ///
  /// No trial is left out: one that failed, or does not have the metric, has an undefined value, so
  /// that a table can say how many of how many runs are defined.
  ///
  /// - Parameters:
  ///   - metric: the name of the metric.
  ///   - point: the index of a point; an unknown one has no trials.
  /// - Throws: a `ResultStoreError` if the file cannot be read.
  public func observations(
    of metric: String, atPoint point: Int
  ) throws(ResultStoreError) -> [MetricObservation] {
    try read { try self.observations(of: metric, atPoint: point, in: $0) }
  }

  /// Returns one metric at two points, paired by repetition in ascending order.
  ///
  /// Repetitions that only one of the points has are left out; undefined values are not.
  ///
  /// - Parameters:
  ///   - metric: the name of the metric.
  ///   - baseline: the index of the point to compare with.
  ///   - candidate: the index of the point to compare.
  /// - Throws: a `ResultStoreError` if the file cannot be read.
  public func pairs(
    of metric: String, baseline: Int, candidate: Int
  ) throws(ResultStoreError) -> [MetricPair] {
    try read { database in
      // Both sides in one read, so that a sweep that is running cannot come between them.
      let left = try self.observations(of: metric, atPoint: baseline, in: database)
      let right = try self.observations(of: metric, atPoint: candidate, in: database)
      var pairs: [MetricPair] = []
      var next = right.startIndex
      for observation in left {
        while next < right.endIndex, right[next].repetition < observation.repetition { next += 1 }
        guard next < right.endIndex else { break }
        guard right[next].repetition == observation.repetition else { continue }
        pairs.append(
          MetricPair(
            repetition: observation.repetition, baseline: observation, candidate: right[next]))
      }
      return pairs
    }
  }

  private func read<Value>(
    _ work: (Database) throws -> Value
  ) throws(ResultStoreError) -> Value {
    do {
      return try queue.read(work)
    } catch {
      throw ResultStoreError(error, path: path)
    }
  }

  private func observations(
    of metric: String, atPoint point: Int, in database: Database
  ) throws -> [MetricObservation] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT plan.repetition, seed, outcome, error, value, undefined, samples
        FROM plan JOIN trials USING (trial)
          LEFT JOIN measurements ON measurements.trial = plan.trial
            AND metric = (SELECT metric FROM metrics WHERE name = ?)
        WHERE point = ? ORDER BY repetition
        """)
    return try Row.fetchAll(statement, arguments: [metric, point]).map(StoredRow.observation)
  }

  private func trials(
    where condition: String, arguments: StatementArguments, in database: Database
  ) throws -> [StoredTrial] {
    // One query for all metrics; both are in the order of (point, repetition), so they are merged.
    let source = "FROM plan JOIN trials USING (trial)"
    let trials = try Row.fetchAll(
      database,
      sql: "SELECT plan.point, plan.repetition, trials.* \(source) WHERE \(condition)"
        + " ORDER BY point, repetition", arguments: arguments)
    let metrics = try Row.fetchAll(
      database,
      sql: """
        SELECT plan.point, plan.repetition, name, value, undefined, samples
        \(source) JOIN measurements USING (trial) JOIN metrics USING (metric)
        WHERE \(condition) ORDER BY point, repetition, name
        """, arguments: arguments)
    var next = metrics.startIndex
    return try trials.map { row in
      let point = try row.decode(Int.self, forColumn: "point")
      let repetition = try row.decode(Int.self, forColumn: "repetition")
      var own: [MetricRecord] = []
      while next < metrics.endIndex,
        try metrics[next].decode(Int.self, forColumn: "point") == point,
        try metrics[next].decode(Int.self, forColumn: "repetition") == repetition
      {
        own.append(try StoredRow.metric(metrics[next]))
        next += 1
      }
      return try StoredRow.trial(row, metrics: own)
    }
  }
}
