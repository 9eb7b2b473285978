// SPDX-License-Identifier: Apache-2.0

internal import GRDB

/// Looks at the checksum of every trial of a file.
///
/// In one walk by itself, so that whoever reads a file later reads what was found to be in order.
enum ChecksumPass {
  private static let columns = """
    key, seed, outcome, error, digest, simulated_end_ns, wall_ns, policy_sets.policies,
    trials.shape, trials.metrics, checksum, trial
    """

  /// Refuses a file with a trial that is not as it was written.
  ///
  /// - Returns: how many trials are of a version that wrote no checksums.
  /// - Complexity: O(size of the file).
  static func check(_ database: Database, path: String) throws -> Int {
    guard try hasChecksums(database) else {
      return try Int.fetchOne(database, sql: "SELECT count(*) FROM trials") ?? 0
    }
    let shapes = try StoredRow.shapes(in: database)
    var rows = try RawStatement(
      "SELECT \(columns) FROM trials LEFT JOIN policy_sets USING (policy_set)", in: database)
    var unchecked = 0
    while try rows.step() {
      guard !rows.isNull(10) else {
        unchecked += 1
        continue
      }
      guard sum(rows, shapes) == rows.integer(10) else {
        let key = rows.text(0) ?? ""
        rows.end()
        throw ResultStoreError.damaged(
          path: path, detail: "the trial with the key '\(key)' is not as it was written")
      }
    }
    return unchecked
  }

  /// Whether the file is of a version that writes checksums.
  static func hasChecksums(_ database: Database) throws -> Bool {
    try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0 >= ResultSchema.version
  }

  private static func sum(_ row: RawStatement, _ shapes: [Int64: MetricNames]) -> Int64 {
    var sum = TrialChecksum()
    for column: Int32 in 0...7 { add(row, column, to: &sum) }
    sum.add(row.isNull(8) ? nil : shapes[row.integer(8)]?.text)
    add(row, 9, to: &sum)
    return sum.value
  }

  private static func add(_ row: RawStatement, _ column: Int32, to sum: inout TrialChecksum) {
    row.bytes(column) { bytes in
      if let bytes { sum.add(bytes) } else { sum.add(nil) }
    }
  }
}
