// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ExperimentFiles
internal import HostConfiguration
internal import Reports
internal import ResultStore
internal import Statistics
internal import SweepRunner
internal import TrialExecution

/// Compares what a results file holds; nothing is run.
struct CompareCommand: SetasideSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compares the points of a results file, or two files; runs nothing.",
    discussion: """
      For each metric and each choice beside the baseline: the paired difference with its interval, an \
      effect size, corrected p-values, and a verdict: better, worse, equivalent, the same of most runs or \
      of those that were seen alone, or undecided and how many more repetitions might decide it. How that is done is in Documentation/Statistics.md. \
      What the experiment declares under 'compare:' holds unless an option says otherwise; what is \
      declared after the runs proves less.

        setaside compare results/demo.sqlite
        setaside compare results/demo.sqlite --explain
        setaside compare results/demo.sqlite --baseline policies.oom-notifier=drain --test t
        setaside compare results/demo.sqlite --metric stall.request.p99 \
          --margin 'stall.request.p99=10 ms'
        setaside compare results/demo.sqlite --csv --table comparisons > comparisons.csv
        setaside compare results/demo.sqlite --aa --block 10
        setaside compare results/demo.sqlite --aa --inert policies.reclaim-throttle=unpaced
        setaside compare before.sqlite after.sqlite

      With two files the trials of the same values and seed are compared in pairs, the second beside the \
      first: of another commit, cost or kernel. What they were run with that is not the same is named first. \
      It ends as diff does: 0 if nothing differs, 1 if a value differs or a trial is in one file alone, 2 if \
      they cannot be compared.
      """)

  @Argument(
    help: "The results file of a sweep.", completion: .file(extensions: ResultsFile.fileExtensions))
  var results: String

  @Argument(
    help: "Another results file, to compare the equal trials of both.",
    completion: .file(extensions: ResultsFile.fileExtensions))
  var other: String?

  @Option(help: ArgumentHelp("What to compare with; may be repeated.", valueName: "path=value"))
  var baseline: [String] = []

  @Option(
    help: "A metric to compare by, instead of the objectives; may be repeated.",
    completion: .list(MetricCatalogue.all.map(\.name).filter { !$0.contains("*") }))
  var metric: [String] = []

  @Option(
    help: "The test of means: wilcoxon or t.",
    completion: .list(Comparison.Test.allCases.map(\.rawValue)))
  var test: String?

  @Option(
    help: "The correction over a family: holm, benjamini-hochberg or none.",
    completion: .list(Comparison.Correction.allCases.map(\.rawValue)))
  var correction: String?

  @Option(
    help: ArgumentHelp(
      "What difference does not matter: 10 ms, or 5 % of the baseline; may be repeated.",
      valueName: "metric=quantity"))
  var margin: [String] = []

  @Option(help: "The level of the intervals, in percent.")
  var level: Double?

  @Option(help: ArgumentHelp("Metrics to weigh against each other.", valueName: "metric,metric"))
  var pareto: String?

  @Option(help: "What a choice must fulfil: 'P(oom.kills > 0) <= 1 %'.")
  var require: String?

  @Flag(help: "Compares each choice with itself on other seeds, and counts the false positives.")
  var aa = false

  @Option(help: "With --aa: how many pairs one comparison has.")
  var block: Int?

  @Option(
    help: ArgumentHelp(
      "With --aa: a choice that should differ from the baseline by nothing, on the same seeds.",
      valueName: "path=value"))
  var inert: [String] = []

  @OptionGroup var output: TableArguments

  func validate() throws {
    if let level, !(50...99.99).contains(level) {
      throw ValidationError("'--level': expected 50...99.99 percent, found \(level)")
    }
    try WholeNumberArgument.check(
      "--block", block, SelfComparison.pairsMin...100_000, unit: " pairs")
    if block != nil, !aa { throw ValidationError("'--block' needs '--aa'") }
    if other != nil {
      for (name, isGiven) in [
        ("--aa", aa), ("--baseline", !baseline.isEmpty), ("--pareto", pareto != nil),
        ("--require", require != nil), ("--explain", output.explain),
      ] where isGiven {
        throw ValidationError("'\(name)' is of one results file, and two are named")
      }
    }
    if !inert.isEmpty, !aa { throw ValidationError("'--inert' needs '--aa'") }
    for (name, values) in [("--baseline", baseline), ("--margin", margin), ("--inert", inert)] {
      for value in values where !value.contains("=") {
        let form = name == "--margin" ? "metric=quantity" : "path=value"
        throw ValidationError("'\(name)': expected \(form), found '\(value)'")
      }
    }
  }

  func execute(in session: Session) async throws(CommandFailure) {
    do {
      if let other {
        try compareFiles(other, in: session)
        return
      }
      let store = try ResultsFile.openForReading(results, in: session)
      var description = try describe(store, at: results, in: session)
      let engine = try store.engineVersion()
      if engine != EngineVersion.current {
        session.tell(
          "\(results): note: these are results of engine \(engine), this program has \(EngineVersion.current): it shows "
            + "them, and will not add to them")
        let redefined = description.leaveOut {
          MetricCatalogue.isRedefined($0, sinceEngine: engine)
        }
        if !redefined.isEmpty {
          session.tell(
            "\(results): note: left out, for they mean something else since then: "
              + redefined.joined(separator: ", "))
        }
      }
      if aa {
        let found = try selfComparison(store, description, in: session)
        session.answer(
          output.json || output.csv
            ? try output.text(of: found.tables) : found.text(width: session.width))
      } else {
        let report = try SweepReport(store, of: description)
        if output.isOfOneTable {
          if report.isPartial {
            session.tell(
              "\(results): note: the sweep has not ended, or shards are missing: the table is over the "
                + "repetitions that all points have")
          }
          for sentence in report.lead { session.tell("\(results): note: \(sentence)") }
          session.answer(try output.text(of: report.tables))
        } else {
          if output.json {
            session.answer(report.json.lines)
          } else {
            session.answer(
              output.explain
                ? report.lines(width: session.width) : report.answer(width: session.width))
          }
        }
      }
      try store.close()
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw CommandFailure(.badInput, "\(error)")
    }
  }

  private func selfComparison(
    _ store: ResultStore, _ description: SweepDescription, in session: Session
  ) throws -> SelfComparison {
    let results = try SweepResults(store, of: description)
    let pairs = block ?? Self.pairsDefault
    guard !inert.isEmpty else { return SelfComparison(results, pairs: pairs) }
    let variant = try variant(of: store, in: session)
    guard let found = SelfComparison(inert: variant, in: results, pairs: pairs) else {
      throw CommandFailure(
        .badInput,
        "'--inert': no condition has the baseline and, with its other values the same, "
          + inert.joined(separator: ", ")
          + "; both must draw. What there is to choose from: setaside compare \(self.results)")
    }
    return found
  }

  /// The values of '--inert', read as a baseline is, so that they are called what the points call them.
  private func variant(
    of store: ResultStore, in session: Session
  ) throws(CommandFailure) -> [SweepDescription.AxisValue] {
    let sources = try sources(of: store, at: results, settings: settings(baseline: inert))
    do throws(ExperimentError) {
      return try read(sources, in: session).baseline
    } catch {
      // All else has been read without a fault, and nobody has typed a baseline.
      let faults = error.diagnostics.sorted.filter { $0.severity == .error }.map { fault in
        let message = fault.message.replacing("'baseline': ", with: "", maxReplacements: 1)
        let hint = fault.suggestion.map { ", did you mean '\($0)'?" } ?? ""
        return "error: '--inert': \(message)\(hint)"
      }
      throw CommandFailure(.badInput, faults.joined(separator: "\n"))
    }
  }

  /// Enough for a p-value of 0.2 %, and few enough for many comparisons.
  private static let pairsDefault = 10

  /// Describes the sweep of the results, with what the options change.
  func describe(
    _ store: ResultStore, at path: String, in session: Session
  ) throws(CommandFailure) -> SweepDescription {
    let sources = try sources(of: store, at: path, settings: settings(baseline: baseline))
    do throws(ExperimentError) {
      var description = try read(sources, in: session)
      apply(to: &description)
      return description
    } catch {
      throw CommandFailure(.badInput, error.description)
    }
  }

  private func read(
    _ sources: ExperimentSources, in session: Session
  ) throws(ExperimentError) -> SweepDescription {
    let loader = ExperimentLoader(catalogue: session.catalogue, traces: .files)
    let experiment = try loader.load(sources)
    return try SweepDescription(
      experiment, schedule: try SweepSchedule(experiment, catalogue: session.catalogue))
  }

  /// What the experiment of the results was read from, with more settings.
  private func sources(
    of store: ResultStore, at path: String, settings: [String]
  ) throws(CommandFailure) -> ExperimentSources {
    do {
      guard let run = try store.planRun(), !run.sources.isEmpty else {
        throw CommandFailure(
          .badInput,
          "\(path): error: the file does not hold the experiment it is from; if it is a copy, copy "
            + "the '-wal' file beside the original too, or run 'setaside sweep' into it, which runs "
            + "what it does not hold")
      }
      let kept = try ExperimentSources(encoded: run.sources).asRead(in: run.experimentText)
      return ExperimentSources(
        path: kept.path, settings: kept.settings + settings, files: kept.files)
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw CommandFailure(.badInput, "\(error)")
    }
  }

  /// The options that are keys of the experiment too: they are read as if they stood there.
  private func settings(baseline: [String]) -> [String] {
    func block(_ key: String, _ values: [String]) -> [String] {
      guard !values.isEmpty else { return [] }
      let entries = values.map { value in
        let parts = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return "\(parts[0]): \(parts.count > 1 ? parts[1] : "")"
      }
      return ["compare.\(key)={\(entries.joined(separator: ", "))}"]
    }
    return block("baseline", baseline) + block("margins", margin)
      + [("test", test), ("correction", correction), ("require", require)].compactMap {
        name, value in value.map { "compare.\(name)=\($0)" }
      } + (pareto.map { ["compare.pareto=[\($0)]"] } ?? [])
      + (metric.isEmpty ? [] : ["compare.minimize=[\(metric.joined(separator: ", "))]"])
  }

  private func apply(to description: inout SweepDescription) {
    description.amendments = settings(baseline: baseline) + (level.map { ["level \($0) %"] } ?? [])
    if let level, let confidence = ConfidenceLevel(level / 100) {
      description.settings.level = confidence
    }
    guard !metric.isEmpty else { return }
    // Metrics that are asked for are all there is: families declared for others do not apply.
    description.objectives = metric
    if pareto == nil { description.pareto = [] }
    description.settings.families = description.settings.families.map {
      .init(name: $0.name, metrics: $0.metrics.filter(metric.contains))
    }
  }
}
