// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import Statistics

// The tables of a sweep's report, for machines: every figure in the metric's stored unit.

extension SweepAnalysis {
  /// The tables that have something to say.
  func dataTables() -> [DataTable] {
    var tables = [measurementData()]
    if !book.judged.isEmpty { tables += [comparisonData(), outcomeData()] }
    if let requirement = requirementData() { tables.append(requirement) }
    if description.pareto.count > 1 { tables.append(frontData()) }
    return tables
  }

  /// One row for each point and metric.
  func measurementData() -> DataTable {
    var rows: [[DataTable.Cell]] = []
    let level = description.settings.intervalLevelOfPoints.probability
    let columns = description.metrics.map {
      summaries(of: $0, at: Array(description.points.indices))
    }
    for (place, point) in description.points.enumerated() {
      for (metric, summaries) in zip(description.metrics, columns) {
        guard let series = results.wholeSeries(metric, place), let summary = summaries[place] else {
          continue
        }
        let reason = series.isRandom ? "too few runs or no spread" : "nothing is drawn"
        rows.append(
          [.integer(Int64(point.index))] + axes(place) + [
            .text(metric),
            .text(series.isProportion ? "share" : series.definition.unit.rawValue),
            .optional(summary.estimate, series.reason ?? "not run"),
            .optional(summary.interval?.lower, reason), .optional(summary.interval?.upper, reason),
            .text(summary.interval?.method.rawValue ?? "none"),
            .optional(summary.interval.map { _ in level }, reason),
            .integer(Int64(series.observations.count)), .integer(Int64(series.definedCount)),
            .integer(Int64(series.restrictedCount)),
          ])
      }
    }
    return DataTable(
      .measurements,
      columns: ["point"] + description.axes + [
        "metric", "unit", "mean", "lower", "upper", "interval", "level", "runs",
        "runs_with_value", "runs_at_limit",
      ], rows: rows)
  }

  /// One row for each metric and choice beside its baseline.
  func comparisonData() -> DataTable {
    DataTable(
      .comparisons,
      columns: [
        "condition", "baseline", "choice", "metric", "unit", "baseline_mean", "choice_mean",
        "difference", "lower", "upper", "interval", "median_difference", "median_lower",
        "median_upper", "family_lower", "family_upper",
        "family_interval", "relative_ratio", "effect", "effect_kind", "discordant_only_baseline",
        "discordant_only_choice", "pairs_lower", "pairs_higher", "unseen_share", "pairs",
        "pairs_at_limit", "margin", "p", "p_adjusted",
        "p_sign", "p_sign_adjusted", "p_equivalence", "p_equivalence_adjusted", "family",
        "family_size", "correlation",
        "variance_ratio", "verdict", "more_repetitions",
      ], rows: book.judged.map(row))
  }

  private func row(_ judged: JudgedComparison) -> [DataTable.Cell] {
    let raw = judged.raw
    let none = raw.isExact ? "nothing is drawn: exact" : "too few pairs or no spread"
    func text(_ estimate: Estimate<Double>) -> DataTable.Cell {
      .optional(estimate.value, raw.isExact ? none : estimate.reason?.description ?? none)
    }
    let base = raw.baselineMean ?? 0
    let interval = judged.interval
    let level = description.settings.levelOfEach
    let bootstrap = MetricSummary.bootstrap(for: level)
    let medians = raw.medianInterval(level, by: bootstrap)
    let noMedians = bootstrap.reaches(level) ? none : "too few resamples for the level"
    let correlation = raw.sample.pearsonCorrelation
    var need = DataTable.Cell.none(judged.verdict == .undecided ? none : "does not apply")
    if case .about(let count) = judged.need { need = .integer(Int64(count)) }
    if judged.need == .tooMany { need = .none("more than 10000") }
    return [
      .text(strata.condition(judged.candidate)), .text(strata.name(judged.baseline)),
      .text(strata.name(judged.candidate)), .text(raw.metric),
      .text(raw.isShare ? "share" : raw.definition.unit.rawValue),
      .optional(raw.baselineMean, "no pairs"),
      .optional(raw.sample.candidate.mean.value, "no pairs"),
      .optional(raw.mean, "no pairs"), .optional(interval?.lower, none),
      .optional(interval?.upper, none), .text(interval?.method ?? "none"),
      .optional(
        raw.isShare ? nil : raw.medianDifference, raw.isShare ? "share of runs" : "no pairs"),
      .optional(medians?.lower, noMedians), .optional(medians?.upper, noMedians),
      .optional(judged.familyInterval?.lower, none), .optional(judged.familyInterval?.upper, none),
      .text(judged.familyInterval?.method ?? "none"),
      .optional(
        base > 0 && !raw.isShare ? raw.mean.map { $0 / base } : nil,
        raw.isShare ? "share of runs" : "baseline is 0"),
      .optional(raw.effect?.value, raw.isShare ? "share of runs" : none),
      .text(raw.effect?.name ?? "none"),
      raw.isShare ? .integer(Int64(raw.shares.onlyBaseline)) : .none("a mean"),
      raw.isShare ? .integer(Int64(raw.shares.onlyCandidate)) : .none("a mean"),
      .integer(Int64(raw.shares.onlyBaseline)), .integer(Int64(raw.shares.onlyCandidate)),
      .optional(raw.isExact ? nil : judged.unseenShare, none),
      .integer(Int64(raw.pairCount)), .integer(Int64(raw.restrictedCount)), .number(raw.margin),
      text(raw.difference), text(judged.difference), text(raw.majority), text(judged.majority),
      text(raw.equivalence),
      text(judged.equivalence), .text(judged.family), .integer(Int64(judged.familySize)),
      text(correlation), .optional(raw.varianceRatio, none), .text(judged.verdict.rawValue), need,
    ]
  }

