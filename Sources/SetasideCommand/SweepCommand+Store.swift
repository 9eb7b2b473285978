// SPDX-License-Identifier: Apache-2.0

internal import ExperimentFiles
internal import Foundation
internal import Glibc
internal import ResultStore
internal import SweepRunner
internal import TrialExecution

extension SweepCommand {
  /// Opens the file that results are kept in, with a note of where this run comes from.
  func open(
    _ path: String, for experiment: Experiment, growing growth: RepetitionGrowth?,
    in session: Session
  ) throws(CommandFailure) -> ResultStore {
    if output == nil { try makeFolder(of: path) }
    try tellOfPlan(in: path, for: experiment, growing: growth, in: session)
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
    } catch let error as ResultStoreError {
      throw CommandFailure(error)
    } catch {
      throw CommandFailure(.badInput, "\(error)")
    }
  }

  /// Tells of a plan that gives way to another one, and refuses a part of a sweep in place of another
  /// part.
  private func tellOfPlan(
    in path: String, for experiment: Experiment, growing growth: RepetitionGrowth?,
    in session: Session
  ) throws(CommandFailure) {
    // What is wrong with the file is told of by who opens it for writing.
    guard let store = try? ResultStore.openForReading(path: path, experiment: experiment.name),
      let plan = try? store.planRun()
    else { return }
    defer { try? store.close() }
    if let before = plan.shard, let part = how.part, before != part.description {
      throw CommandFailure(
        .badInput,
        "\(path): error: holds part \(before) of the sweep, and part \(part) would take its place; write "
          + "it to another file, which 'setaside merge' puts together with this one")
    }
    guard let before = try? ExperimentSources(encoded: plan.sources),
      let difference = how.recorded(experiment, growth).difference(from: before)
    else { return }
    session.tell(
      "note: \(path) has the plan of \(difference); this one takes its place, and trials that it does "
        + "not need stay in the file")
  }

  /// Opens the file for who wants to know what a sweep would do, and refuses what a sweep would refuse;
  /// nil for a file that is yet to be made.
  func openForPreview(
    _ path: String, for experiment: Experiment
  ) throws(CommandFailure) -> ResultStore? {
    do throws(ResultStoreError) {
      // Why trials would run is answered for another engine too.
      return try ResultStore.openForPreview(
        path: path, experiment: experiment.name, engineVersion: why ? nil : EngineVersion.current)
    } catch {
      if case .folderMissing = error, output == nil {
        try checkFolder(of: path)
        return nil
      }
      throw CommandFailure(error)
    }
  }

  /// That the file has more repetitions than the sweep used; nil if it has not.
  func keptNote(
    _ schedule: SweepSchedule, _ experiment: Experiment, _ summary: SweepSummary,
    _ store: ResultStore, _ path: String
  ) throws(ResultStoreError) -> String? {
    guard schedule.shard == nil, !summary.wasInterrupted,
      let kept = try schedule.repetitionsKept(
        in: store, seed: experiment.seed, planned: summary.ran + summary.reused)
    else { return nil }
    return
      "note: \(path) has trials up to repetition \(kept), this plan uses \(schedule.repetitions) "
      + "of them; '--repetitions \(kept)' shows them all"
  }

  /// Makes the folder that results are kept in unless another is named.
  private func makeFolder(of path: String) throws(CommandFailure) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().relativePath
    // One that is a file is told of by the store.
    guard !FileManager.default.fileExists(atPath: folder), mkdir(folder, 0o777) != 0,
      errno != EEXIST || !FileManager.default.fileExists(atPath: folder)
    else { return }
    throw Self.unmakable(path, errno)
  }

  /// Refuses a folder that could not be made.
  private func checkFolder(of path: String) throws(CommandFailure) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().relativePath
    var status = stat()
    if lstat(folder, &status) == 0 { throw Self.unmakable(path, EEXIST) }
    guard access(".", W_OK) == 0 else { throw Self.unmakable(path, errno) }
  }

  private static func unmakable(_ path: String, _ number: Int32) -> CommandFailure {
    CommandFailure(
      .badInput,
      "\(path): error: its folder cannot be made (\(String(cString: strerror(number)))); name another "
        + "file with -o")
  }
}
