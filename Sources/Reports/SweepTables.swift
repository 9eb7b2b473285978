internal import HostConfiguration
internal import Statistics
internal import TrialExecution

/// The tables of a sweep's report, for people.
struct SweepTables: Sendable {
  /// The most points that are printed; a results file holds all.
  static let pointsMax = 100

  private let results: SweepResults
  private let strata: SweepStrata
  private let book: ComparisonBook
  private var description: SweepDescription { results.description }

  init(_ results: SweepResults, strata: SweepStrata, book: ComparisonBook) {
    self.results = results
    self.strata = strata
    self.book = book
  }

  /// One row for each point, one column for each metric.
  func measurements() -> TextTable {
    let places = Array(description.points.indices.prefix(Self.pointsMax))
    let columns = description.metrics.map { metric in
      let series = places.compactMap { results.series(metric, $0) }
      let isShare = series.first?.isProportion == true
      return TextTable.Column(
        isShare ? "P(\(metric) > 0)" : metric, .right, cells: series.map { MetricSummary($0).text })
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
  func comparisons(of metric: String) -> TextTable? {
    let rows = book.comparisons(of: metric).prefix(Self.pointsMax)
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
  func outcomes(of metric: String) -> TextTable? {
    let rows = CompletionOutcome.all(of: metric, results, book).prefix(Self.pointsMax)
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
          cells: rows.map { $0.test.value.map { DifferenceText.probability($0.pValue) } ?? "-" }),
      ])
  }

  /// What is required, and what the runs show of it; nil without a requirement.
  func requirement() -> TextTable? {
    guard let requirement = description.requirement else { return nil }
    let places = description.points.indices.prefix(Self.pointsMax)
    let rows = places.compactMap { place in
      results.series(requirement.metric, place).map {
        (place, RequirementJudgement($0, requirement, level: description.settings.level))
      }
    }
    func percent(_ share: Double) -> String {
      DecimalText.fixed(share * 100, decimals: share > 0 && share < 0.1 ? 1 : 0)
    }
    return TextTable(
      lead: lead(rows.map(\.0)),
      columns: [
        .init(
          "runs with it", .right,
          cells: rows.map { "\($0.1.count.successes) of \($0.1.count.count)" }),
        .init(
          "true share", .right,
          cells: rows.map { row in
            row.1.interval.map { "[\(percent($0.lower)), \(percent($0.upper))] %" }
              ?? (row.1.count.count > 0 ? "no chance in it" : "not run")
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
