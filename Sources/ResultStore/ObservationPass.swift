// SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import HostConfiguration

/// Reads some metrics of many trials in one walk through the plan.
struct ObservationPass {
  private static let columns = "plan.point, repetition, seed, outcome, error, shape, metrics"

  /// The metrics to read.
  let metrics: [String]
  /// For each shape, which of the metrics stands at each position, up to the last that is wanted.
  private var layouts: [Int64: [Int?]] = [:]

  /// Finds out where the metrics stand.
  init(_ metrics: [String], in database: Database) throws {
    self.metrics = metrics
    var statement = try RawStatement(
      "SELECT shape, position FROM metrics WHERE metric = ?", in: database)
    for (index, metric) in metrics.enumerated() {
      statement.bind(metric)
      while try statement.step() {
        let position = Int(statement.integer(1))
        var layout = layouts[statement.integer(0)] ?? []
        while layout.count <= position { layout.append(nil) }
        layout[position] = index
        layouts[statement.integer(0)] = layout
      }
    }
  }

  /// Reads all points, or one of them: by metric, then by point.
  func read(point: Int? = nil, in database: Database) throws -> [[[MetricObservation]]] {
    let condition = point == nil ? "" : "WHERE plan.point = ?"
    var rows = try RawStatement(
      "SELECT \(Self.columns) FROM plan JOIN trials USING (trial) \(condition)"
        + " ORDER BY repetition, plan.point", in: database)
    if let point { rows.bind(Int64(point)) }
    var found = [[[MetricObservation]]](repeating: [], count: metrics.count)
    let runs = try Self.runsOfEach(in: database)
    do {
      while try rows.step() { try add(rows, to: &found, room: runs) }
    } catch {
      rows.end()
      throw error
    }
    return found
  }

  /// How many trials each point has where the sweep is balanced.
  private static func runsOfEach(in database: Database) throws -> Int {
    let trials = try Int.fetchOne(database, sql: "SELECT count(*) FROM plan") ?? 0
    let points = try Int.fetchOne(database, sql: "SELECT count(*) FROM points") ?? 0
    return trials / max(points, 1)
  }

  private func add(
    _ row: RawStatement, to found: inout [[[MetricObservation]]], room: Int
  ) throws {
    let point = Int(row.integer(0))
    let repetition = Int(row.integer(1))
    let seed = try StoredRow.seed(row.text(2))
    let outcome = try StoredRow.outcome(row.text(3), error: row.text(4))
    let cells = try cells(of: row)
    for index in metrics.indices {
      while found[index].count <= point { found[index].append([]) }
      // A list that grows step by step touches three times the memory, which takes longer than to
      // read the trials.
      if found[index][point].isEmpty { found[index][point].reserveCapacity(room) }
      let cell = cells?[index]
      let substitute = outcome.errorText == nil ? StoredRow.absent : StoredRow.failed
      found[index][point].append(
        MetricObservation(
          repetition: repetition, seed: seed, outcome: outcome,
          value: cell?.value ?? substitute, sampleCount: cell?.samples))
    }
  }

  /// The wanted cells of a trial, nil where it does not have them.
  private func cells(of row: RawStatement) throws -> [MetricCells.Cell?]? {
    guard !row.isNull(5), let layout = layouts[row.integer(5)] else { return nil }
    return try row.bytes(6) { bytes in
      guard let bytes else { return nil }
      var cells = [MetricCells.Cell?](repeating: nil, count: metrics.count)
      var reader = try MetricCells(bytes)
      for index in layout {
        if let index {
          guard let cell = try reader.next() else { throw StoredRow.fewMetrics }
          cells[index] = cell
        } else {
          guard try reader.skip() else { throw StoredRow.fewMetrics }
        }
      }
      return cells
    }
  }
}
