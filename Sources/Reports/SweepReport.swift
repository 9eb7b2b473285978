// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
public import ResultStore
public import TrialExecution

/// What a sweep has found: tables with intervals, comparisons, and sentences.
public struct SweepReport: Sendable {
  private let analysis: SweepAnalysis
  private let outer: OuterAnalysis?
  /// The outer design, if it changes one assumption at a time.
  private var oneAtATime: OneAtATime? {
    description.isOneAtATime ? outer.map { OneAtATime($0) } : nil
  }
  /// Whether it is one of a sweep that has not ended: only repetitions count that all points have.
  public var isPartial: Bool { results.isPartial }
  private var results: SweepResults { analysis.results }
  private var description: SweepDescription { analysis.description }

  /// Reads the results of a sweep.
  ///
  /// - Parameters:
  ///   - store: the results file.
  ///   - description: the sweep.
  ///   - isPartial: whether the sweep has not ended; by default it has not where points have
  ///     different repetitions.
  /// - Throws: `ResultStoreError` if the file cannot be read.
  public init(
    _ store: ResultStore, of description: SweepDescription, isPartial: Bool? = nil
  ) throws(ResultStoreError) {
    self.init(try SweepResults(store, of: description, isPartial: isPartial))
  }

  /// Reports results that have been read.
  init(_ results: SweepResults) {
    analysis = SweepAnalysis(results)
    outer = OuterAnalysis(results, strata: analysis.strata)
  }

  /// The answer on one screen of this many columns.
  public func answer(width: Int) -> [StyledLine] {
    SweepAnswer(analysis: analysis, outer: outer, lead: lead, width: width).lines()
  }

  /// The whole report for a terminal of this many columns.
  public func lines(width: Int) -> [StyledLine] {
    text(width: width).split(separator: "\n", omittingEmptySubsequences: false)
      .map { StyledLine(String($0)) }
  }

  /// The whole report as one text.
  public func text(width: Int) -> String {
    var lines = lead.flatMap { TextWrap.lines($0, width: width) }
    if !lines.isEmpty { lines.append("") }
    let question = QuestionText.of(description.question)
    if !question.isEmpty { lines += TextWrap.lines(question, width: width) + [""] }
    if let oneAtATime {
      lines += oneAtATime.lines(width: width)
    } else if let outer {
      lines += OuterTables(outer).lines(width: width)
    } else {
      lines += analysis.measurementTable().lines(width: width)
      lines += notes(width: width)
      lines += comparisons(width: width)
    }
    lines += section(
      "What is measured", description.metrics.compactMap(DefinitionNote.sentence(of:)), width: width
    )
    lines += section("Kernel", description.kernelNotes, width: width)
    lines += section(
      CostNote.title,
      CostNote.sentences(description.configuration, axes: description.variedAxes),
      width: width)
    lines += section(
      "Policies", HonestyNote.sentences(results, strata: analysis.strata), width: width)
    if outer == nil {
      let methods = MethodNote(results, book: analysis.book).sentences()
      if !methods.isEmpty {
        lines += section("How it was compared", methods, width: width)
      }
    }
    lines += section("What this does not show", [ValidityNote.sentence], width: width)
    // The answer comes last: that is where somebody looks who waited for it.
    let findings = notesOnRuns + findings
    if !findings.isEmpty {
      lines += section(
        results.isPartial ? "Findings so far (partial)" : "Findings", findings, width: width)
    }
    return lines.joined(separator: "\n")
  }

  /// Every table for machines, by name.
  public var tables: [DataTable] {
    guard let outer else { return analysis.dataTables() }
    let samples = outer.tables().filter { $0.name == .outerSamples || oneAtATime == nil }
    return [analysis.measurementData()] + (oneAtATime.map { [$0.table] } ?? []) + samples
  }

  /// The report for machines: every estimate in the metric's stored unit.
  public var json: JSONValue {
    let columns = description.metrics.map {
      analysis.summaries(of: $0, at: Array(description.points.indices))
    }
    return .object([
      ("experiment", .text(description.name)), ("engine", .text(EngineVersion.current)),
      ("partial", .truth(results.isPartial)), ("lead", .array(lead.map { .text($0) })),
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
                  zip(description.metrics, columns).compactMap { metric, summaries in
                    summaries[place].map { (metric, $0.json) }
                  })
              ),
            ])
          })
      ),
      (
        "tables",
        .object(tables.filter { $0.name != .measurements }.map { ($0.name.rawValue, $0.json) })
      ),
      (
        "methods",
        .array(
          (outer == nil ? MethodNote(results, book: analysis.book).sentences() : []).map {
            .text($0)
          })
      ),
      ("findings", .array((notesOnRuns + findings).map { .text($0) })),
      ("kernel_notes", .array(description.kernelNotes.map { .text($0) })),
      (
        "assumptions",
        .array(
          CostNote.sentences(description.configuration, axes: description.variedAxes)
            .map { .text($0) })
      ),
    ])
  }

  /// What was not there to be compared, which comes before everything else; empty where all was.
  public var lead: [String] { ReportLead(analysis).sentences() }

  private var findings: [String] {
    let found = oneAtATime?.sentences() ?? outer?.sentences() ?? analysis.findings()
    return found + (ReportLead.invitation(description).map { [$0] } ?? [])
  }

  /// What is to be said of the number of runs.
  private var notesOnRuns: [String] {
    var notes: [String] = []
    if results.isPartial {
      let whole = results.wholeRepetitions
      notes.append(
        "Partial: the sweep has not ended, or not all of its shards have been merged. "
          + (whole == 0
            ? "No repetition is complete at all points: all runs count here, and pairs may be missing."
            : CountText.of(whole, "repetition is", "repetitions are")
              + " complete at all points and \(whole == 1 ? "is" : "are") compared here; "
              + CountText.of(
                results.repetitionsDropped, "trial of others counts", "trials of others count")
              + " for the means of points alone."))
    }
    if let rule = description.settings.stopping {
      notes.append(
        "Repetitions were added by a rule, \(rule.text), with at most "
          + CountText.of(rule.looks, "look")
          + " fixed beforehand: intervals and p-values are corrected for them, and hold whatever look "
          + "ended a point's runs.")
    }
    return notes
  }

  private func comparisons(width: Int) -> [String] {
    var lines: [String] = []
    if let table = analysis.requirementTable() {
      lines += ["", "Required: \(description.requirement?.text ?? "")"] + table.lines(width: width)
    }
    // Who gets there at all comes before how long it takes those who do.
    for metric in analysis.book.metrics {
      guard let table = analysis.outcomeTable(of: metric) else { continue }
      lines += ["", "Pairs of runs in which \(metric) has a value (McNemar, by itself)"]
      lines += table.lines(width: width)
    }
    for metric in analysis.book.metrics {
      guard let table = analysis.comparisonTable(of: metric) else { continue }
      let direction = MetricCatalogue.definition(of: metric)?.direction
      let better =
        direction == .neutral ? "no way is better" : "\(direction?.rawValue ?? "") is better"
      lines += ["", "\(metric) against the baseline (\(better))"]
      lines += table.lines(width: width)
    }
    return lines
  }

  /// What the marks in the table mean; only those that are there.
  private func notes(width: Int) -> [String] {
    MarkNote(results).sentences().flatMap {
      TextWrap.lines($0, width: width, first: "  ", indent: "    ")
    }
  }

  private func section(_ title: String, _ sentences: [String], width: Int) -> [String] {
    ["", title]
      + sentences.flatMap { TextWrap.lines($0, width: width, first: "  * ", indent: "    ") }
  }
}
