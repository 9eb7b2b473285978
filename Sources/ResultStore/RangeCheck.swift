// SPDX-License-Identifier: Apache-2.0

internal import GRDB

/// Refuses numbers in a file that no sweep has, before memory is reserved by them.
enum RangeCheck {
  /// The most points, repetitions and metrics that a file may number.
  private static let countMax: Int64 = 1_000_000
  private static let trialMax: Int64 = 1 << 40

  /// Looks at the numbers of points, repetitions, trials and metrics.
  static func check(_ database: Database, path: String) throws {
    let ranges = [
      ("points", "point", countMax), ("plan", "point", countMax), ("plan", "repetition", countMax),
      ("plan", "trial", trialMax), ("trials", "trial", trialMax), ("metrics", "position", countMax),
    ]
    for (table, column, most) in ranges {
      let isFaulty = try Bool.fetchOne(
        database,
        sql: """
          SELECT EXISTS (SELECT 1 FROM \(table) WHERE typeof(\(column)) <> 'integer'
            OR \(column) < 0 OR \(column) > \(most))
          """)
      guard isFaulty != true else {
        throw ResultStoreError.damaged(
          path: path, detail: "a \(column) in \(table) is out of range")
      }
    }
    let double = try String.fetchOne(
      database,
      sql: "SELECT metric FROM metrics GROUP BY shape, metric HAVING count(*) > 1 LIMIT 1")
    if let double {
      throw ResultStoreError.damaged(path: path, detail: "a shape has the metric '\(double)' twice")
    }
  }
}
