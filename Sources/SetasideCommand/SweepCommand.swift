internal import ArgumentParser
internal import ExperimentFiles
internal import Foundation
internal import Reports
internal import ResultStore
internal import SweepRunner
internal import TrialExecution

/// Runs all trials of an experiment and compares them.
struct SweepCommand: SetasideSubcommand {
  private static let shownFailuresMax = 10

  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Runs all trials of an experiment on all cores, keeps them, and compares the points.",
    discussion: """
      Every finished trial is kept in an SQLite file, results/<experiment>.sqlite unless another is \
      named. A trial that is there is not run again: after Ctrl-C the same command goes on. The \
      results do not depend on the number of jobs.

        setaside sweep experiments/demo.yaml
        setaside sweep experiments/demo.yaml --repetitions 5 -o results/quick.sqlite
        setaside sweep experiments/demo.yaml --jobs 1 --json

      Documentation/Results.md says how to query the file.
      """)

  @OptionGroup var experiment: ExperimentArguments

  @Option(name: .shortAndLong, help: "How many trials run at once; all cores by default.")
  var jobs: Int?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: "The results file; its folder must exist.")
  var output: String?

  @Option(help: "How often each point is run that draws, instead of what the file says.")
  var repetitions: Int?

  @Flag(help: "Prints JSON with estimates in stored units.")
  var json = false

  func validate() throws {
    if let jobs, !(1...1_024).contains(jobs) {
      throw ValidationError("'--jobs': expected 1...1024, found \(jobs)")
    }
    if let repetitions, !(1...SweepSchedule.trialsMax).contains(repetitions) {
      throw ValidationError(
        "'--repetitions': expected 1...\(SweepSchedule.trialsMax), found \(repetitions)")
    }
  }

  func execute(in session: Session) async throws(CommandFailure) {
    let experiment = try experiment.load(in: session)
    let (schedule, description) = try plan(experiment, in: session)
    let path = output ?? "results/\(experiment.name).sqlite"
    let store = try open(path, for: experiment)
    InterruptionFlag.watch()
    let summary: SweepSummary
    let answer: String
    let failures: [StoredTrial]
    do throws(ResultStoreError) {
      summary = try await run(experiment, schedule, into: store, in: session)
      let report = try SweepReport(store, of: description)
      answer =
        summary.wasInterrupted ? "" : json ? report.json.lines : report.text(width: session.width)
      failures = try store.failedTrials()
      try store.close()
    } catch {
      throw CommandFailure(.failure, error.description)
    }
    let kept = "\(Self.words(summary)); results in \(path)"
    guard !summary.wasInterrupted else {
      throw CommandFailure(
        .interrupted, "interrupted: \(kept); the same command goes on from there")
    }
    session.answer(answer)
    session.tell("\n\(kept)")
    try Self.check(failures, summary)
  }

  private func plan(
    _ experiment: Experiment, in session: Session
  ) throws(CommandFailure) -> (SweepSchedule, SweepDescription) {
    do throws(ExperimentError) {
      let schedule = try SweepSchedule(
        experiment, catalogue: session.catalogue, repetitions: repetitions)
      return (schedule, try SweepDescription(experiment, schedule: schedule))
    } catch {
      throw CommandFailure(.badInput, error.description)
    }
  }

  private func run(
    _ experiment: Experiment, _ schedule: SweepSchedule, into store: ResultStore,
    in session: Session
  ) async throws(ResultStoreError) -> SweepSummary {
    let runner = SweepRunner(experiment, schedule: schedule, catalogue: session.catalogue)
    let workers = jobs ?? ProcessInfo.processInfo.activeProcessorCount
    var line = ProgressLine(session: session)
    defer { line.close() }
    return try await runner.run(
      into: store, workers: workers, isInterrupted: { InterruptionFlag.isRaised },
      report: { line.show($0) })
  }

  private func open(
    _ path: String, for experiment: Experiment
  ) throws(CommandFailure) -> ResultStore {
    if output == nil {
      // A folder that cannot be made is told of by the store, which cannot open its file there.
      try? FileManager.default.createDirectory(
        atPath: "results", withIntermediateDirectories: true)
    }
    do {
      let provenance = RunProvenance(
        engineVersion: EngineVersion.current,
        commandLine: CommandLine.arguments.joined(separator: " "),
        host: ProcessInfo.processInfo.hostName, started: Date.now.formatted(.iso8601),
        sources: experiment.sources.encoded(),
        experimentText: try experiment.resolvedText(ofPoint: 0))
      return try ResultStore.open(
        path: path, experiment: experiment.name, provenance: provenance)
    } catch {
      throw CommandFailure(.badInput, "\(error)")
    }
  }

  /// Ends with a failure if any trial failed, and says why.
  private static func check(
    _ failures: [StoredTrial], _ summary: SweepSummary
  ) throws(CommandFailure) {
    var lines = failures.prefix(shownFailuresMax).map { failure in
      let place = failure.record.place
      return "error: point \(place.point), repetition \(place.repetition): "
        + (failure.record.outcome.errorText ?? "")
    }
    if failures.count > shownFailuresMax {
      lines.append("and \(failures.count - shownFailuresMax) more failed trials")
    }
    lines += summary.contradictions.prefix(shownFailuresMax).map {
      "error: trial \($0) was kept before with another outcome: a policy is not deterministic"
    }
    guard lines.isEmpty else { throw CommandFailure(.failure, lines.joined(separator: "\n")) }
  }

  private static func words(_ summary: SweepSummary) -> String {
    let seconds = DecimalText.fixed(summary.elapsed / .seconds(1), decimals: 1)
    let reused = summary.reused > 0 ? ", \(summary.reused) were there already" : ""
    return "\(summary.ran) trials run in \(seconds) s\(reused)"
  }
}
