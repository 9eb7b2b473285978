// SPDX-License-Identifier: Apache-2.0

internal import GRDB

/// The layout of a results file.
///
/// `Documentation/Results.md` describes it for its readers.
enum ResultSchema {
  /// The version of the layout.
  static let version = 3

  /// The versions that are read.
  ///
  /// Version 2 has no checksums; it becomes one of this version when it is written.
  static let readable = 2...version

  /// What marks a file as one of results: "SETA" in ASCII, in SQLite's application id.
  static let applicationID = 0x5345_5441

  // Tables are not declared STRICT: long-lived distributions still ship an SQLite before 3.37, which
  // could not open the file at all. Checks hold the types that matter.
  //
  // Trials have no index by key, and the plan is in the order in which trials end: an index by hash
  // touches a page of the file for each trial, and made each cost four times as much. The one writer
  // that the lock lets in knows all keys, and holds what a unique index and foreign keys would.
  private static let definition = """
    CREATE TABLE experiment (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      name TEXT NOT NULL,
      schema_version INTEGER NOT NULL,
      engine_version TEXT NOT NULL,
      plan_run INTEGER REFERENCES runs
    );
    CREATE TABLE documents (
      document INTEGER PRIMARY KEY,
      content TEXT NOT NULL
    );
    CREATE TABLE runs (
      run INTEGER PRIMARY KEY,
      kind TEXT NOT NULL,
      shard TEXT,
      started TEXT NOT NULL,
      host TEXT NOT NULL,
      process INTEGER NOT NULL,
      command_line TEXT NOT NULL,
      version TEXT NOT NULL,
      git_commit TEXT,
      sources INTEGER NOT NULL REFERENCES documents,
      experiment_text INTEGER NOT NULL REFERENCES documents
    );
    CREATE TABLE points (
      point INTEGER PRIMARY KEY,
      label TEXT NOT NULL,
      assignments TEXT NOT NULL
    );
    CREATE TABLE policy_sets (
      policy_set INTEGER PRIMARY KEY,
      policies TEXT NOT NULL
    );
    CREATE TABLE shapes (
      shape INTEGER PRIMARY KEY,
      names TEXT NOT NULL
    );
    CREATE TABLE metrics (
      shape INTEGER NOT NULL REFERENCES shapes,
      position INTEGER NOT NULL,
      metric TEXT NOT NULL,
      PRIMARY KEY (shape, position)
    ) WITHOUT ROWID;
    CREATE INDEX metrics_by_name ON metrics (metric, shape, position);
    CREATE TABLE trials (
      trial INTEGER PRIMARY KEY,
      key TEXT NOT NULL,
      run INTEGER NOT NULL REFERENCES runs,
      seed TEXT NOT NULL,
      outcome TEXT NOT NULL,
      error TEXT,
      digest TEXT,
      simulated_end_ns INTEGER CHECK (typeof(simulated_end_ns) IN ('integer', 'null')),
      wall_ns INTEGER NOT NULL CHECK (typeof(wall_ns) = 'integer'),
      policy_set INTEGER NOT NULL REFERENCES policy_sets,
      shape INTEGER REFERENCES shapes,
      metrics TEXT,
      CHECK ((outcome = 'failed') = (error IS NOT NULL)),
      CHECK ((shape IS NULL) = (metrics IS NULL))
    );
    CREATE INDEX failed_trials ON trials (trial) WHERE outcome = 'failed';
    CREATE TABLE plan (
      repetition INTEGER NOT NULL,
      point INTEGER NOT NULL REFERENCES points,
      trial INTEGER NOT NULL REFERENCES trials,
      PRIMARY KEY (repetition, point)
    ) WITHOUT ROWID;
    CREATE VIEW results AS
      SELECT plan.point, points.label, plan.repetition, trials.seed, trials.outcome,
        metrics.metric,
        CASE cell.type WHEN 'integer' THEN cell.value
          WHEN 'array' THEN json_extract(cell.value, '$[0]') END AS value,
        CASE cell.type WHEN 'text' THEN cell.value END AS undefined,
        CASE cell.type WHEN 'array' THEN json_extract(cell.value, '$[1]') END AS samples,
        points.assignments, trials.key
      FROM plan JOIN points USING (point) JOIN trials USING (trial)
        JOIN json_each(trials.metrics) AS cell
        JOIN metrics ON metrics.shape = trials.shape AND metrics.position = cell.key;
    CREATE VIEW outcomes AS
      SELECT plan.point, points.label, plan.repetition, trials.key, trials.seed,
        trials.outcome, trials.error, trials.digest, trials.simulated_end_ns,
        policy_sets.policies, shapes.names, trials.metrics, points.assignments
      FROM plan JOIN points USING (point) JOIN trials USING (trial)
        JOIN policy_sets USING (policy_set) LEFT JOIN shapes USING (shape);
    """

