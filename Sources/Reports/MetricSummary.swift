// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import Statistics
internal import TrialExecution

/// A metric at a point in a table's cell: an estimate, what it could as well be, and from how many runs.
struct MetricSummary: Sendable {
  /// The bootstrap of medians at a level.
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
    self.series = series
    estimate = series.mean
    guard series.isRandom else {
      interval = nil
      return
    }
    interval =
      series.isProportion
      ? series.proportion.wilsonInterval(level: level).value
      : Sample(series.values).skewnessCorrectedInterval(level: level).value.map {
        // No metric is negative, nor a duration longer than its run.
        $0.within(0...(series.largestPossible ?? .greatestFiniteMagnitude))
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
    // Of a few runs it is told between what they lie; that of equal ones is a single number.
    if interval == nil, series.isRandom, let least = series.values.min(),
      let most = series.values.max(), least < most
    {
      let suffix = unit.name.isEmpty ? "" : " \(unit.name)"
      return "\(unit.number(estimate)) (\(unit.number(least)) to \(unit.number(most)))\(suffix)"
    }
    return IntervalText.of(
      estimate, interval.map { ($0.lower, $0.upper) }, in: unit, series.definition.unit)
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
