// SPDX-License-Identifier: Apache-2.0

internal import GRDB

/// A merge under way: the files that have been added to an output, and what they had in common.
struct Merge {
  private static let shownKeysMax = 5
  private static let columns = """
    trials.trial, key, trials.run, seed, outcome, error, digest, simulated_end_ns, wall_ns,
    policies, shape, metrics
    """

  /// The columns of a file; those of an earlier version have no checksums.
  private static func columns(of source: Database) throws -> String {
    columns + (try ChecksumPass.hasChecksums(source) ? ", checksum" : ", NULL AS checksum")
  }

  /// What has been done.
  private(set) var report = MergeReport()
  private let output: String
  /// Trials of lower numbers were in the output before.
  private let knownTrials: Int64
  /// The files that have each trial, as indices of the report's inputs: the first, and whether there
  /// are more.
  private var origins: [Int64: (first: Int, isShared: Bool)] = [:]

  /// Begins with an output whose trials have numbers below some number.
  init(_ output: String, knownTrials: Int64) {
    self.output = output
    self.knownTrials = knownTrials
  }

  /// Adds a file.
  mutating func add(
    _ source: Database, path: String, to target: Database, state: inout WriterState
  ) throws {
    let index = report.inputs.count
    report.inputs.append(MergeReport.Input(path: path))
    let runs = try Self.addRuns(of: source, to: target)
    let shapes = try StoredRow.shapes(in: source)
    var contradictions: [Int: [String]] = [:]
    var insertion = try RawStatement(TrialRow.insertion, in: target)
    var own: [Int64: Int64] = [:]
    // In the order of the sweep, so that the output does not depend on which trial ended first.
    var rows = try RawStatement(
      "SELECT \(try Self.columns(of: source)), min(repetition * 4294967296 + point) AS place"
        + " FROM trials LEFT JOIN plan USING (trial) JOIN policy_sets USING (policy_set)"
        + " GROUP BY trials.trial ORDER BY place IS NULL, place, trials.trial", in: source)
    while try rows.step() {
      report.inputs[index].trials += 1
      let record = try Self.record(rows, shapes: shapes)
      let run = runs[rows.integer(2)] ?? 0
      let checksum = rows.isNull(12) ? nil : rows.integer(12)
      let trial: Int64
      if let known = state.keys[record.place.key] {
        trial = known
        let other = origins[known]?.first
        switch try Self.compare(record, with: known, in: target) {
        case .equal: share(known, with: index)
        case .storedFailed:
          try target.execute(sql: "DELETE FROM trials WHERE trial = ?", arguments: [known])
          try TrialRow(record, trial: known, run: run, checksum: checksum)
            .insert(with: &insertion, state: &state, in: target)
          report.replacedFailures += 1
        case .newFailed: report.replacedFailures += known < knownTrials ? 0 : 1
        case .contradictory: contradictions[other ?? -1, default: []].append(record.place.key)
        }
      } else {
        trial = state.nextTrial
        try TrialRow(record, trial: trial, run: run, checksum: checksum)
          .insert(with: &insertion, state: &state, in: target)
        origins[trial] = (index, false)
        report.inputs[index].added += 1
      }
      own[rows.integer(0)] = trial
    }
    if let (other, keys) = contradictions.min(by: { $0.key < $1.key }) {
      throw ResultStoreError.contradiction(
        path: path, other: other < 0 ? output : report.inputs[other].path, count: keys.count,
        keys: Array(keys.prefix(Self.shownKeysMax)))
    }
    try place(own, of: source, path: path, in: target)
  }

  private mutating func share(_ trial: Int64, with index: Int) {
    guard let origin = origins[trial] else {
      origins[trial] = (index, false)
      return
    }
    guard !origin.isShared, origin.first != index else { return }
    origins[trial] = (origin.first, true)
    report.overlapping += 1
  }

  /// How a trial compares with the stored one of the same key.
  private enum Comparison {
    case equal
    case storedFailed
    case newFailed
    case contradictory
  }

