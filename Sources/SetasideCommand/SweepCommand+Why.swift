// SPDX-License-Identifier: Apache-2.0

internal import ExperimentFiles
internal import ResultStore
internal import SweepRunner

extension SweepCommand {
  /// Compares the sweep with what is in its file; with nothing if there is no file.
  func reasons(
    _ experiment: Experiment, _ schedule: SweepSchedule, _ store: ResultStore?, at path: String,
    in session: Session
  ) throws(CommandFailure) -> RerunReasons {
    guard let store else { return RerunReasons(newFile: path, schedule: schedule) }
    do throws(ResultStoreError) {
      return try RerunReasons(
        experiment, schedule: schedule, store: store, catalogue: session.catalogue,
        retriesFailed: how.retryFailed)
    } catch {
      throw CommandFailure(error)
    }
  }
}
