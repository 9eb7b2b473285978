internal import ArgumentParser
internal import ExperimentFiles
internal import Reports
internal import SweepRunner
internal import TrialExecution

/// Shows what an experiment comes to.
struct ShowCommand: SetasideSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows every value of an experiment with its origin, or its list of trials.",
    discussion: """
      The listing is complete, defaults included, and is itself YAML that could be run.

        setaside show experiments/demo.yaml
        setaside show experiments/demo.yaml --point 3 -s 'host.cpus=4'
        setaside show experiments/demo.yaml --trials
      """)

  @OptionGroup var experiment: ExperimentArguments

  @Option(
    help: "Which point of the sweep, from 0; the first by default.",
    transform: WholeNumberArgument.parse)
  var point = 0

  @Flag(help: "Shows the trials of the sweep instead: point, repetition, seed and values.")
  var trials = false

  func execute(in session: Session) async throws(CommandFailure) {
    let experiment = try experiment.load(in: session)
    try PointArgument.check(point, of: experiment)
    do throws(ExperimentError) {
      if trials {
        session.answer(try Self.list(experiment, in: session).joined(separator: "\n"))
      } else {
        let text = try experiment.resolvedText(ofPoint: point)
        session.answer(text.hasSuffix("\n") ? String(text.dropLast()) : text)
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
