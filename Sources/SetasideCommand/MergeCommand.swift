// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ExperimentFiles
internal import Foundation
internal import HostConfiguration
internal import ResultStore
internal import TrialExecution

/// Puts the results of several shards into one file.
struct MergeCommand: SetasideSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Puts the results of the shards of one sweep into one file.",
    discussion: """
        setaside sweep experiments/demo.yaml --shard 1/2 -o one.sqlite
        setaside sweep experiments/demo.yaml --shard 2/2 -o two.sqlite
        setaside merge -o demo.sqlite one.sqlite two.sqlite

      The output may exist, and then takes part: the same merge again changes nothing, and a shard \
      that came late is added. Files of another experiment, engine, plan or text of the experiment \
      are refused, and so are trials that ended differently in two files. In which folder the experiment \
      lay does not matter; the name of its file does.
      """)

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: "The file to make or to add to; its folder must exist.",
    completion: .file(extensions: ResultsFile.fileExtensions))
  var output: String

  @Flag(help: "Prints JSON.")
  var json = false

  @Argument(
    help: "Results files of one sweep.", completion: .file(extensions: ResultsFile.fileExtensions))
  var files: [String]

  func execute(in session: Session) async throws(CommandFailure) {
    for file in files { try ResultsFile.check(file) }
    let report: MergeReport
    do throws(ResultStoreError) {
      report = try ResultStore.merge(
        into: output, from: files,
        as: LockHolder(
          host: ProcessInfo.processInfo.hostName, started: Date.now.formatted(.iso8601),
          commandLine: CommandLine.arguments.joined(separator: " ")),
        areAlike: ExperimentSources.haveSameContent)
    } catch {
      throw CommandFailure(error)
    }
    session.answer(json ? Self.json(report, output).lines : Self.words(report, output))
  }

  private static func words(_ report: MergeReport, _ output: String) -> String {
    var lines = report.inputs.map { input in
      "\(input.path): \(CountText.of(input.trials, "trial")), \(input.added) of them new"
    }
    if report.overlapping > 0 {
      let trials = CountText.of(
        report.overlapping, "trial was in more than one file, and was equal there",
        "trials were in more than one file, and were equal there")
      lines.append(trials)
    }
    if report.replacedFailures > 0 {
      lines.append(
        CountText.of(
          report.replacedFailures, "trial failed in one file and was taken from another",
          "trials failed in one file and were taken from another"))
    }
    lines.append("\(output): \(CountText.of(report.places, "trial")) in the sweep")
    return lines.joined(separator: "\n")
  }

  private static func json(_ report: MergeReport, _ output: String) -> JSONValue {
    .object([
      ("output", .text(output)), ("trials", .integer(Int64(report.places))),
      ("added", .integer(Int64(report.added))),
      ("overlapping", .integer(Int64(report.overlapping))),
      ("replaced-failures", .integer(Int64(report.replacedFailures))),
      (
        "inputs",
        .array(
          report.inputs.map { input in
            .object([
              ("file", .text(input.path)), ("trials", .integer(Int64(input.trials))),
              ("added", .integer(Int64(input.added))),
            ])
          })
      ),
    ])
  }
}
