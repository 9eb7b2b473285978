internal import HostConfiguration
internal import Statistics
internal import TrialExecution

/// A metric at a point in a table's cell: an estimate, what it could as well be, and from how many runs.
struct MetricSummary: Sendable {
  /// The bootstrap at a level.
  ///
  /// At 95 % it has fewer resamples than the 9,999 of a single analysis: a table has hundreds of cells, and
  /// shows three digits. At higher levels it has so many more as the tails need.
  static func bootstrap(for level: ConfidenceLevel) -> Bootstrap {
    Bootstrap(seed: 2021, resamples: 1_999).grown(for: level)
  }

  /// The estimate, if there is one.
  let estimate: Double?
  /// Its interval, if the runs allow one.
  let interval: ConfidenceInterval?
  private let series: MetricSeries

  /// Summarises a metric at one point, by itself.
  init(_ series: MetricSeries, level: ConfidenceLevel = .ninetyFivePercent) {
    self = Self.all([series], level: level)[0]
  }

  private init(_ series: MetricSeries, interval: ConfidenceInterval?) {
    self.series = series
    self.interval = interval
    estimate = series.mean
  }

  /// Summarises a metric at many points, for which the draws of the bootstrap are made once.
  ///
  /// - Parameters:
  ///   - series: the runs of each point.
  ///   - level: of each interval.
  static func all(_ series: [MetricSeries], level: ConfidenceLevel) -> [MetricSummary] {
    let means = series.filter { $0.isRandom && !$0.isProportion }
    let samples = means.map { Sample($0.values) }
    let bootstrap = bootstrap(for: level)
    var intervals =
      (bootstrap.reaches(level)
      ? bootstrap.intervals(for: .mean, of: samples, level: level)
      : samples.map { $0.meanInterval(level: level) }).makeIterator()
    return series.map { series in
      guard series.isRandom else { return MetricSummary(series, interval: nil) }
      return MetricSummary(
        series,
        interval: series.isProportion
          ? series.proportion.wilsonInterval(level: level).value : intervals.next()?.value)
    }
  }

  /// The text of the cell.
  var text: String {
    guard !series.observations.isEmpty else { return "not run" }
    guard let estimate else { return "-" }
    var text = series.isProportion ? share(estimate) : amount(estimate)
    if series.restrictedCount > 0 { text += " *" }
    if series.definedCount < series.observations.count {
      text += " \(series.definedCount)/\(series.observations.count)"
    }
    return text
  }

  /// The members of the cell in JSON, in the metric's stored unit.
  var json: JSONValue {
    .object([
      ("mean", estimate.map { .number($0) } ?? .null),
      ("lower", interval.map { .number($0.lower) } ?? .null),
      ("upper", interval.map { .number($0.upper) } ?? .null),
      ("interval", interval.map { .text($0.method.rawValue) } ?? .null),
      ("unit", .text(series.isProportion ? "share of runs" : series.definition.unit.rawValue)),
      ("defined", .integer(Int64(series.definedCount))),
      ("runs", .integer(Int64(series.observations.count))),
      ("restricted", .integer(Int64(series.restrictedCount))),
      ("reason", series.reason.map { .text($0) } ?? .null),
    ])
  }

  private func amount(_ estimate: Double) -> String {
    let magnitude = max(estimate.magnitude, interval?.upper.magnitude ?? 0)
    let unit = DisplayUnit(for: series.definition.unit, magnitude: magnitude)
    let suffix = unit.name.isEmpty ? "" : " \(unit.name)"
    guard let interval else {
      // Without a mark one could take a value from many equal runs for one from a single run.
      return unit.number(estimate) + suffix
    }
    return
      "\(unit.number(estimate)) [\(unit.number(interval.lower)), \(unit.number(interval.upper))]"
      + suffix
  }

  private func share(_ estimate: Double) -> String {
    guard series.isRandom else { return estimate > 0 ? "yes" : "no" }
    func percent(_ share: Double) -> String {
      DecimalText.fixed(share * 100, decimals: share > 0 && share < 0.1 ? 1 : 0)
    }
    guard let interval else { return "\(percent(estimate)) %" }
    return "\(percent(estimate)) [\(percent(interval.lower)), \(percent(interval.upper))] %"
  }
}
