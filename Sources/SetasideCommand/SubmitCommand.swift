// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ExperimentFiles
internal import Foundation
internal import HostConfiguration
internal import ResultStore
internal import SweepRunner
internal import TrialExecution

/// Hands a sweep to a cluster, or hands over again what is missing of it.
struct SubmitCommand: SetasideSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "submit",
    abstract: "Runs a sweep on a Slurm cluster, as a job array and a job that merges its results.",
    discussion: """
      Writes a folder, results/<experiment>.slurm unless another is named, with the experiment as it \
      is now and two scripts, and submits them. The same command again, or 'setaside submit FOLDER', \
      submits only the elements that are not complete: failed, killed, timed out. What follows -- goes \
      to sbatch, then and whenever elements are submitted again.

        setaside submit experiments/demo.yaml --slurm --array 8 -- --partition=short --time=1:00:00
        setaside submit experiments/demo.yaml --slurm --array 200 --at-once 20
        setaside status results/demo.slurm
        setaside submit results/demo.slurm -- --time=4:00:00

      The folder, the results file and this program must be visible on all nodes. \
      Documentation/Clusters.md tells more, also of other engines.
      """)

  /// Options of sbatch that would undo what the submission rests on.
  private static let reserved = [
    "--array", "-a", "--dependency", "-d", "--parsable", "--chdir", "-D", "--wrap", "--wait", "-W",
    "--kill-on-invalid-dep", "--test-only", "--help", "-h", "--version", "-V",
  ]

  @OptionGroup var experiment: ExperimentArguments

  @Flag(help: "Runs on Slurm, the one engine that is served directly.")
  var slurm = false

  @Option(
    help: "How many shards, each run by one element of the array.",
    transform: WholeNumberArgument.parse)
  var array: Int?

  @Option(
    help: "How often each point is run that draws, instead of what the file says.",
    transform: WholeNumberArgument.parse)
  var repetitions: Int?

  @Option(
    help: ArgumentHelp(
      "The most elements that run at the same time; any number by default.", valueName: "number"),
    transform: WholeNumberArgument.parse)
  var atOnce: Int?

  @Option(
    help: "The longest that a trial may take, as in 'sweep'.",
    transform: { try IntervalArgument(parsing: $0) })
  var timeout: IntervalArgument?

  @Option(
    help: "The most memory that the process of a trial may hold, as in 'sweep'.",
    transform: MemoryArgument.init(parsing:))
  var memoryLimit: MemoryArgument?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: "The results file to merge into; results/<experiment>.sqlite by default.",
    completion: .file(extensions: ResultsFile.fileExtensions))
  var output: String?

  @Option(
    help: "The folder to write; results/<experiment>.slurm by default.", completion: .directory)
  var folder: String?

  @Flag(help: "Writes the folder and prints the commands, but submits nothing.")
  var dryRun = false

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("Options of sbatch, after --.", valueName: "option"))
  var options: [String] = []

  func validate() throws {
    try WholeNumberArgument.check("--array", array, 1...SlurmSubmission.elementsMax)
    try WholeNumberArgument.check("--repetitions", repetitions, 1...SweepSchedule.trialsMax)
    try WholeNumberArgument.check("--at-once", atOnce, 1...SlurmSubmission.elementsMax)
    for (name, value) in [("--folder", folder), ("--output", output)] where value == "" {
      throw ValidationError("'\(name)': expected a name, found nothing")
    }
    try timeout?.checkAsTimeout()
    try memoryLimit?.checkAsLimit()
    for option in options {
      let name = option.split(separator: "=", maxSplits: 1).first.map(String.init) ?? ""
      let isShort = option.hasPrefix("-") && !option.hasPrefix("--")
      if Self.reserved.contains(where: { name == $0 || (isShort && option.prefix(2) == $0) }) {
        throw ValidationError("'\(option)': setaside sets this option of sbatch itself")
      }
    }
  }

  func execute(in session: Session) async throws(CommandFailure) {
    var sweep = try sweep(in: session)
    do throws(SlurmError) {
      if dryRun {
        try sweep.write()
        let resubmission = try await sweep.resubmission(isFirst: sweep.submission.isUnsubmitted)
        session.answer(sweep.commands(for: resubmission).joined(separator: "\n"))
        session.tell("written to \(sweep.folder.path), nothing submitted")
        return
      }
      let resubmission = try await sweep.submit()
      session.answer(Self.words(resubmission, of: sweep).joined(separator: "\n"))
      session.tell("follow it with: setaside status \(ShellWord(folderText(of: sweep)))")
    } catch {
      throw CommandFailure(error)
    }
  }

  /// The options of `sweep` that bound a trial.
  private var limits: [String] {
    (timeout.map { ["--timeout", "\($0)"] } ?? [])
      + (memoryLimit.map { ["--memory-limit", "\($0)"] } ?? [])
  }

  /// What is to be submitted: a new folder, or one that is there.
  private func sweep(in session: Session) throws(CommandFailure) -> SlurmSweep {
    let given = SlurmFolder(experiment.file)
    if given.isDirectory { return try resumed(given, in: session) }
    guard slurm else {
      throw CommandFailure(
        .badInput,
        "error: expected an engine to submit to: --slurm, the one that is served directly")
    }
    guard let array else {
      throw CommandFailure(.badInput, "error: expected '--array', the number of shards")
    }
    let experiment = try experiment.load(in: session)
    let schedule = try Self.schedule(experiment, repetitions, in: session)
    guard array <= schedule.trialCount else {
      throw CommandFailure(
        .badInput,
        "error: '--array': expected 1...\(schedule.trialCount), as the sweep has "
          + "\(CountText.of(schedule.trialCount, "trial")), found \(array)")
    }
    let output = Self.absolute(output ?? ResultsFile.path(of: experiment.name))
    let folder = SlurmFolder(folder ?? "results/\(experiment.name).slurm")
    // Otherwise the merge would be the first to find out, after a night.
    guard self.output == nil || SlurmFolder(output + "/..").isDirectory else {
      throw CommandFailure(
        .badInput, ResultStoreError.folderMissing(path: self.output ?? output).description)
    }
    var submission = SlurmSubmission(
      experiment: experiment.name, engine: EngineVersion.current, folder: folder.path,
      output: output, elementCount: array, repetitions: repetitions, program: Self.program,
      limits: limits, options: options)
    submission.atOnce = atOnce
    let sources = experiment.sources.encoded()
    do throws(SlurmError) {
      if folder.holdsSubmission {
        let kept = try folder.readSources()
        submission = try folder.readSubmission().continued(
          by: submission,
          hasSameSources: kept == sources || ExperimentSources.haveSameContent(kept, sources))
      } else {
        try folder.create()
        try folder.writeSources(sources)
      }
    } catch {
      throw CommandFailure(error)
    }
    return SlurmSweep(submission, schedule: schedule)
  }

  /// A submission that is there, with other options or more repetitions if some are given.
  private func resumed(
    _ folder: SlurmFolder, in session: Session
  ) throws(CommandFailure) -> SlurmSweep {
    guard array == nil, output == nil, self.folder == nil, experiment.settings.isEmpty else {
      throw CommandFailure(
        .badInput,
        "error: '\(experiment.file)' is a folder that was submitted: -s, --array, --output and "
          + "--folder stay as they were")
    }
    var (submission, experiment) = try Self.open(folder, in: session)
    submission.program = Self.program
    submission.repetitions = repetitions ?? submission.repetitions
    if !limits.isEmpty { submission.limits = limits }
    if !options.isEmpty { submission.options = options }
    submission.atOnce = atOnce ?? submission.atOnce
    let schedule = try Self.schedule(experiment, submission.repetitions, in: session)
    return SlurmSweep(submission, schedule: schedule)
  }

  /// Reads a folder that was submitted.
  static func open(
    _ folder: SlurmFolder, in session: Session
  ) throws(CommandFailure) -> (SlurmSubmission, Experiment) {
    do {
      let submission = try folder.readSubmission()
      try submission.check(engine: EngineVersion.current)
      let sources = try ExperimentSources(encoded: try folder.readSources())
      let loader = ExperimentLoader(catalogue: session.catalogue, traces: .files)
      return (submission, try loader.load(sources))
    } catch let error as SlurmError {
      throw CommandFailure(error)
    } catch {
      throw CommandFailure(.badInput, "\(error)")
    }
  }

  /// Lays out the whole sweep.
  static func schedule(
    _ experiment: Experiment, _ repetitions: Int?, in session: Session
  ) throws(CommandFailure) -> SweepSchedule {
    do throws(ExperimentError) {
      return try SweepSchedule(experiment, catalogue: session.catalogue, repetitions: repetitions)
    } catch {
      throw CommandFailure(.badInput, error.description)
    }
  }

  /// The path to name in a message: as it was given, where it was.
  private func folderText(of sweep: SlurmSweep) -> String {
    SlurmFolder(experiment.file).isDirectory
      ? experiment.file : folder ?? "results/\(sweep.submission.experiment).slurm"
  }

  private static func words(_ resubmission: SlurmResubmission, of sweep: SlurmSweep) -> [String] {
    let submission = sweep.submission
    let (job, merge) = sweep.jobs(of: resubmission)
    var lines: [String] = []
    func add(_ elements: [Int], _ one: String, _ many: String) {
      guard !elements.isEmpty else { return }
      lines.append(
        "\(elements.count) of \(CountText.of(submission.elementCount, "element")) "
          + "\(elements.count == 1 ? one : many): \(ElementRanges(elements))"
      )
    }
    add(resubmission.complete, "is complete and kept", "are complete and kept")
    add(
      resubmission.active, "is queued or running and left alone",
      "are queued or running and left alone")
    if let job {
      let verb = "submitted as job \(job)"
      add(resubmission.elements, verb, verb)
    }
    if let stale = resubmission.staleMerge {
      lines.append("the merge that could not run any more, job \(stale), is cancelled")
    }
    if let merge, resubmission.needsMerge {
      lines.append("the merge, job \(merge), follows them into \(submission.output)")
    } else if resubmission.elements.isEmpty {
      lines.append(
        merge.map {
          "nothing to submit; job \($0) merges, or has merged, into \(submission.output)"
        }
          ?? "nothing to submit; the results are in \(submission.output)")
    }
    return lines
  }

  private static func absolute(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
  }

  /// This program, wherever it lies: a package with policies of its own submits its own.
  private static var program: String {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
  }
}

extension CommandFailure {
  /// Ends with what kept a sweep from Slurm.
  init(_ error: SlurmError) {
    self.init(error.isBadInput ? .badInput : .failure, error.description)
  }
}
