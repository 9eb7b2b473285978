// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ExperimentFiles
internal import HostConfiguration
internal import Reports
internal import SweepRunner
internal import TrialExecution

/// Shows what an experiment comes to.
struct ShowCommand: SetasideSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows every value of an experiment with its origin, or its list of trials.",
    discussion: """
      The listing is complete, defaults included. Its values are those of one point: where the sweep \
      varies what others are computed from, it is no experiment to sweep over again. With --alone it \
      is an experiment of that one trial, which gives the same digest.

        setaside show experiments/demo.yaml
        setaside show experiments/demo.yaml --point 3 -s 'host.cpus=4'
        setaside show experiments/demo.yaml --point 3 --alone > trial.yaml
        setaside show experiments/demo.yaml --trials
      """)

  @OptionGroup var experiment: ExperimentArguments

  @Option(
    help: "Which point of the sweep, from 0; the first by default.",
    transform: WholeNumberArgument.parse)
  var point = 0

  @Flag(help: "Leaves out the sweep and what is compared, so that the one trial can be run.")
  var alone = false

  @Flag(help: "Shows the trials of the sweep instead: point, repetition, seed and values.")
  var trials = false

  func validate() throws {
    if alone, trials { throw ValidationError("'--alone' and '--trials' exclude each other") }
  }

  func execute(in session: Session) async throws(CommandFailure) {
    let experiment = try experiment.load(in: session)
    try PointArgument.check(point, of: experiment)
    do throws(ExperimentError) {
      if trials {
        session.answer(try Self.list(experiment, in: session).joined(separator: "\n"))
      } else {
        let text =
          alone
          ? try experiment.textAlone(ofPoint: point) : try experiment.resolvedText(ofPoint: point)
        let kernel = KernelNote(
          try experiment.configuration(ofPoint: point), isNamed: experiment.namesKernel)
        let marks =
          alone ? [] : MarkLevels.lines(of: try experiment.configuration(ofPoint: point).host)
        session.answer(
          ([text.hasSuffix("\n") ? String(text.dropLast()) : text] + marks + kernel.comments)
            .joined(separator: "\n"))
      }
    } catch {
      throw CommandFailure(.badInput, error.description)
    }
  }

  private static func list(
    _ experiment: Experiment, in session: Session
  ) throws(ExperimentError) -> [String] {
    let schedule = try SweepSchedule(experiment, catalogue: session.catalogue)
    return TrialTable(schedule, axes: experiment.axes).lines(width: .max)
  }
}
