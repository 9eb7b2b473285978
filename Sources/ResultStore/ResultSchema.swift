internal import GRDB

/// The layout of a results file.
///
/// `Documentation/Results.md` describes it for its readers.
enum ResultSchema {
  /// The version of the layout; a file of any other is refused.
  static let version = 1

  /// What marks a file as one of results: "SETA" in ASCII, in SQLite's application id.
  static let applicationID = 0x5345_5441

  // Tables are not declared STRICT: long-lived distributions still ship an SQLite before 3.37, which
  // could not open the file at all. Checks hold the types that matter.
  private static let definition = """
    CREATE TABLE experiment (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      name TEXT NOT NULL,
      schema_version INTEGER NOT NULL,
      engine_version TEXT NOT NULL
    );
    CREATE TABLE runs (
      run INTEGER PRIMARY KEY,
      started TEXT NOT NULL,
      host TEXT NOT NULL,
      command_line TEXT NOT NULL,
      git_commit TEXT,
      experiment_text TEXT NOT NULL
    );
    CREATE TABLE points (
      point INTEGER PRIMARY KEY,
      label TEXT NOT NULL,
      assignments TEXT NOT NULL
    );
    CREATE TABLE trials (
      trial INTEGER PRIMARY KEY,
      key TEXT NOT NULL UNIQUE,
      run INTEGER NOT NULL REFERENCES runs,
      seed TEXT NOT NULL,
      outcome TEXT NOT NULL,
      error TEXT,
      digest TEXT,
      simulated_end_ns INTEGER CHECK (typeof(simulated_end_ns) IN ('integer', 'null')),
      wall_ns INTEGER NOT NULL CHECK (typeof(wall_ns) = 'integer'),
      policies TEXT NOT NULL,
      CHECK ((outcome = 'failed') = (error IS NOT NULL))
    );
    CREATE INDEX failed_trials ON trials (trial) WHERE outcome = 'failed';
    CREATE TABLE plan (
      point INTEGER NOT NULL REFERENCES points,
      repetition INTEGER NOT NULL,
      trial INTEGER NOT NULL REFERENCES trials,
      PRIMARY KEY (point, repetition)
    ) WITHOUT ROWID;
    CREATE TABLE metrics (
      metric INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE
    );
    CREATE TABLE measurements (
      trial INTEGER NOT NULL REFERENCES trials,
      metric INTEGER NOT NULL REFERENCES metrics,
      value INTEGER CHECK (typeof(value) IN ('integer', 'null')),
      undefined TEXT,
      samples INTEGER CHECK (typeof(samples) IN ('integer', 'null')),
      PRIMARY KEY (trial, metric),
      CHECK ((value IS NULL) = (undefined IS NOT NULL))
    ) WITHOUT ROWID;
    CREATE VIEW results AS
      SELECT plan.point, points.label, plan.repetition, trials.seed, trials.outcome,
        metrics.name AS metric, measurements.value, measurements.undefined, measurements.samples,
        points.assignments, trials.key
      FROM plan JOIN points USING (point) JOIN trials USING (trial)
        JOIN measurements USING (trial) JOIN metrics USING (metric);
    """

  /// Lays out an empty file.
  static func create(in database: Database, experiment: String, engineVersion: String) throws {
    try database.execute(sql: definition)
    try database.execute(
      sql: "INSERT INTO experiment VALUES (1, ?, ?, ?)",
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
    guard found == version else {
      throw ResultStoreError.otherSchema(path: path, found: found, expected: version)
    }
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
