internal import HostConfiguration
internal import Statistics

/// A sweep that has been compared: what the tables, the findings and the data are made of.
struct SweepAnalysis: Sendable {
  /// What the results file holds.
  let results: SweepResults
  /// The conditions, and the choices under each.
  let strata: SweepStrata
  /// Which comparisons compare nothing.
  let emptiness: EmptyComparisons
  /// Every comparison with a baseline.
  let book: ComparisonBook
  /// The sweep.
  var description: SweepDescription { results.description }

  /// Compares.
  init(_ results: SweepResults) {
    self.results = results
    strata = SweepStrata(results.description)
    emptiness = EmptyComparisons(results)
    book = ComparisonBook(results, strata: strata, emptiness: emptiness)
  }

  /// The summaries of a metric at some points, in their order; nil where the metric does not exist.
  func summaries(of metric: String, at places: [Int]) -> [MetricSummary?] {
    let series = places.map { results.series(metric, $0) }
    var summaries = MetricSummary.all(
      series.compactMap(\.self), level: description.settings.intervalLevelOfPoints
    ).makeIterator()
    return series.map { $0.flatMap { _ in summaries.next() } }
  }

  /// The summary of a metric at a point.
  func summary(of metric: String, at place: Int) -> MetricSummary? {
    summaries(of: metric, at: [place])[0]
  }

  /// Judges a point by what is required; nil without a requirement.
  func judgement(at place: Int) -> RequirementJudgement? {
    guard let requirement = description.requirement,
      let series = results.series(requirement.metric, place)
    else { return nil }
    return RequirementJudgement(series, requirement, level: description.settings.levelOfEach)
  }
}
