// SPDX-License-Identifier: Apache-2.0

internal import GRDB

/// A trial on its way into the file.
struct TrialRow {
  /// The statement that adds one.
  static let insertion = """
    INSERT INTO trials (trial, key, run, seed, outcome, error, digest, simulated_end_ns, wall_ns,
      policy_set, shape, metrics, checksum)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  private let record: TrialRecord
  private let trial: Int64
  private let run: Int64

  private let checksum: Int64?

  /// Gives a trial its number, and the run that it comes from.
  ///
  /// - Parameter checksum: what it was kept with; nil for one of a version that kept none.
  init(_ record: TrialRecord, trial: Int64, run: Int64, checksum: Int64?) {
    self.checksum = checksum
    self.record = record
    self.trial = trial
    self.run = run
  }

  /// Adds the trial, which from then on has its key.
  func insert(
    with statement: inout RawStatement, state: inout WriterState, in database: Database
  ) throws {
    let policySet = try state.policySet(of: record.policyIdentity, in: database)
    let shape = try state.shape(of: record.values.names, in: database)
    statement.bind(trial)
    statement.bind(record.place.key)
    statement.bind(run)
    // SQLite's integers are signed, and a seed must be readable as it was given.
    statement.bind(String(record.seed))
    statement.bind(record.outcome.name)
    statement.bind(record.outcome.errorText)
    statement.bind(record.digest)
    statement.bind(record.simulatedEndNanoseconds)
    statement.bind(record.wallNanoseconds)
    statement.bind(policySet)
    statement.bind(shape)
    statement.bind(shape == nil ? nil : record.values.text)
    statement.bind(checksum)
    try statement.run()
    state.keys[record.place.key] = trial
    state.nextTrial = max(state.nextTrial, trial + 1)
  }
}
