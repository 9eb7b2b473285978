// SPDX-License-Identifier: Apache-2.0

internal import ExperimentFiles
internal import Foundation
internal import HostConfiguration
internal import PolicyKit
internal import ResultStore
internal import SweepRunner
internal import TrialExecution

/// The same trials twice: run by themselves, and run and kept by a sweep with one worker.
struct DurableBench {
  /// What a trial took in one round, in seconds.
  struct Round {
    /// Without recording.
    var unkept: Double
    /// With its result on the disk.
    var kept: Double
  }

  /// How many trials a round has.
  let trialCount: Int
  private let experiment: Experiment
  private let catalogue: PolicyCatalogue
  private let repetitions: Int
  private let output: String
  private let configurations: [TrialConfiguration]
  private let clock = ContinuousClock()

  /// Lays out so many repetitions as come next to a number of trials.
  init(
    _ experiment: Experiment, catalogue: PolicyCatalogue, trials: Int, output: String
  ) throws(ExperimentError) {
    self.experiment = experiment
    self.catalogue = catalogue
    self.output = output
    repetitions = max(2, trials / max(experiment.pointCount, 1))
    var configurations: [TrialConfiguration] = []
    for point in 0..<experiment.pointCount {
      configurations.append(try experiment.configuration(ofPoint: point))
    }
    self.configurations = configurations
    let schedule = try SweepSchedule(experiment, catalogue: catalogue, repetitions: repetitions)
    let first = try SweepSchedule(experiment, catalogue: catalogue, repetitions: 1)
    // Only what the first repetition does not have counts.
    trialCount = schedule.trialCount - first.trialCount
  }

  /// Measures both, one after the other.
  func round() throws -> Round {
    let start = try sweep(repetitions: 1)
    let kept = try sweep(repetitions: repetitions) - start
    return Round(unkept: try unkept() / Double(trialCount), kept: kept / Double(trialCount))
  }

  /// Removes what a measurement has left behind.
  func removeFile() {
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: output + suffix)
    }
  }

  /// Seconds in which this process runs the trials of all repetitions but the first.
  private func unkept() throws -> Double {
    let schedule = try SweepSchedule(experiment, catalogue: catalogue, repetitions: repetitions)
    let runner = TrialRunner(catalogue: catalogue)
    let trials = schedule.distinctTrials.suffix(trialCount)
    let start = clock.now
    // Prepared and run as a worker does it.
    let prepared = try configurations.map { try runner.prepare($0) }
    for trial in trials { _ = prepared[trial.point].run(seed: trial.seed, keepsTimeline: false) }
    return start.duration(to: clock.now) / .seconds(1)
  }

  /// Seconds of a sweep into a new file, from the layout of its trials to the closed file.
  private func sweep(repetitions: Int) throws -> Double {
    removeFile()
    let start = clock.now
    let schedule = try SweepSchedule(experiment, catalogue: catalogue, repetitions: repetitions)
    let store = try ResultStore.open(
      path: output, experiment: experiment.name,
      provenance: RunProvenance(
        engineVersion: EngineVersion.current, kind: "bench",
        commandLine: CommandLine.arguments.joined(separator: " "), host: "", started: "",
        experimentText: ""))
    let runner = SweepRunner(experiment, schedule: schedule, limits: SweepLimits(workers: 1))
    var growth: RepetitionGrowth?
    _ = try runner.run(into: store, growing: &growth)
    try store.close()
    return start.duration(to: clock.now) / .seconds(1)
  }
}
