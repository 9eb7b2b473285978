// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ExperimentFiles
internal import HostConfiguration

/// Finds every fault of experiments.
struct CheckCommand: SetasideSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Finds every fault in experiments, and runs nothing.",
    discussion: """
      Each fault is told as file:line:column, with the line and a suggestion where one is close. \
      Warnings tell what an experiment cannot show though it can be run: a policy that nobody would \
      ask, a metric that can have no value, a requirement that so few runs cannot show.

        setaside check experiments/*.yaml
        setaside check experiments/demo.yaml -s host.cpus=4

      Exit status: 0 if all can be run, 2 if any cannot.
      """)

  @Argument(
    help: "The experiments, YAML files.",
    completion: .file(extensions: ExperimentArguments.fileExtensions))
  var files: [String]

  @Option(
    name: [.customShort("s"), .customLong("set")],
    help: ArgumentHelp(
      "Sets a value in all of them: -s 'tasks.batch.rate=4 GiB/s'. What is set is not swept.",
      valueName: "path=value"))
  var settings: [String] = []

  func execute(in session: Session) async throws(CommandFailure) {
    var faults: [String] = []
    for file in files {
      do throws(CommandFailure) {
        let experiment = try ExperimentArguments.load(
          file, settings: settings, in: session)
        let reach = experiment.located(
          RepetitionWarnings(experiment, in: session)?.warnings ?? [])
        if !reach.isEmpty { session.tell(reach.description) }
        let warnings = experiment.warnings.count + reach.count
        let found = warnings > 0 ? ", \(CountText.of(warnings, "warning"))" : ""
        session.answer("\(file): no fault\(found); \(Self.size(of: experiment))")
      } catch {
        // A fault of a setting is the same in all files.
        if !faults.contains(error.message) { faults.append(error.message) }
      }
    }
    guard faults.isEmpty else {
      throw CommandFailure(.badInput, faults.joined(separator: "\n"))
    }
  }

  private static func size(of experiment: Experiment) -> String {
    let points = CountText.of(experiment.pointCount, "point")
    let repetitions =
      experiment.repetitions == 1
      ? "1 repetition" : "\(experiment.repetitions) repetitions of each that draws"
    let growing = experiment.stopping.map {
      "\($0.minimumRepetitions) to \($0.maximumRepetitions) repetitions of each that draws"
    }
    return "\(points), \(growing ?? repetitions)"
  }
}
