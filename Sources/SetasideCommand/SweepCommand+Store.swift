internal import ExperimentFiles
internal import Foundation
internal import ResultStore
internal import SweepRunner
internal import TrialExecution

extension SweepCommand {
  /// Opens the file that results are kept in, with a note of where this run comes from.
  func open(
    _ path: String, for experiment: Experiment, growing growth: RepetitionGrowth?,
    in session: Session
  ) throws(CommandFailure) -> ResultStore {
    if output == nil {
      // A folder that cannot be made is told of by the store, which cannot open its file there.
      try? FileManager.default.createDirectory(
        atPath: "results", withIntermediateDirectories: true)
    }
    do {
      let provenance = RunProvenance(
        engineVersion: EngineVersion.current, version: ProgramVersion.current,
        gitCommit: session.commit, shard: how.part?.description,
        commandLine: CommandLine.arguments.joined(separator: " "),
        host: ProcessInfo.processInfo.hostName, started: Date.now.formatted(.iso8601),
        sources: how.recorded(experiment, growth).encoded(),
        experimentText: try experiment.resolvedText(ofPoint: 0))
      return try ResultStore.open(
        path: path, experiment: experiment.name, provenance: provenance)
    } catch {
      throw CommandFailure(.badInput, "\(error)")
    }
  }
}
