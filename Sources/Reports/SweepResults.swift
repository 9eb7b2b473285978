// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
public import ResultStore
internal import Statistics

/// What a results file holds of a sweep, by metric and point.
public struct SweepResults: Sendable {
  /// What the sweep is.
  public let description: SweepDescription
  private let series: [String: [MetricSeries]]
  private let whole: [String: [MetricSeries]]
  /// The metrics that say which side of a pair lost work, as far as the results have them.
  let survivalMetrics: [String]

  /// Reads the results of a sweep.
  ///
  /// - Parameters:
  ///   - store: the results file; points without trials have none here.
  ///   - description: the sweep.
  ///   - isPartial: whether the sweep has not ended: then only repetitions are compared that every point
  ///     has, so that no point is told from other seeds than the next. By default it has not where
  ///     points have different ones, unless a rule added to some: after an interruption, or in the file
  ///     of one shard.
  /// - Throws: `ResultStoreError` if the file cannot be read.
  /// - Complexity: each trial's metric is read once.
  public init(
    _ store: ResultStore, of description: SweepDescription, isPartial: Bool? = nil
  ) throws(ResultStoreError) {
    self.description = description
    let survival = Self.survivalMetrics(of: description)
    let names =
      HonestyNote.metrics + description.metrics + description.comparedMetrics + description.pareto
      + EmptyComparisons.metrics(of: description)
      + survival
    let known = names.enumerated().filter { place, name in
      names.firstIndex(of: name) == place && MetricCatalogue.definition(of: name) != nil
    }.map(\.element)
    let table = try store.observations(of: known)
    var series: [String: [MetricSeries]] = [:]
    for name in known {
      guard let definition = MetricCatalogue.definition(of: name) else { continue }
      series[name] = description.points.map { point in
        MetricSeries(
          name: name, definition: definition, isRandom: point.isRandom,
          observations: table.observations(of: name, atPoint: point.index), until: point.until,
          clock: point.clocks[name])
      }
    }
    let all = HonestyNote.metrics.first.flatMap { series[$0] } ?? []
    self.isPartial = isPartial ?? Self.hasHoles(all, isGrown: description.settings.stopping != nil)
    let kept = self.isPartial ? Self.repetitionsOfAll(all) : nil
    wholeRepetitions = kept?.count ?? 0
    repetitionsDropped =
      kept.map { kept in
        all.filter(\.isRandom).reduce(0) { count, series in
          count + series.observations.count { !kept.contains($0.repetition) }
        }
      } ?? 0
    survivalMetrics = survival.filter(known.contains)
    whole = series
    if let kept {
      for name in known { series[name] = series[name]?.map { $0.keeping(kept) } }
    }
    self.series = series
  }

  /// Whether the sweep has not ended.
  let isPartial: Bool

  /// How many repetitions of a sweep that has not ended all points have, which are those that count; with
  /// 0 all trials do.
  let wholeRepetitions: Int

  /// How many trials are there of repetitions that not every point has; 0 if they are used.
  let repetitionsDropped: Int

  /// Whether repetitions are missing at some points: where a rule adds them, those before the last one.
  private static func hasHoles(_ points: [MetricSeries], isGrown: Bool) -> Bool {
    let own = points.filter(\.isRandom).map { Set($0.observations.map(\.repetition)) }
    guard !isGrown else { return own.contains { ($0.max() ?? -1) + 1 != $0.count } }
    return own.contains { $0 != own.first }
  }

  /// The repetitions that all points which draw have; nil where there are none.
  private static func repetitionsOfAll(_ points: [MetricSeries]) -> Set<Int>? {
    var common: Set<Int>?
    for series in points where series.isRandom {
      let own = Set(series.observations.map(\.repetition))
      common = common?.intersection(own) ?? own
    }
    return common.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Takes results as they are, by metric and then by place.
  init(_ description: SweepDescription, series: [String: [MetricSeries]]) {
    self.description = description
    self.series = series
    whole = series
    survivalMetrics = Self.survivalMetrics(of: description).filter { series[$0] != nil }
    isPartial = false
    wholeRepetitions = 0
    repetitionsDropped = 0
  }

  /// What is compared of a metric at a point, by the point's place: of a sweep that has not ended the
  /// repetitions that all points have; nil for a metric that does not exist.
  func series(_ metric: String, _ point: Int) -> MetricSeries? { series[metric]?[point] }

  /// All runs of a metric at a point, for what is said of the point alone: only pairs need repetitions that
  /// others have too.
  func wholeSeries(_ metric: String, _ point: Int) -> MetricSeries? { whole[metric]?[point] }

  private static func survivalMetrics(of description: SweepDescription) -> [String] {
    ["oom.kills"] + description.tasks.map { "task.\($0).completed" }
  }

  /// How many trials of a point failed.
  func failedCount(_ point: Int) -> Int {
    HonestyNote.metrics.first.flatMap { wholeSeries($0, point) }
      .map { $0.observations.count { $0.outcome.errorText != nil } } ?? 0
  }

  /// How many runs of a point there are.
  func runCount(_ point: Int) -> Int {
    HonestyNote.metrics.first.flatMap { wholeSeries($0, point)?.observations.count } ?? 0
  }
}
