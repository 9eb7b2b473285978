// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ExperimentFiles
internal import HostConfiguration
internal import Reports
internal import SweepRunner
internal import TrialExecution

/// Follows a sweep that was submitted to a cluster.
struct StatusCommand: SetasideSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Says how far a submitted sweep has come, and how to go on.",
    discussion: """
      For each element of the array: what Slurm says of its job, how many of its trials are kept, and \
      how many of those failed. Where Slurm has forgotten a job, or cannot be asked, the results files \
      speak alone. Counts of an element that is running may lag behind.

        setaside status results/demo.slurm
        setaside status results/demo.slurm --json
      """)

  @Argument(help: "The folder that 'setaside submit' wrote.", completion: .directory)
  var folder: String

  @Option(
    help: ArgumentHelp(
      "Looks into the results file of one element alone; exit status 0 if it is complete.",
      valueName: "number"), transform: WholeNumberArgument.parse)
  var element: Int?

  @Flag(help: "Prints JSON.")
  var json = false

  func execute(in session: Session) async throws(CommandFailure) {
    let (submission, experiment) = try SubmitCommand.open(SlurmFolder(folder), in: session)
    let schedule = try SubmitCommand.schedule(experiment, submission.repetitions, in: session)
    let sweep = SlurmSweep(submission, schedule: schedule)
    if let element { return try answer(element, of: sweep, in: session) }
    let status = await sweep.status()
    let report = SubmissionReport(status, of: submission, folder: folder)
    session.answer(json ? report.json.lines : report.text(width: session.width))
    if let problem = status.queueProblem {
      session.tell("\(problem)\nnote: so the states of the jobs are not known")
    }
  }

  private func answer(
    _ element: Int, of sweep: SlurmSweep, in session: Session
  ) throws(CommandFailure) {
    let count = sweep.submission.elementCount
    guard (1...count).contains(element) else {
      throw CommandFailure(
        .badInput, "error: '--element': expected 1...\(count), found \(element)")
    }
    let shard = sweep.shard(ofElement: element)
    let line =
      "element \(element): \(shard.kept) of \(CountText.of(shard.planned, "trial")) kept, \(shard.failed) failed"
    session.answer(shard.problem ?? line)
    if !shard.isComplete { throw CommandFailure(statusOfCommand: Int(ExitStatus.failure.rawValue)) }
  }
}