  /// One row for each duration that may never end, and choice.
  func outcomeData() -> DataTable {
    let rows = book.metrics.flatMap { metric in
      CompletionOutcome.all(of: metric, results, book).map { outcome -> [DataTable.Cell] in
        let counts = outcome.runs.outcomes
        return [
          .text(strata.condition(outcome.candidate)), .text(strata.name(outcome.baseline)),
          .text(strata.name(outcome.candidate)), .text(metric), .integer(Int64(counts.both)),
          .integer(Int64(counts.onlyBaseline)), .integer(Int64(counts.onlyCandidate)),
          .integer(Int64(counts.neither)),
          .optional(
            book.settings.correctedForLooks(outcome.test.map(\.pValue)).value,
            outcome.test.reason?.description ?? ""),
        ]
      }
    }
    return DataTable(
      .outcomes,
      columns: [
        "condition", "baseline", "choice", "metric", "both", "only_baseline", "only_choice",
        "neither", "p_mcnemar",
      ], rows: rows)
  }

  /// One row for each point; nil without a requirement.
  func requirementData() -> DataTable? {
    guard let requirement = description.requirement else { return nil }
    let rows = description.points.indices.compactMap { place -> [DataTable.Cell]? in
      guard let judged = judgement(at: place) else { return nil }
      return [.integer(Int64(description.points[place].index))] + axes(place) + [
        .text(requirement.text), .integer(Int64(judged.count.successes)),
        .integer(Int64(judged.count.count)), .integer(Int64(judged.endlessCount)),
        .optional(judged.interval?.lower, "no interval"),
        .optional(judged.interval?.upper, "no interval"), .text(judged.state.rawValue),
        judged.runsNeeded.map { .integer(Int64($0)) } ?? .none("does not apply"),
      ]
    }
    return DataTable(
      .requirement,
      columns: ["point"] + description.axes + [
        "requirement", "runs_with_it", "runs", "runs_without_end", "lower_share", "upper_share",
        "state", "runs_needed",
      ], rows: rows)
  }

  /// One row for each choice and metric that is weighed.
  func frontData() -> DataTable {
    let metrics = description.pareto
    let rows = strata.strata.flatMap { stratum in
      ParetoFront(metrics, among: stratum.points, results, book).members.map { member in
        [
          DataTable.Cell.text(stratum.condition), .text(strata.name(member.place)),
          .text(member.isInFront ? "yes" : "no"),
          member.dominator.map { .text(strata.name($0)) } ?? .none("none"),
          .text(member.isToldApart ? "yes" : "no"),
          .text(member.twins.map(strata.name).joined(separator: "; ")),
        ] + metrics.map { .optional(results.series($0, member.place)?.mean, "no value") }
      }
    }
    return DataTable(
      .front,
      columns: [
        "condition", "choice", "in_front", "dominated_by", "told_apart", "front_not_told_apart",
      ]
        + metrics.map { metric in
          let unit = MetricCatalogue.definition(of: metric)?.unit.rawValue ?? ""
          return "\(metric)_mean_\(unit.replacing(" ", with: "_"))"
        }, rows: rows)
  }

  private func axes(_ place: Int) -> [DataTable.Cell] {
    description.axes.map { axis in
      description.points[place].label(of: axis).map { .text($0) } ?? .none("not varied here")
    }
  }
}