  /// What version 3 added.
  ///
  /// A file that is brought up to it has the same definitions as a new one.
  private static let additionOfVersion3 = "ALTER TABLE trials ADD COLUMN checksum INTEGER;"

  /// Everything that a file of a version defines, as SQLite notes it.
  private static let definitions: [Int: Set<String>] = {
    var definitions: [Int: Set<String>] = [:]
    for found in readable {
      // A database in memory fails only where there is none left, and then nothing is accepted.
      guard let queue = try? DatabaseQueue(),
        let names = try? queue.write({ database in
          try database.execute(sql: definition)
          if found >= 3 { try database.execute(sql: additionOfVersion3) }
          return try defined(in: database)
        })
      else { continue }
      definitions[found] = names
    }
    return definitions
  }()

  private static func defined(in database: Database) throws -> Set<String> {
    try String.fetchSet(
      database,
      sql: """
        SELECT type || ' ' || name || ' ' || tbl_name || ' ' || ifnull(sql, '') FROM sqlite_master
        """)
  }

  /// Brings a file of an earlier version up to this one.
  static func update(_ database: Database) throws {
    guard try Int.fetchOne(database, sql: "PRAGMA user_version") == 2 else { return }
    try database.execute(sql: additionOfVersion3)
    try database.execute(sql: "PRAGMA user_version = \(version)")
  }

  /// Lays out an empty file.
  static func create(in database: Database, experiment: String, engineVersion: String) throws {
    try database.execute(sql: definition)
    try database.execute(sql: additionOfVersion3)
    try database.execute(
      sql: "INSERT INTO experiment VALUES (1, ?, ?, ?, NULL)",
      arguments: [experiment, version, engineVersion])
    try database.execute(sql: "PRAGMA user_version = \(version)")
    try database.execute(sql: "PRAGMA application_id = \(applicationID)")
  }

  /// Tells whether a file has no content at all, and may become one of results.
  static func isEmpty(_ database: Database) throws -> Bool {
    try Int.fetchOne(database, sql: "PRAGMA application_id") == 0
      && Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0
  }

  /// Refuses a file that is not of this layout.
  static func check(_ database: Database, path: String) throws {
    guard try Int.fetchOne(database, sql: "PRAGMA application_id") == applicationID else {
      throw ResultStoreError.notResults(path: path)
    }
    let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard readable.contains(found) else {
      throw ResultStoreError.otherSchema(path: path, found: found, expected: version)
    }
    // A trigger or a view in place of a table would do or say what nobody asked for.
    let own = try defined(in: database)
    guard let expected = definitions[found], own != expected else { return }
    let foreign = own.subtracting(expected).min().map(Self.named)
    let lacking = expected.subtracting(own).min().map(Self.named)
    throw ResultStoreError.damaged(
      path: path,
      detail: foreign.map { "it holds \($0), which no results file defines so" }
        ?? "it lacks \(lacking ?? "something")")
  }

  /// The kind and the name of what is defined, such as `trigger t`.
  private static func named(_ definition: String) -> String {
    definition.split(separator: " ").prefix(2).joined(separator: " ")
  }

  /// Refuses a file with trials of another engine, or another experiment.
  static func check(
    _ database: Database, path: String, experiment: String?, engineVersion: String?
  ) throws {
    guard let row = try Row.fetchOne(database, sql: "SELECT * FROM experiment") else {
      throw ResultStoreError.damaged(path: path, detail: "the experiment is not named")
    }
    let foundEngine = try row.decode(String.self, forColumn: "engine_version")
    if let engineVersion, engineVersion != foundEngine {
      throw ResultStoreError.otherEngine(path: path, found: foundEngine, expected: engineVersion)
    }
    let foundName = try row.decode(String.self, forColumn: "name")
    if let experiment, experiment != foundName {
      throw ResultStoreError.otherExperiment(path: path, found: foundName, expected: experiment)
    }
  }
}
