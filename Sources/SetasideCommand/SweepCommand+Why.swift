internal import ExperimentFiles
internal import ResultStore
internal import SweepRunner

extension SweepCommand {
  /// Compares the sweep with what is in its file.
  func reasons(
    _ experiment: Experiment, _ schedule: SweepSchedule, at path: String, in session: Session
  ) throws(CommandFailure) -> RerunReasons {
    do throws(ResultStoreError) {
      let store = try ResultStore.openForReading(path: path)
      let reasons = try RerunReasons(
        experiment, schedule: schedule, store: store, catalogue: session.catalogue,
        retriesFailed: how.retryFailed)
      try store.close()
      return reasons
    } catch {
      if case .missing = error { return RerunReasons(newFile: path, schedule: schedule) }
      throw CommandFailure(.failure, error.description)
    }
  }
}
