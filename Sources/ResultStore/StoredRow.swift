internal import GRDB
internal import HostConfiguration

/// Turns rows back into values, and refuses those that no version of this program wrote.
enum StoredRow {
  /// A value that does not mean what its column promises.
  struct Unreadable: Error, CustomStringConvertible {
    let description: String
  }

  static func trial(_ row: Row, metrics: [MetricRecord]) throws -> StoredTrial {
    StoredTrial(
      record: TrialRecord(
        place: PlannedTrial(
          point: try row.decode(forColumn: "point"),
          repetition: try row.decode(forColumn: "repetition"),
          key: try row.decode(forColumn: "key")),
        seed: try seed(row), outcome: try outcome(row), digest: try row.decode(forColumn: "digest"),
        simulatedEndNanoseconds: try row.decode(forColumn: "simulated_end_ns"),
        wallNanoseconds: try row.decode(forColumn: "wall_ns"),
        policyIdentity: try row.decode(forColumn: "policies"), metrics: metrics),
      run: try row.decode(forColumn: "run"))
  }

  static func metric(_ row: Row) throws -> MetricRecord {
    MetricRecord(
      name: try row.decode(forColumn: "name"), value: try value(row) ?? absent,
      sampleCount: try row.decode(forColumn: "samples"))
  }

  static func observation(_ row: Row) throws -> MetricObservation {
    let outcome = try outcome(row)
    let substitute =
      outcome.errorText == nil ? absent : MetricValue.undefined(reason: "trial failed")
    return MetricObservation(
      repetition: try row.decode(forColumn: "repetition"), seed: try seed(row), outcome: outcome,
      value: try value(row) ?? substitute, sampleCount: try row.decode(forColumn: "samples"))
  }

  private static let absent = MetricValue.undefined(reason: "not measured")

  private static func value(_ row: Row) throws -> MetricValue? {
    if let value = try row.decode(Int64?.self, forColumn: "value") { return .defined(value) }
    return try row.decode(String?.self, forColumn: "undefined").map { .undefined(reason: $0) }
  }

  private static func seed(_ row: Row) throws -> UInt64 {
    let text = try row.decode(String.self, forColumn: "seed")
    guard let seed = UInt64(text) else { throw Unreadable(description: "seed '\(text)'") }
    return seed
  }

  private static func outcome(_ row: Row) throws -> TrialOutcome {
    let name = try row.decode(String.self, forColumn: "outcome")
    if name == TrialOutcome.failedName {
      return .failed(try row.decode(String.self, forColumn: "error"))
    }
    guard let outcome = RunOutcome(rawValue: name) else {
      throw Unreadable(description: "outcome '\(name)'")
    }
    return .ended(outcome)
  }
}
