internal import ArgumentParser
internal import ExperimentFiles

/// Finds every fault of experiments.
struct CheckCommand: SetasideSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Finds every fault in experiments, and runs nothing.",
    discussion: """
      Each fault is told as file:line:column, with the line and a suggestion where one is close.

        setaside check experiments/*.yaml

      Exit status: 0 if all can be run, 2 if any cannot.
      """)

  @Argument(help: "The experiments, YAML files.")
  var files: [String]

  func execute(in session: Session) async throws(CommandFailure) {
    var faults: [String] = []
    for file in files {
      do throws(CommandFailure) {
        let experiment = try ExperimentArguments.load(file, in: session)
        session.answer("\(file): \(Self.size(of: experiment))")
      } catch {
        faults.append(error.message)
      }
    }
    guard faults.isEmpty else {
      throw CommandFailure(.badInput, faults.joined(separator: "\n"))
    }
  }

  private static func size(of experiment: Experiment) -> String {
    let points = experiment.pointCount == 1 ? "1 point" : "\(experiment.pointCount) points"
    let repetitions =
      experiment.repetitions == 1
      ? "1 repetition" : "\(experiment.repetitions) repetitions of each that draws"
    return "no fault; \(points), \(repetitions)"
  }
}
