// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ExperimentFiles
internal import HostConfiguration
internal import ResultStore
internal import SweepRunner
internal import TrialExecution

/// Runs stored trials again, to see whether they give what is stored.
struct VerifyCommand: SetasideSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Runs trials of a results file again and compares digest, outcome and every metric.",
    discussion: """
      Needs no other file: the experiment is in the results. The trials are spread evenly over the \
      points, and are the same each time. A trial of an engine or a policy that this program does not \
      have cannot be verified, which is said and is no failure; neither are trials that failed, whose \
      policy would crash again. Trials that the experiment does not need any more are not looked at.

        setaside verify results/demo.sqlite
        setaside verify results/demo.sqlite --sample 200
        setaside verify results/demo.sqlite --all --jobs 4

      Exit status: 0 if all that were run again are equal, 1 if any differs.
      """)

  private static let sampleDefault = 20

  @Argument(
    help: "The results file of a sweep.", completion: .file(extensions: ResultsFile.fileExtensions))
  var results: String

  @Option(
    help: "How many trials to run again; 20 by default.", transform: WholeNumberArgument.parse)
  var sample: Int?

  @Flag(help: "Runs all trials again.")
  var all = false

  @Option(
    name: .shortAndLong, help: "How many trials run at once; all cores by default.",
    transform: WholeNumberArgument.parse)
  var jobs: Int?

  @Flag(help: "Prints JSON.")
  var json = false

  func validate() throws {
    try WholeNumberArgument.check("--sample", sample, 1...SweepSchedule.trialsMax, unit: " trials")
    try WholeNumberArgument.check("--jobs", jobs, 1...SweepLimits.workersMax)
    if sample != nil, all { throw ValidationError("'--sample' and '--all' exclude each other") }
  }

  func execute(in session: Session) async throws(CommandFailure) {
    let found = try verify(in: session)
    let report = VerificationReport(found, path: results)
    session.answer(json ? report.json.lines : report.text(width: session.width))
    guard found.differences.isEmpty else {
      throw CommandFailure(
        .failure,
        "error: \(found.differences.count) of \(CountText.of(found.ran, "trial differs", "trials differ"))"
      )
    }
  }

  private func verify(in session: Session) throws(CommandFailure) -> TrialVerification {
    do {
      let store = try ResultsFile.openForReading(results, in: session)
      guard let run = try store.planRun(), !run.sources.isEmpty else {
        throw CommandFailure(
          .badInput,
          "\(results): error: the file does not hold the experiment it is from; if it is a copy, copy "
            + "the '-wal' file beside the original too, or run 'setaside sweep' into it, which runs "
            + "what it does not hold")
      }
      let experiment = try ExperimentLoader(catalogue: session.catalogue, traces: .files)
        .load(
          ExperimentSources(encoded: run.sources).asRead(in: run.experimentText),
          checkingPoints: false)
      let found = try TrialVerification(
        store, of: experiment, catalogue: session.catalogue,
        size: all ? nil : sample ?? Self.sampleDefault,
        jobs: jobs ?? SweepLimits.workersDefault)
      try store.close()
      return found
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw CommandFailure(.badInput, "\(error)")
    }
  }
}
