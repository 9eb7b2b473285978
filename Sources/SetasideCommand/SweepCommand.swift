// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ExperimentFiles
internal import HostConfiguration
internal import Reports
internal import ResultStore
internal import SweepRunner
internal import TrialExecution

/// Runs all trials of an experiment and compares them.
struct SweepCommand: SetasideSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Runs all trials of an experiment on all cores, keeps them, and compares the points.",
    discussion: """
      Every finished trial is kept in an SQLite file, results/<experiment>.sqlite unless another is \
      named. A trial that is there is not run again: after Ctrl-C, or a crash of the machine, the \
      same command goes on. The results do not depend on the number of jobs.

        setaside sweep experiments/demo.yaml
        setaside sweep experiments/demo.yaml --dry-run
        setaside sweep experiments/demo.yaml --explain
        setaside sweep experiments/demo.yaml --why
        setaside sweep experiments/demo.yaml --repetitions 5 -o results/quick.sqlite
        setaside sweep experiments/demo.yaml --until 'ci(task.batch.completion) < 5 %'
        setaside sweep experiments/demo.yaml --shard 2/8
        setaside sweep experiments/demo.yaml --sensitivity --repetitions 10
        setaside sweep experiments/demo.yaml --retry-failed --timeout '5 min'

      Trials run in processes of their own. One that crashes, hangs or takes too much memory is kept \
      as failed, with the reason and the command that repeats it, and the sweep goes on.

      The answer fits one screen; --explain prints the whole report: every metric, test, cost and \
      assumption. What has been run is not run again for it.

      The first Ctrl-C finishes the trials in flight and shows the answer so far, the second stops at \
      once. Documentation/Results.md says how to query the file.
      """)

  @OptionGroup var experiment: ExperimentArguments

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: "The results file; its folder must exist.",
    completion: .file(extensions: ResultsFile.fileExtensions))
  var output: String?

  @OptionGroup var how: SweepArguments

  @Flag(help: "Shows what would be run, what is there and about how long it takes; runs no sweep.")
  var dryRun = false

  @Flag(
    help: "Says why each trial would run that is not there, such as what changed; runs no sweep.")
  var why = false

  @Flag(
    help: ArgumentHelp(
      "Takes each assumption to what else may be true, one at a time, and says which verdicts that changes.",
      discussion: """
        Assumptions are the costs, at both ends of their ranges, who gets the CPU when somebody wakes up, \
        where and with which weight cleaners run, and per-CPU lists. What -s sets stays. The results go \
        to a file of their own, results/<experiment>-sensitivity.sqlite.
        """)
  )
  var sensitivity = false

  @OptionGroup var form: TableArguments

  func execute(in session: Session) async throws(CommandFailure) {
    var experiment = try experiment.load(in: session)
    if sensitivity {
      let setting = try SensitivitySetting(for: experiment)
      for note in setting.notes { session.tell(note) }
      experiment = try self.experiment.load(adding: setting.text, in: session)
    }
    var growth = try how.growth(of: experiment)
    let schedule = try schedule(experiment, growth, in: session)
    let runner = SweepRunner(
      experiment, schedule: schedule, limits: how.limits, retriesFailed: how.retryFailed)
    let path = path(of: experiment)
    try checkTable(experiment, schedule)
    if dryRun || why {
      try preview(experiment, schedule, growth, runner, at: path, in: session)
      return
    }
    InterruptionFlag.watch()
    let store = try open(path, for: experiment, growing: growth, in: session)
    let summary = try run(runner, into: store, growing: &growth, at: path, in: session)
    let ending: SweepEnding
    do {
      var description = try SweepDescription(experiment, schedule: schedule)
      description.settings.stopping = growth.map { .init($0) }
      if schedule.shard == nil {
        try answer(summary, description, growth, schedule, from: store, in: session)
      }
      ending = SweepEnding(
        summary, failures: try store.failedTrials(), path: path,
        note: try growth == nil ? keptNote(schedule, experiment, summary, store, path) : nil)
      try store.close()
    } catch let failure as CommandFailure {
      throw failure
    } catch let error as ResultStoreError where summary.ran == 0 {
      throw CommandFailure(error)
    } catch {
      throw CommandFailure(.failure, "\(error)")
    }
    if !summary.wasInterrupted { session.tell("\n\(ending.kept)") }
    if let shard = schedule.shard, !summary.wasInterrupted {
      session.tell("part \(shard); 'setaside merge' puts the parts together")
    }
    try ending.check()
  }

  private func schedule(
    _ experiment: Experiment, _ growth: RepetitionGrowth?, in session: Session
  ) throws(CommandFailure) -> SweepSchedule {
    do throws(ExperimentError) {
      return try SweepSchedule(
        experiment, catalogue: session.catalogue,
        repetitions: growth?.looks.first ?? how.repetitions, shard: how.part)
    } catch {
      throw CommandFailure(.badInput, error.description)
    }
  }

  private func path(of experiment: Experiment) -> String {
    let part = how.part.map { ".shard-\($0.number)-of-\($0.count)" } ?? ""
    let name = experiment.name + (sensitivity ? "-sensitivity" : "")
    return output ?? ResultsFile.path(of: name, part: part)
  }

  private func preview(
    _ experiment: Experiment, _ schedule: SweepSchedule, _ growth: RepetitionGrowth?,
    _ runner: SweepRunner, at path: String, in session: Session
  ) throws(CommandFailure) {
    let warnings = RepetitionWarnings(
      experiment, schedule, growth, repetitions: schedule.repetitions)
    let store = try openForPreview(path, for: experiment)
    let reasons =
      why
      ? WhyReport(
        try reasons(experiment, schedule, store, at: path, in: session), schedule: schedule)
      : nil
    if let reasons, reasons.isRefused {
      session.answer(
        form.json ? JSONValue.object(reasons.json).lines : reasons.text(width: session.width))
      return
    }
    do throws(SweepFailure) {
      let preview = try SweepPreview(
        experiment, schedule, limits: how.limits, growth: growth,
        retriesFailed: how.retryFailed, store: store, path: path, runner: runner,
        reach: warnings.reach)
      let told = experiment.located(warnings.warnings)
      if !told.isEmpty { session.tell(told.description) }
      session.answer(
        form.json
          ? preview.json.adding(reasons?.json ?? []).lines
          : preview.text(width: session.width)
            + (reasons.map { "\n\n" + $0.text(width: session.width) } ?? ""))
    } catch {
      throw CommandFailure(error)
    }
  }

  private func run(
    _ runner: SweepRunner, into store: ResultStore, growing growth: inout RepetitionGrowth?,
    at path: String, in session: Session
  ) throws(CommandFailure) -> SweepSummary {
    var line = ProgressLine(session: session)
    var kept = 0
    do throws(SweepFailure) {
      defer { line.close() }
      return try runner.run(
        into: store, growing: &growth, isInterrupted: { InterruptionFlag.isRaised },
        report: { line.show($0) }, onFailure: { kept = $0 })
    } catch {
      if case .store(.gone) = error { throw CommandFailure(error) }
      if kept == 0, case .store = error { throw CommandFailure(error) }
      throw CommandFailure(
        .failure,
        "\(error)\nstopped: "
          + CountText.of(kept, "trial of this run is", "trials of this run are")
          + " kept in \(path); the same command goes on from there")
    }
  }

  private func answer(
    _ summary: SweepSummary, _ description: SweepDescription, _ growth: RepetitionGrowth?,
    _ schedule: SweepSchedule, from store: ResultStore, in session: Session
  ) throws {
    let report = try SweepReport(
      store, of: description, isPartial: summary.wasInterrupted ? true : nil)
    let note = growth.map { RepetitionNote($0, points: schedule.points) }
    if form.isOfOneTable {
      for sentence in report.lead { session.tell("note: \(sentence)") }
      session.answer(try form.text(of: report.tables))
    } else if form.json {
      session.answer(report.json.adding(note.map { [("until", $0.json)] } ?? []).lines)
    } else {
      var parts =
        form.explain ? report.lines(width: session.width) : report.answer(width: session.width)
      if summary.wasInterrupted { parts.insert(StyledLine(SweepEnding.partial, .caution), at: 0) }
      if form.explain, let note { parts += note.lines(width: session.width).map { StyledLine($0) } }
      session.answer(parts)
    }
  }
}
