// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import Statistics

/// What the marks in the table of measurements mean; only those that are there.
struct MarkNote: Sendable {
  private let results: SweepResults
  private var description: SweepDescription { results.description }

  init(_ results: SweepResults) { self.results = results }

  /// Whether its runs are too few for an interval.
  private func isTooFew(_ series: MetricSeries) -> Bool {
    let values = series.values
    return series.isRandom && !series.isProportion && values.count < Sample.meanIntervalCountMin
      && values.contains { $0 != values.first }
  }

  /// One sentence for each mark.
  func sentences() -> [String] {
    let all = description.metrics.flatMap { metric in
      description.points.indices.compactMap { results.wholeSeries(metric, $0) }
    }
    var notes: [String] = []
    if description.points.contains(where: \.isRandom) {
      let settings = description.settings
      let looks = settings.stopping.map { "corrected for \(CountText.of($0.looks, "look")), " }
      notes.append(
        "a [b, c]: mean over the runs with its \(LevelText.of(settings.intervalLevelOfPoints)) interval "
          + "(Hall's skewness-corrected t; shares of runs: Wilson), each by itself, \(looks ?? "")not "
          + "\(looks == nil ? "corrected " : "")for the number of comparisons")
    }
    if all.contains(where: isTooFew) {
      notes.append("a (b to c): mean of fewer than 5 runs, which have no interval, and their range")
    }
    if description.points.contains(where: { !$0.isRandom }) {
      notes.append("=: nothing in the trial is drawn: it is deterministic, and one run says all")
    }
    if all.contains(where: { $0.restrictedCount > 0 }) {
      notes.append("*: restricted mean, in which a run that never got there counts as its limit")
    }
    if let series = all.first(where: { $0.definedCount < $0.observations.count }) {
      let reason = series.reason.map { ", for instance \(series.name): \($0)" } ?? ""
      notes.append("n/m: n of m runs have a value\(reason)")
    }
    let counts = description.points.indices.filter { description.points[$0].isRandom }
      .map(results.runCount)
    if let least = counts.min(), let most = counts.max(), least < most {
      notes.append(
        "points have \(least) to \(most) repetitions; pairs are those that both sides have")
    }
    let failed = description.points.indices.reduce(0) { $0 + results.failedCount($1) }
    if failed > 0 {
      notes.append(
        CountText.of(failed, "trial failed; it has", "trials failed; they have")
          + " no value, and \(failed == 1 ? "its" : "their") pairs are left out")
    }
    if description.points.count > SweepAnalysis.tableRowsMax {
      notes.append(
        "the first \(SweepAnalysis.tableRowsMax) of \(description.points.count) points; the results file "
          + "has all")
    }
    return notes
  }
}
