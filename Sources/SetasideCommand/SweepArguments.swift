// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ExperimentFiles
internal import SweepRunner

/// How a sweep is run: how much at once, how long, which part.
struct SweepArguments: ParsableArguments {
  @Option(
    name: .shortAndLong, help: "How many trials run at once; all cores by default.",
    transform: WholeNumberArgument.parse)
  var jobs: Int?

  @Option(
    help: "How often each point is run that draws, instead of what the file says.",
    transform: WholeNumberArgument.parse)
  var repetitions: Int?

  @Option(
    help: "The longest that a trial may take on this machine, such as '5 min'; 60 s by default.",
    transform: { try IntervalArgument(parsing: $0) })
  var timeout = IntervalArgument(.seconds(60))

  @Option(
    help:
      "The most memory that the process of a trial may hold, such as '512 MiB'; 2 GiB by default.",
    transform: MemoryArgument.init(parsing:))
  var memoryLimit = MemoryArgument(bytes: 2 << 30)

  @Flag(
    help: "Runs trials again that are kept as failed: crashed, timed out or out of memory.")
  var retryFailed = false

  @Flag(help: "Stops at the first trial that fails; what is finished is kept.")
  var failFast = false

  @Option(help: "Stops when so many trials have failed.", transform: WholeNumberArgument.parse)
  var maxFailures: Int?

  @Option(
    help: ArgumentHelp(
      "Runs one part of several, to be merged: 1/4, 2/4, 3/4, 4/4 have each trial exactly once.",
      valueName: "i/n"))
  var shard: String?

  @Option(
    help: ArgumentHelp(
      "Adds repetitions to each point until 'ci(METRIC) < 5 %': half the interval of its mean is less.",
      valueName: "goal"))
  var until: String?

  @Option(
    help: "With --until: how many repetitions each point has at least; 20 by default.",
    transform: WholeNumberArgument.parse)
  var minimumRepetitions: Int?

  @Option(
    help: "With --until: how many repetitions a point has at most; 400 by default.",
    transform: WholeNumberArgument.parse)
  var maximumRepetitions: Int?

  func validate() throws {
    let repetitionsMax = SweepSchedule.trialsMax
    try WholeNumberArgument.check("--jobs", jobs, 1...SweepLimits.workersMax)
    try WholeNumberArgument.check("--repetitions", repetitions, 1...repetitionsMax)
    try WholeNumberArgument.check("--max-failures", maxFailures, 1...repetitionsMax)
    try WholeNumberArgument.check("--minimum-repetitions", minimumRepetitions, 2...repetitionsMax)
    try WholeNumberArgument.check("--maximum-repetitions", maximumRepetitions, 2...repetitionsMax)
    try timeout.checkAsTimeout()
    try memoryLimit.checkAsLimit()
    if let shard, SweepShard(shard) == nil {
      throw ValidationError(
        "'--shard': expected a part such as 2/8, from 1/8 to 8/8, found '\(shard)'")
    }
    guard until != nil else { return }
    guard shard == nil else {
      throw ValidationError(
        "'--until' looks at all results and '--shard' has a part of them; use one of them")
    }
    guard repetitions == nil else {
      throw ValidationError(
        "'--until' decides on repetitions; use --minimum-repetitions and --maximum-repetitions")
    }
  }

  /// The limits of the run.
  var limits: SweepLimits {
    SweepLimits(
      workers: jobs ?? SweepLimits.workersDefault,
      timeout: timeout.duration, memory: memoryLimit.bytes, failures: failFast ? 1 : maxFailures)
  }

  /// The part of the sweep, if it is not all.
  var part: SweepShard? { shard.flatMap { SweepShard($0) } }

  /// The sources of an experiment with the rule by which repetitions are added, as if it stood in the
  /// file: who compares the results later must know whether they were looked at, and how often.
  ///
  /// Sources stay as they are where the rule of the file, or its lack of one, is what holds.
  ///
  /// - Parameter growth: what decides on more repetitions, before it has begun; nil where they are fixed.
  func recorded(_ experiment: Experiment, _ growth: RepetitionGrowth?) -> ExperimentSources {
    let sources = experiment.sources
    var settings: [String] = []
    if let growth {
      guard until != nil || minimumRepetitions != nil || maximumRepetitions != nil else {
        return sources
      }
      // All three: a file may have other bounds, and defaults depend on one another.
      let quoted = growth.goal.text.replacing("'", with: "''")
      settings = ["sweep.until='\(quoted)'"]
      if let least = growth.looks.first { settings.append("sweep.minimum-repetitions=\(least)") }
      if let most = growth.looks.last { settings.append("sweep.maximum-repetitions=\(most)") }
    } else if experiment.stopping != nil {
      settings = ["sweep.until=\(StoppingRule.none)"]
    }
    guard !settings.isEmpty else { return sources }
    return ExperimentSources(
      path: sources.path, settings: sources.settings + settings, files: sources.files)
  }

  /// What decides on more repetitions, if anything does: the command line, else the experiment.
  ///
  /// A number of repetitions on the command line is one that is fixed, and a part of a sweep cannot
  /// decide for all.
  func growth(of experiment: Experiment) throws(CommandFailure) -> RepetitionGrowth? {
    guard repetitions == nil, part == nil, until != nil || experiment.stopping != nil else {
      guard minimumRepetitions == nil, maximumRepetitions == nil else {
        throw CommandFailure(
          .badInput,
          "error: '--minimum-repetitions' and '--maximum-repetitions' need '--until' or 'sweep: until:'"
        )
      }
      return nil
    }
    let least = minimumRepetitions ?? experiment.stopping?.minimumRepetitions
    let most = maximumRepetitions ?? experiment.stopping?.maximumRepetitions
    let minimum = least ?? min(StoppingRule.defaultMinimum, most ?? .max)
    let maximum = most ?? max(StoppingRule.defaultMaximum, minimum)
    guard minimum <= maximum else {
      throw CommandFailure(
        .badInput,
        "error: '--maximum-repetitions': expected \(minimum) or more, the minimum, found \(maximum)"
      )
    }
    guard let text = until ?? experiment.stopping?.text else { return nil }
    do throws(ExperimentError) {
      let rule = try StoppingRule(
        parsing: text, metrics: experiment.metrics, minimum: minimum, maximum: maximum)
      return RepetitionGrowth(rule)
    } catch {
      throw CommandFailure(.badInput, error.description)
    }
  }
}
