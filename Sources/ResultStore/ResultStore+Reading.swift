// SPDX-License-Identifier: Apache-2.0

internal import GRDB

extension ResultStore {
  /// Returns the keys that need not be run, because their trials are there.
  ///
  /// Failed trials are there too: their policy would crash again.
  ///
  /// - Parameter keys: any keys, in any order.
  /// - Returns: those that are stored.
  /// - Throws: a `ResultStoreError` if the file cannot be read.
  public func existingKeys(among keys: [String]) throws(ResultStoreError) -> Set<String> {
    try read { database in
      // One walk through all keys: they have no index.
      let wanted = Set(keys)
      var existing: Set<String> = []
      guard !wanted.isEmpty else { return existing }
      var rows = try RawStatement("SELECT key FROM trials", in: database)
      while try rows.step() {
        if let key = rows.text(0), wanted.contains(key) { existing.insert(key) }
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

  /// Returns the seeds of all trials in the file.
  ///
  /// - Throws: a `ResultStoreError` if the file cannot be read.
  /// - Complexity: O(trials).
  public func seeds() throws(ResultStoreError) -> Set<UInt64> {
    try read { database in
      var seeds: Set<UInt64> = []
      var rows = try RawStatement("SELECT DISTINCT seed FROM trials", in: database)
      while try rows.step() { seeds.insert(try StoredRow.seed(rows.text(0))) }
      return seeds
    }
  }

  /// Returns how long the trials took on average, in seconds, those that failed aside; nil for none.
  ///
  /// - Throws: a `ResultStoreError` if the file cannot be read.
  /// - Complexity: O(trials).
  public func meanWallSeconds() throws(ResultStoreError) -> Double? {
    try read { database in
      try Double.fetchOne(
        database, sql: "SELECT avg(wall_ns) / 1e9 FROM trials WHERE outcome <> 'failed'")
    }
  }

  /// Returns the runs that wrote to the file, the first one first.
  ///
  /// - Throws: a `ResultStoreError` if the file cannot be read.
  public func runs() throws(ResultStoreError) -> [RunProvenance] {
    try read { database in try RunRow.all(in: database).map(\.provenance) }
  }

  /// Returns the run that laid down the plan, whose sources are those of the sweep; nil before that.
  ///
  /// - Throws: a `ResultStoreError` if the file cannot be read.
  public func planRun() throws(ResultStoreError) -> RunProvenance? {
    try read { database in try RunRow.ofPlan(in: database) }
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
      try String.fetchAll(database, sql: "SELECT DISTINCT metric FROM metrics ORDER BY metric")
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

  /// Returns metrics in every trial of the sweep, in one pass through the file.
  ///
  /// - Parameter metrics: names of metrics, none twice.
  /// - Throws: a `ResultStoreError` if the file cannot be read.
  /// - Complexity: O(trials × metrics of a trial), some microseconds for each trial.
  public func observations(of metrics: [String]) throws(ResultStoreError) -> ObservationTable {
    try read { database in
      let pass = try ObservationPass(metrics, in: database)
      return ObservationTable(metrics: metrics, observations: try pass.read(in: database))
    }
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

  func read<Value>(
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
    let points = try ObservationPass([metric], in: database).read(point: point, in: database)[0]
    return points.indices.contains(point) ? points[point] : []
  }

  private func trials(
    where condition: String, arguments: StatementArguments, in database: Database
  ) throws -> [StoredTrial] {
    let shapes = try StoredRow.shapes(in: database)
    return try Row.fetchAll(
      database,
      sql: """
        SELECT plan.point, plan.repetition, trials.*, policies
        FROM plan JOIN trials USING (trial) JOIN policy_sets USING (policy_set)
        WHERE \(condition) ORDER BY point, repetition
        """, arguments: arguments
    ).map { try StoredRow.trial($0, shapes: shapes) }
  }
}
