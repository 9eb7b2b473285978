// SPDX-License-Identifier: Apache-2.0

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
    places.map { summary(of: metric, at: $0) }
  }

  /// The summary of a metric at a point.
  ///
  /// - Parameters:
  ///   - metric: the metric.
  ///   - place: the point's place.
  ///   - choices: from how many the runs have chosen the point; its interval holds all the same.
  func summary(of metric: String, at place: Int, amongst choices: Int = 1) -> MetricSummary? {
    results.wholeSeries(metric, place).map {
      MetricSummary(
        $0,
        level: description.settings.intervalLevelOfPoints.simultaneous(over: max(1, choices)))
    }
  }

  /// Judges a point by what is required; nil without a requirement.
  func judgement(at place: Int) -> RequirementJudgement? {
    guard let requirement = description.requirement,
      let series = results.wholeSeries(requirement.metric, place)
    else { return nil }
    return RequirementJudgement(
      series, requirement, level: description.settings.levelOfEach,
      choices: description.points.count(where: \.isRandom))
  }
}
