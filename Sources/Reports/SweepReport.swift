internal import HostConfiguration
public import ResultStore
public import TrialExecution

/// What a sweep has found: tables with intervals, comparisons, and sentences.
public struct SweepReport: Sendable {
  private let results: SweepResults
  private let strata: SweepStrata
  private var description: SweepDescription { results.description }

  /// Reads the results of a sweep.
  ///
  /// - Throws: `ResultStoreError` if the file cannot be read.
  public init(_ store: ResultStore, of description: SweepDescription) throws(ResultStoreError) {
    results = try SweepResults(store, of: description)
    strata = SweepStrata(description)
  }

  /// The report for a terminal of this many columns.
  public func text(width: Int) -> String {
    var lines: [String] = []
    if !description.question.isEmpty {
      lines += TextWrap.lines(description.question, width: width) + [""]
    }
    let tables = SweepTables(results, strata: strata)
    lines += tables.measurements().lines(width: width)
    lines += notes(width: width)
    for (metric, table) in tables.comparisons() {
      let definition = MetricCatalogue.definition(of: metric)
      lines += [
        "", "\(metric) against the baseline (\(definition?.direction.rawValue ?? "") is better)",
      ]
      lines += table.lines(width: width)
    }
    lines += section(
      "What is measured", description.metrics.compactMap(DefinitionNote.sentence(of:)), width: width
    )
    lines += section(
      "Assumed costs (no public figure exists for any of them)",
      AssumptionNote.sentences(description.configuration, axes: description.axes), width: width)
    lines += section(
      "Policies", HonestyNote.sentences(results, strata: strata), width: width)
    // The answer comes last: that is where somebody looks who waited for it.
    let findings = SweepFindings(results, strata: strata).sentences()
    if !findings.isEmpty {
      lines += section("Findings", findings, width: width)
    }
    return lines.joined(separator: "\n")
  }

  /// The report for machines: every estimate in the metric's stored unit.
  public var json: JSONValue {
    .object([
      ("experiment", .text(description.name)), ("engine", .text(EngineVersion.current)),
      (
        "points",
        .array(
          description.points.enumerated().map { place, point in
            .object([
              ("point", .integer(Int64(point.index))),
              ("values", .object(point.values.map { ($0.path, .text($0.label)) })),
              ("random", .truth(point.isRandom)),
              (
                "metrics",
                .object(
                  description.metrics.compactMap { metric in
                    results.series(metric, place).map { (metric, MetricSummary($0).json) }
                  })
              ),
            ])
          })
      ),
      ("findings", .array(SweepFindings(results, strata: strata).sentences().map { .text($0) })),
      (
        "assumptions",
        .array(
          AssumptionNote.sentences(description.configuration, axes: description.axes)
            .map { .text($0) })
      ),
    ])
  }

  /// What the marks in the table mean; only those that are there.
  private func notes(width: Int) -> [String] {
    let all = description.metrics.flatMap { metric in
      description.points.indices.compactMap { results.series(metric, $0) }
    }
    var notes: [String] = []
    if description.points.contains(where: \.isRandom) {
      notes.append(
        "a [b, c]: mean over the runs with its 95 % interval (BCa bootstrap; shares of runs: Wilson), "
          + "each by itself, not corrected for the number of comparisons")
    }
    if description.points.contains(where: { !$0.isRandom }) {
      notes.append("=: nothing in the trial is drawn, so one run says everything")
    }
    if all.contains(where: { $0.restrictedCount > 0 }) {
      notes.append("*: restricted mean, in which a run that never got there counts as its limit")
    }
    if let series = all.first(where: { $0.definedCount < $0.observations.count }) {
      let reason = series.reason.map { ", for instance \(series.name): \($0)" } ?? ""
      notes.append("n/m: n of m runs have a value\(reason)")
    }
    if description.points.count > SweepTables.pointsMax {
      notes.append(
        "the first \(SweepTables.pointsMax) of \(description.points.count) points; the results file "
          + "has all")
    }
    return notes.flatMap { TextWrap.lines($0, width: width, first: "  ", indent: "    ") }
  }

  private func section(_ title: String, _ sentences: [String], width: Int) -> [String] {
    ["", title]
      + sentences.flatMap { TextWrap.lines($0, width: width, first: "  * ", indent: "    ") }
  }
}
