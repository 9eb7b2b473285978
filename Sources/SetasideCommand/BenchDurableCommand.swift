// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ExperimentFiles
internal import Foundation
internal import TrialExecution

/// Measures what it costs to keep a trial.
struct BenchDurableCommand: SetasideSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "durable",
    abstract: "Measures trials that are kept on the disk beside the same ones that nobody keeps.",
    discussion: """
        setaside bench durable Benchmarks/experiments/rw1-1gib.yaml --json

      In turns, the trials are run one after the other in this process, without recording, and as a \
      sweep with one worker whose results are on the disk at the end. The time of a sweep has the \
      layout of its trials and the closing of the file in it; that of a sweep of one repetition, which \
      is the start of the worker, is taken off. The file is written anew and removed at the end.
      """)

  @OptionGroup var experiment: ExperimentArguments

  @Option(help: "About how many trials a round has.")
  var trials = 2_000

  @Option(help: "How often both are measured; medians count.")
  var rounds = 5

  @Option(name: [.customShort("o"), .customLong("output")], help: "The file; it must not exist.")
  var output = "bench-durable.sqlite"

  @Flag(help: "Prints one line of JSON.")
  var json = false

  func validate() throws {
    try WholeNumberArgument.check("--trials", trials, 2...1_000_000)
    try WholeNumberArgument.check("--rounds", rounds, 1...1_000)
  }

  func execute(in session: Session) async throws(CommandFailure) {
    try ResultsFile.checkNew(output)
    let experiment = try experiment.load(in: session)
    let bench: DurableBench
    do {
      bench = try DurableBench(
        experiment, catalogue: session.catalogue, trials: trials, output: output)
    } catch {
      throw CommandFailure(.badInput, "\(error)")
    }
    guard bench.trialCount > 1 else {
      throw CommandFailure(
        .badInput,
        "\(experiment.path): error: expected an experiment with random inputs, found one whose "
          + "repetitions would all be the same")
    }
    defer { bench.removeFile() }
    var measured: [DurableBench.Round] = []
    do {
      for _ in 0..<rounds { measured.append(try bench.round()) }
    } catch {
      throw CommandFailure(.failure, "\(error)")
    }
    session.answer(answer(measured, trials: bench.trialCount))
  }

  private func answer(_ measured: [DurableBench.Round], trials: Int) -> String {
    let ratios = measured.map { $0.kept / $0.unkept }.sorted()
    func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
    let figures: [(name: String, value: JSONValue)] = [
      ("trials", .integer(Int64(trials))), ("rounds", .integer(Int64(rounds))),
      ("unkept-us", .number(median(measured.map(\.unkept)) * 1e6)),
      ("durable-us", .number(median(measured.map(\.kept)) * 1e6)),
      ("ratio", .number(median(ratios))), ("ratio-least", .number(ratios[0])),
      ("ratio-most", .number(ratios[ratios.count - 1])),
    ]
    let words = figures.map { "\($0.name) \($0.value.line)" }.joined(separator: "\n")
    return json ? JSONValue.object(figures).line : words
  }
}
