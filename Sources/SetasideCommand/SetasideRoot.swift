// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ExperimentFiles
internal import TrialExecution

/// The command itself.
struct SetasideRoot: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "setaside",
    abstract: "A laboratory for memory-teardown policies.",
    discussion: """
      When a protected VM dies, each of its pages needs a slow call before the host may have it again. \
      Setaside simulates the host, page by page, and says which policy for the time in between is \
      better and where it breaks.

      An experiment is a YAML file; 'setaside init' writes a first one with comments, and \
      'setaside keys' explains every key. A first look:

        setaside check experiments/demo.yaml   every fault in it; runs nothing
        setaside show experiments/demo.yaml    every value and its origin
        setaside run experiments/demo.yaml     one trial, in full
        setaside sweep experiments/demo.yaml   all trials, compared
        setaside compare results/demo.sqlite   the same comparison, or another, from what is kept
        setaside verify results/demo.sqlite    some of its trials, run again and compared

      The answer goes to standard output, everything else to standard error. Exit status: 0 done, \
      1 a trial or the keeping of its results failed, 2 a file or an argument has a fault and nothing \
      was run, 130 interrupted, with everything kept that was finished.
      """,
    version: "setaside \(ProgramVersion.current) (engine \(EngineVersion.current))",
    subcommands: [
      InitCommand.self, CheckCommand.self, ShowCommand.self, RunCommand.self, SweepCommand.self,
      CompareCommand.self, VerifyCommand.self, MergeCommand.self, SubmitCommand.self,
      StatusCommand.self, PoliciesCommand.self, MetricsCommand.self, KernelsCommand.self,
      KeysCommand.self, SchemaCommand.self, RecordCommand.self, ImportTraceCommand.self,
      BenchCommand.self, WorkerCommand.self,
    ])

  /// Refuses a first word that names no command, with the one that may be meant.
  static func checkName(_ word: String?) throws(CommandFailure) {
    // The parser has a command of its own, for help.
    let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let word, !word.hasPrefix("-"), !names.contains(word) else { return }
    let shown = names.filter { $0 != WorkerCommand.configuration.commandName }
    let hint =
      Spelling.closest(to: word, in: shown).map { ", did you mean '\($0)'?" }
      ?? (word.hasSuffix(".yaml") ? ", did you mean 'run \(word)' or 'sweep \(word)'?" : "")
    throw CommandFailure(
      .badInput,
      "error: expected a command, one of \(shown.joined(separator: ", ")), found '\(word)'\(hint)")
  }
}
