// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import Statistics
internal import TrialExecution

// The tables of a sweep's report, for people.

extension SweepAnalysis {
  /// The most points that are printed; a results file holds all.
  static let tableRowsMax = 100

  /// One row for each point, one column for each metric.
  func measurementTable() -> TextTable {
    let places = Array(description.points.indices.prefix(Self.tableRowsMax))
    let columns = description.metrics.map { metric in
      let isShare = places.first.flatMap { results.series(metric, $0)?.isProportion } == true
      return TextTable.Column(
        isShare ? "P(\(metric) > 0)" : metric, .right,
        cells: summaries(of: metric, at: places).map { $0?.text ?? "-" })
    }
    let runs = TextTable.Column(
      "runs", .right,
      cells: places.map { place in
        let count = results.runCount(place)
        return description.points[place].isRandom ? "\(count)" : "\(count) ="
      })
    // Names that leave out what the baseline has need a baseline; else each axis has its column.
    let axes = description.axes.map { axis in
      TextTable.Column(
        AxisTitle.short(axis, among: description.axes),
        cells: places.map { description.points[$0].label(of: axis) ?? "" })
    }
    return TextTable(
      lead: (description.baseline.isEmpty ? axes : lead(places)) + [runs], columns: columns)
  }

  /// One row for each choice that is compared by a metric; nil without any.
  func comparisonTable(of metric: String) -> TextTable? {
    let rows = book.comparisons(of: metric).prefix(Self.tableRowsMax)
    guard let first = rows.first else { return nil }
    let texts = rows.map { DifferenceText($0) }
    var columns: [TextTable.Column] = [.init("difference", .right, cells: texts.map(\.difference))]
    if !first.raw.isShare {
      columns.append(.init("relative", .right, cells: texts.map { $0.relative ?? "" }))
    }
    let effect = first.raw.isShare ? "discordant" : book.settings.test == .t ? "d_z" : "effect"
    columns += [
      .init(effect, .right, cells: texts.map(\.effect)),
      .init("p", .right, cells: texts.map(\.pValue)),
      .init("verdict", cells: texts.map(\.verdict)),
    ]
    return TextTable(lead: lead(rows.map(\.candidate)), columns: columns)
  }

  /// How many pairs of runs got there under both, one, or neither; nil where all did.
  func outcomeTable(of metric: String) -> TextTable? {
    let rows = CompletionOutcome.all(of: metric, results, book).prefix(Self.tableRowsMax)
    guard rows.contains(where: { $0.runs.restrictedCount > 0 }) else { return nil }
    func column(_ title: String, _ count: (CompletionOutcome) -> Int) -> TextTable.Column {
      TextTable.Column(title, .right, cells: rows.map { "\(count($0))" })
    }
    return TextTable(
      lead: lead(rows.map(\.candidate)),
      columns: [
        column("both", \.runs.outcomes.both), column("only baseline", \.runs.outcomes.onlyBaseline),
        column("only choice", \.runs.outcomes.onlyCandidate),
        column("neither", \.runs.outcomes.neither),
        .init(
          "p", .right,
          cells: rows.map { row in
            let pValue = book.settings.correctedForLooks(row.test.map(\.pValue))
            return pValue.value.map(DifferenceText.probability) ?? "-"
          }),
      ])
  }

  /// What is required, and what the runs show of it; nil without a requirement.
  func requirementTable() -> TextTable? {
    guard description.requirement != nil else { return nil }
    let places = description.points.indices.prefix(Self.tableRowsMax)
    let rows = places.compactMap { place in judgement(at: place).map { (place, $0) } }
    func percent(_ share: Double) -> String {
      DecimalText.fixed(share * 100, decimals: share > 0 && share < 0.1 ? 1 : 0)
    }
    let endless = TextTable.Column(
      "never ended", .right, cells: rows.map { "\($0.1.endlessCount)" })
    return TextTable(
      lead: lead(rows.map(\.0)),
      columns: [
        .init(
          "runs with it", .right,
          cells: rows.map { "\($0.1.count.successes) of \($0.1.count.count)" })
      ] + (rows.contains { $0.1.endlessCount > 0 } ? [endless] : []) + [
        .init(
          "true share", .right,
          cells: rows.map { row in
            row.1.interval.map { "[\(percent($0.lower)), \(percent($0.upper))] %" }
              ?? (row.1.count.count > 0
                ? "no chance in it" : results.runCount(row.0) > 0 ? "no value" : "not run")
          }),
        .init("requirement", cells: rows.map(\.1.state.rawValue)),
        .init(
          "runs to show it", .right, cells: rows.map { $0.1.runsNeeded.map { "\($0)" } ?? "" }),
      ])
  }

  /// The condition, where there is one, and the choice.
  private func lead(_ places: [Int]) -> [TextTable.Column] {
    var columns: [TextTable.Column] = []
    if strata.strata.count > 1 {
      columns.append(.init("condition", cells: places.map(strata.condition)))
    }
    return columns + [.init("choice", cells: places.map(strata.shortName))]
  }
}
