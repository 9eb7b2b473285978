internal import ExperimentFiles
internal import PolicyKit

/// What a worker needs in order to have the same experiment as the runner.
struct WorkerExperiment: Hashable {
  /// The file.
  let path: String
  /// What the command line set, as it was typed.
  let settings: [String]

  /// Reads the experiment.
  func load(catalogue: PolicyCatalogue) throws(ExperimentError) -> Experiment {
    var overrides: [Override] = []
    for setting in settings { overrides.append(try Override(setting)) }
    return try ExperimentLoader(catalogue: catalogue, traces: .files)
      .load(path, overrides: overrides)
  }
}
