// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ExperimentFiles
internal import HostConfiguration
internal import HostModel
internal import Reports
internal import TrialExecution

/// Runs one trial.
struct RunCommand: SetasideSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs one trial: what happened, the memory over time, and every metric.",
    discussion: """
      Of a sweep it runs the first point unless another is asked for. The first repetition has the \
      seed of the file.

        setaside run experiments/demo.yaml
        setaside run experiments/demo.yaml --point 3 --repetition 7
        setaside run experiments/demo.yaml -s policies.oom-notifier=drain
        setaside run experiments/demo.yaml --json | jq .metrics

      `setaside show --trials` lists points and seeds.
      """)

  @OptionGroup var experiment: ExperimentArguments

  @Option(
    help: "Which point of the sweep, from 0; the first by default.",
    transform: WholeNumberArgument.parse)
  var point = 0

  @Option(
    help: "Which repetition, from 0, which decides the seed; the first by default.",
    transform: WholeNumberArgument.parse)
  var repetition = 0

  @Option(
    help: "The seed of the trial itself, instead of a repetition's.",
    transform: WholeNumberArgument.parse)
  var seed: UInt64?

  @Flag(help: "Prints JSON with integers in stored units.")
  var json = false

  func validate() throws {
    guard repetition >= 0 else {
      throw ValidationError("'--repetition': expected 0 or more, found \(repetition)")
    }
  }

  func execute(in session: Session) async throws(CommandFailure) {
    let experiment = try experiment.load(in: session)
    try PointArgument.check(point, of: experiment)
    let configuration = try configuration(of: experiment)
    let trial: ExecutedTrial
    do throws(SimulationError) {
      trial = try TrialRunner(catalogue: session.catalogue).run(configuration)
    } catch {
      let lines = error.sentences.map { "\(experiment.path): error: \($0)" }
      throw CommandFailure(.badInput, lines.joined(separator: "\n"))
    }
    let report = TrialReport(
      name(in: experiment), trial: trial, configuration: configuration,
      identity: TrialIdentity(configuration, catalogue: session.catalogue),
      kernel: KernelNote(configuration, isNamed: experiment.namesKernel))
    session.answer(json ? report.json.lines : report.text(width: session.width))
  }

  private func configuration(
    of experiment: Experiment
  ) throws(CommandFailure) -> TrialConfiguration {
    do throws(ExperimentError) {
      var configuration = try experiment.configuration(ofPoint: point)
      configuration.seed =
        seed ?? RepetitionSeeds.seed(ofRepetition: repetition, of: experiment.seed)
      return configuration
    } catch {
      throw CommandFailure(.badInput, error.description)
    }
  }

  private func name(in experiment: Experiment) -> String {
    guard experiment.pointCount > 1 else { return experiment.name }
    let values = experiment.assignments(ofPoint: point).map(\.label).joined(separator: ", ")
    return "\(experiment.name), point \(point) of \(experiment.pointCount) (\(values))"
  }
}
