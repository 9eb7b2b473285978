internal import HostConfiguration

/// The tables of a sweep's report.
struct SweepTables: Sendable {
  /// The most points that are printed; a results file holds all.
  static let pointsMax = 100

  private let results: SweepResults
  private let strata: SweepStrata
  private var description: SweepDescription { results.description }

  init(_ results: SweepResults, strata: SweepStrata) {
    self.results = results
    self.strata = strata
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
    return TextTable(lead: lead(places) + [runs], columns: columns)
  }

  /// One row for each point that is compared, for each objective; nil without a baseline.
  func comparisons() -> [(metric: String, table: TextTable)] {
    description.objectives.compactMap { metric in
      var places: [Int] = []
      var comparisons: [PairedComparison] = []
      for stratum in strata.strata {
        guard let baseline = stratum.baseline, let left = results.series(metric, baseline) else {
          continue
        }
        for place in stratum.points where place != baseline && places.count < Self.pointsMax {
          guard let right = results.series(metric, place) else { continue }
          places.append(place)
          comparisons.append(PairedComparison(baseline: left, candidate: right))
        }
      }
      guard !places.isEmpty else { return nil }
      return (
        metric,
        TextTable(
          lead: lead(places),
          columns: [
            .init("difference", .right, cells: comparisons.map(\.differenceText)),
            .init("relative", .right, cells: comparisons.map { $0.relativeText ?? "" }),
            .init("pairs", .right, cells: comparisons.map { "\($0.pairCount)" }),
            .init("verdict", cells: comparisons.map(\.verdict.rawValue)),
          ])
      )
    }
  }

  /// One column for each axis, named by as much of its path as tells it from the others.
  private func lead(_ places: [Int]) -> [TextTable.Column] {
    description.axes.map { axis in
      TextTable.Column(
        AxisTitle.short(axis, among: description.axes),
        cells: places.map { description.points[$0].label(of: axis) ?? "" })
    }
  }
}
