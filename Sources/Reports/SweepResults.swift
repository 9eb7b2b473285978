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
  ///   - isBalanced: whether only repetitions are read that every point has.
  /// - Throws: `ResultStoreError` if the file cannot be read.
  /// - Complexity: each trial's metric is read once.
  public init(
    _ store: ResultStore, of description: SweepDescription, isBalanced: Bool = false
  ) throws(ResultStoreError) {
    self.description = description
    let names =
      HonestyNote.metrics + description.metrics + description.comparedMetrics + description.pareto
    var kept: Set<Int>?
    var series: [String: [MetricSeries]] = [:]
    for name in names where series[name] == nil {
      guard let definition = MetricCatalogue.definition(of: name) else { continue }
      var ofPoints: [MetricSeries] = []
      for point in description.points {
        ofPoints.append(
          MetricSeries(
            name: name, definition: definition, isRandom: point.isRandom,
            observations: try store.observations(of: name, atPoint: point.index),
            until: point.until))
      }
      if isBalanced, kept == nil { kept = Self.repetitionsOfAll(ofPoints) }
      series[name] = kept.map { kept in ofPoints.map { $0.keeping(kept) } } ?? ofPoints
    }
    self.series = series
    repetitionsDropped = try Self.dropped(kept, store, description)
  }

  /// How many trials are there of repetitions that not every point has; 0 if they are used.
  let repetitionsDropped: Int

  /// The repetitions that all points which draw have.
  private static func repetitionsOfAll(_ points: [MetricSeries]) -> Set<Int> {
    var common: Set<Int>?
    for series in points where series.isRandom {
      let own = Set(series.observations.map(\.repetition))
      common = common?.intersection(own) ?? own
    }
    return common ?? []
  }

  private static func dropped(
    _ kept: Set<Int>?, _ store: ResultStore, _ description: SweepDescription
  ) throws(ResultStoreError) -> Int {
    guard let kept, let metric = HonestyNote.metrics.first else { return 0 }
    var dropped = 0
    for point in description.points where point.isRandom {
      dropped += try store.observations(of: metric, atPoint: point.index)
        .count { !kept.contains($0.repetition) }
    }
    return dropped
  }

  /// A metric at a point, by the point's place; nil for a metric that does not exist.
  func series(_ metric: String, _ point: Int) -> MetricSeries? { series[metric]?[point] }

  /// How many trials of a point failed.
  func failedCount(_ point: Int) -> Int {
    HonestyNote.metrics.first.flatMap { series($0, point)?.observations.count { $0.outcome.errorText != nil } } ?? 0
  }

  /// How many runs of a point there are.
  func runCount(_ point: Int) -> Int {
    HonestyNote.metrics.first.flatMap { series($0, point)?.observations.count } ?? 0
  }
}
