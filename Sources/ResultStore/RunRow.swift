// SPDX-License-Identifier: Apache-2.0

internal import GRDB

/// A run as it stands in the file: long texts are kept once, however many runs have them.
struct RunRow {
  /// What the run was.
  let provenance: RunProvenance

  /// Describes a run.
  init(_ provenance: RunProvenance) { self.provenance = provenance }

  /// Reads all runs in their order, with their numbers.
  static func all(in database: Database) throws -> [(run: Int64, provenance: RunProvenance)] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT runs.*, engine_version, source.content AS source, resolved.content AS resolved
        FROM runs JOIN documents AS source ON source.document = sources
          JOIN documents AS resolved ON resolved.document = runs.experiment_text, experiment
        ORDER BY run
        """
    ).map { row in
      (
        try row.decode(forColumn: "run"),
        RunProvenance(
          engineVersion: try row.decode(forColumn: "engine_version"),
          version: try row.decode(forColumn: "version"),
          gitCommit: try row.decode(forColumn: "git_commit"),
          kind: try row.decode(forColumn: "kind"), shard: try row.decode(forColumn: "shard"),
          commandLine: try row.decode(forColumn: "command_line"),
          host: try row.decode(forColumn: "host"), process: try row.decode(forColumn: "process"),
          started: try row.decode(forColumn: "started"),
          sources: try row.decode(forColumn: "source"),
          experimentText: try row.decode(forColumn: "resolved"))
      )
    }
  }

  /// Reads the run that laid down the plan.
  static func ofPlan(in database: Database) throws -> RunProvenance? {
    let run = try Int64.fetchOne(database, sql: "SELECT plan_run FROM experiment")
    return try run.flatMap { run in
      try all(in: database).first { $0.run == run }?.provenance
    }
  }

  /// Adds the run and returns its number.
  func insert(into database: Database) throws -> Int64 {
    let sources = try Self.document(provenance.sources, in: database)
    let resolved = try Self.document(provenance.experimentText, in: database)
    try database.execute(
      sql: """
        INSERT INTO runs (kind, shard, started, host, process, command_line, version, git_commit,
          sources, experiment_text)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        provenance.kind, provenance.shard, provenance.started, provenance.host,
        Int64(provenance.process), provenance.commandLine, provenance.version,
        provenance.gitCommit, sources, resolved,
      ])
    return database.lastInsertedRowID
  }

  private static func document(_ text: String, in database: Database) throws -> Int64 {
    let known = try Int64.fetchOne(
      database, sql: "SELECT document FROM documents WHERE content = ?", arguments: [text])
    if let known { return known }
    try database.execute(sql: "INSERT INTO documents (content) VALUES (?)", arguments: [text])
    return database.lastInsertedRowID
  }
}