  private static func compare(
    _ record: TrialRecord, with trial: Int64, in target: Database
  ) throws -> Comparison {
    var stored = try RawStatement(
      """
      SELECT outcome, digest, seed, simulated_end_ns, names, metrics
      FROM trials LEFT JOIN shapes USING (shape) WHERE trial = ?
      """, in: target)
    stored.bind(trial)
    guard try stored.step() else { throw StoredRow.Unreadable(description: "trial \(trial)") }
    defer { stored.end() }
    let isFailed = record.outcome.errorText != nil
    let wasFailed = stored.text(0) == TrialOutcome.failedName
    if isFailed || wasFailed {
      return isFailed ? (wasFailed ? .equal : .newFailed) : .storedFailed
    }
    let isEqual =
      stored.text(0) == record.outcome.name && stored.text(1) == record.digest
      && stored.text(2) == String(record.seed)
      && (stored.isNull(3) ? nil : stored.integer(3)) == record.simulatedEndNanoseconds
      && (stored.text(4) ?? MetricNames.none.text) == record.values.names.text
      && (stored.text(5) ?? MetricValues.none.text) == record.values.text
    return isEqual ? .equal : .contradictory
  }

  private static func record(
    _ row: RawStatement, shapes: [Int64: MetricNames]
  ) throws -> TrialRecord {
    var values = MetricValues.none
    if !row.isNull(10) {
      guard let names = shapes[row.integer(10)],
        let found = MetricValues(of: names, text: row.text(11) ?? "")
      else { throw StoredRow.Unreadable(description: "the metrics of a trial") }
      values = found
    }
    return TrialRecord(
      // The place is not looked at: a trial may have several.
      place: PlannedTrial(point: 0, repetition: 0, key: row.text(1) ?? ""),
      seed: try StoredRow.seed(row.text(3)),
      outcome: try StoredRow.outcome(row.text(4), error: row.text(5)), digest: row.text(6),
      simulatedEndNanoseconds: row.isNull(7) ? nil : row.integer(7),
      wallNanoseconds: row.integer(8), policyIdentity: row.text(9) ?? "", values: values)
  }

  /// Lets the trials of a file take their places, which nothing else may have.
  private func place(
    _ trials: [Int64: Int64], of source: Database, path: String, in target: Database
  ) throws {
    var rows = try RawStatement(
      "SELECT repetition, point, trial FROM plan ORDER BY repetition, point", in: source)
    var taken = try RawStatement(
      "SELECT trial FROM plan WHERE repetition = ? AND point = ?", in: target)
    var insertion = try RawStatement(
      "INSERT INTO plan (repetition, point, trial) VALUES (?, ?, ?)", in: target)
    while try rows.step() {
      guard let trial = trials[rows.integer(2)] else { continue }
      taken.bind(rows.integer(0))
      taken.bind(rows.integer(1))
      if try taken.step() {
        let isSame = taken.integer(0) == trial
        taken.end()
        guard isSame else {
          throw ResultStoreError.mixture(
            path: path, other: output,
            difference: "it has another trial at point \(rows.integer(1)), repetition "
              + "\(rows.integer(0))")
        }
        continue
      }
      insertion.bind(rows.integer(0))
      insertion.bind(rows.integer(1))
      insertion.bind(trial)
      try insertion.run()
    }
  }

  /// Adds the runs that the target does not have, and says which number each has there.
  private static func addRuns(of source: Database, to target: Database) throws -> [Int64: Int64] {
    var known: [RunProvenance: Int64] = [:]
    for (run, provenance) in try RunRow.all(in: target) { known[provenance] = run }
    var numbers: [Int64: Int64] = [:]
    for (run, provenance) in try RunRow.all(in: source) {
      let number = try known[provenance] ?? RunRow(provenance).insert(into: target)
      known[provenance] = number
      numbers[run] = number
    }
    let planRun = try Int64.fetchOne(source, sql: "SELECT plan_run FROM experiment")
    if let planRun, let number = numbers[planRun] {
      try target.execute(
        sql: "UPDATE experiment SET plan_run = ? WHERE plan_run IS NULL", arguments: [number])
    }
    return numbers
  }
}
