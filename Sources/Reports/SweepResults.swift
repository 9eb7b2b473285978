internal import HostConfiguration
public import ResultStore
internal import Statistics

/// What a results file holds of a sweep, by metric and point.
public struct SweepResults: Sendable {
  /// What the sweep is.
  public let description: SweepDescription
  private let series: [String: [MetricSeries]]

  /// Reads the results of a sweep.
  ///
  /// - Parameters:
  ///   - store: the results file; points without trials have none here.
  ///   - description: the sweep.
  /// - Throws: `ResultStoreError` if the file cannot be read.
  public init(_ store: ResultStore, of description: SweepDescription) throws(ResultStoreError) {
    self.description = description
    var names = description.metrics + description.objectives + HonestyNote.metrics
    if let requirement = description.requirement { names.append(requirement.metric) }
    var series: [String: [MetricSeries]] = [:]
    for name in names where series[name] == nil {
      guard let definition = MetricCatalogue.definition(of: name) else { continue }
      var ofPoints: [MetricSeries] = []
      for point in description.points {
        ofPoints.append(
          MetricSeries(
            name: name, definition: definition, isRandom: point.isRandom,
            observations: try store.observations(of: name, atPoint: point.index)
              .filter { $0.repetition < description.repetitionsMax ?? .max },
            until: point.until))
      }
      series[name] = ofPoints
    }
    self.series = series
  }

  /// A metric at a point, by the point's place; nil for a metric that does not exist.
  func series(_ metric: String, _ point: Int) -> MetricSeries? { series[metric]?[point] }

  /// How many runs of a point there are.
  func runCount(_ point: Int) -> Int {
    HonestyNote.metrics.first.flatMap { series($0, point)?.observations.count } ?? 0
  }
}
