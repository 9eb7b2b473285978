// SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import HostConfiguration

/// Turns rows back into values, and refuses those that no version of this program wrote.
enum StoredRow {
  /// A value that does not mean what its column promises.
  struct Unreadable: Error, CustomStringConvertible {
    let description: String
  }

  /// What a metric is that the trial does not have.
  static let absent = MetricValue.undefined(reason: "not measured")
  /// What every metric is in a trial without a simulated run.
  static let failed = MetricValue.undefined(reason: "trial failed")
  /// A trial with fewer metrics than its shape has names.
  static let fewMetrics = Unreadable(description: "a trial has fewer metrics than names")

  /// Reads a trial with its place in the plan.
  static func trial(_ row: Row, shapes: [Int64: MetricNames]) throws -> StoredTrial {
    StoredTrial(
      record: TrialRecord(
        place: PlannedTrial(
          point: try row.decode(forColumn: "point"),
          repetition: try row.decode(forColumn: "repetition"),
          key: try row.decode(forColumn: "key")),
        seed: try seed(row.decode(String?.self, forColumn: "seed")),
        outcome: try outcome(
          row.decode(String?.self, forColumn: "outcome"),
          error: row.decode(String?.self, forColumn: "error")),
        digest: try row.decode(forColumn: "digest"),
        simulatedEndNanoseconds: try row.decode(forColumn: "simulated_end_ns"),
        wallNanoseconds: try row.decode(forColumn: "wall_ns"),
        policyIdentity: try row.decode(forColumn: "policies"),
        values: try values(row, shapes: shapes)),
      run: try row.decode(forColumn: "run"))
  }

  /// Reads the names of all shapes.
  static func shapes(in database: Database) throws -> [Int64: MetricNames] {
    var names: [Int64: [String]] = [:]
    var rows = try RawStatement(
      "SELECT shape, metric FROM metrics ORDER BY shape, position", in: database)
    while try rows.step() { names[rows.integer(0), default: []].append(rows.text(1) ?? "") }
    return names.mapValues(MetricNames.init)
  }

  /// Reads a seed.
  static func seed(_ text: String?) throws -> UInt64 {
    guard let text, let seed = UInt64(text) else {
      throw Unreadable(description: "seed '\(text ?? "NULL")'")
    }
    return seed
  }

  /// Reads what became of a trial.
  static func outcome(_ name: String?, error: String?) throws -> TrialOutcome {
    if name == TrialOutcome.failedName, let error { return .failed(error) }
    guard let name, let outcome = RunOutcome(rawValue: name) else {
      throw Unreadable(description: "outcome '\(name ?? "NULL")'")
    }
    return .ended(outcome)
  }

  private static func values(_ row: Row, shapes: [Int64: MetricNames]) throws -> MetricValues {
    guard let shape = try row.decode(Int64?.self, forColumn: "shape") else { return .none }
    guard let names = shapes[shape],
      let values = MetricValues(of: names, text: try row.decode(forColumn: "metrics"))
    else { throw Unreadable(description: "the metrics of a trial") }
    return values
  }
}
