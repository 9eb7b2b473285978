// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ExperimentFiles
internal import Foundation
internal import HostConfiguration
internal import ResultStore
internal import SweepRunner
internal import TrialExecution

/// Writes a results file whose values are given instead of simulated: what a comparison says of them can then
/// be held against what is true of them.
struct BenchFeedCommand: SetasideSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "feed",
    abstract: "Writes a results file with given values; simulates nothing.",
    discussion: """
        setaside bench feed Benchmarks/experiments/verdicts.yaml --values values.json -o fed.sqlite
        setaside compare fed.sqlite --json

      The values are a JSON object: for each metric the points in the order of the experiment, and for each \
      point its runs in the order of repetitions; a run is an integer in the metric's stored unit, or null or \
      a text, which is why it has no value. Everything else of a trial has none. The file says of itself \
      that it was fed. 'Benchmarks/verdicts' studies with it how often verdicts are false.
      """)

  @OptionGroup var experiment: ExperimentArguments

  @Option(help: "The file of the values; '/dev/stdin' for the standard input.")
  var values: String

  @Option(name: [.customShort("o"), .customLong("output")], help: "The file; it must not exist.")
  var output: String

  /// A run's value.
  private enum Cell: Decodable {
    case value(Int64)
    case reason(String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .reason("not fed")
      } else if let value = try? container.decode(Int64.self) {
        self = .value(value)
      } else {
        self = .reason(try container.decode(String.self))
      }
    }

    var metric: MetricValue {
      switch self {
      case .value(let value): .defined(value)
      case .reason(let reason): .undefined(reason: reason)
      }
    }
  }

  func execute(in session: Session) async throws(CommandFailure) {
    try ResultsFile.checkNew(output)
    let experiment = try experiment.load(in: session)
    let given = try read()
    let runs = given.values.flatMap { $0.map(\.count) }.max() ?? 0
    let schedule: SweepSchedule
    do {
      schedule = try SweepSchedule(
        experiment, catalogue: session.catalogue, repetitions: max(1, runs))
    } catch {
      throw CommandFailure(.badInput, "\(error)")
    }
    try check(given, schedule)
    do {
      let store = try ResultStore.open(
        path: output, experiment: experiment.name,
        provenance: RunProvenance(
          engineVersion: EngineVersion.current, version: ProgramVersion.current, kind: "fed",
          commandLine: CommandLine.arguments.joined(separator: " "), host: "",
          started: "", sources: experiment.sources.encoded(),
          experimentText: try experiment.resolvedText(ofPoint: 0)))
      _ = try store.plan(points: schedule.points.map(Self.record), trials: [])
      _ = try store.append(records(given, schedule))
      try store.close()
    } catch let error as ResultStoreError {
      throw CommandFailure(error)
    } catch {
      throw CommandFailure(.badInput, "\(error)")
    }
  }

  private func read() throws(CommandFailure) -> [String: [[Cell]]] {
    do {
      let input = try Data(contentsOf: URL(fileURLWithPath: values))
      return try JSONDecoder().decode([String: [[Cell]]].self, from: input)
    } catch {
      throw CommandFailure(
        .badInput,
        "\(values): error: expected an object of metrics, each an array of points, each an array "
          + "of runs: integers, texts or null; found something else (\(error))")
    }
  }

  private func check(
    _ given: [String: [[Cell]]], _ schedule: SweepSchedule
  ) throws(CommandFailure) {
    for (name, points) in given.sorted(by: { $0.key < $1.key }) {
      guard MetricCatalogue.definition(of: name) != nil else {
        throw CommandFailure(
          .badInput, "\(values): error: expected the name of a metric, found '\(name)'")
      }
      guard points.count == schedule.points.count else {
        throw CommandFailure(
          .badInput,
          "\(values): error: '\(name)': expected the \(schedule.points.count) points of the "
            + "experiment, found \(points.count)")
      }
    }
    guard schedule.trials.count == schedule.keys.count else {
      throw CommandFailure(
        .badInput,
        "\(experiment.file): error: expected points of which no two run the same, found some that share "
          + "their trials")
    }
  }

  private func records(_ given: [String: [[Cell]]], _ schedule: SweepSchedule) -> [TrialRecord] {
    let names = given.keys.sorted()
    let shape = MetricNames(names)
    return zip(schedule.trials, schedule.keys).compactMap { trial, key in
      let cells = names.map { name -> Cell? in
        let runs = given[name]?[trial.point] ?? []
        return trial.repetition < runs.count ? runs[trial.repetition] : nil
      }
      guard cells.contains(where: { $0 != nil }) else { return nil }
      return TrialRecord(
        place: PlannedTrial(point: trial.point, repetition: trial.repetition, key: key),
        seed: trial.seed, outcome: .ended(.done), digest: String(repeating: "0", count: 16),
        simulatedEndNanoseconds: 0, wallNanoseconds: 0, policyIdentity: "fed",
        values: MetricValues(
          of: shape, cells.map { MetricReading($0?.metric ?? .undefined(reason: "not fed")) }))
    }
  }

  private static func record(_ point: SweepPoint) -> PointRecord {
    let values = JSONValue.object(point.assignments.map { ($0.path, .text($0.label)) })
    return PointRecord(index: point.index, label: point.label, assignments: values.line)
  }
}
