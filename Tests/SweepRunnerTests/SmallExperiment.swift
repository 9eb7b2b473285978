// SPDX-License-Identifier: Apache-2.0

import ExperimentFiles
import Foundation
import Policies
import PolicyKit
import ResultStore
import SampleExperiments
import SweepRunner

/// An experiment of many small trials in a folder of its own, which is removed with it.
final class SmallExperiment {
  static let catalogue = PolicyCatalogue(allPolicies)

  static let text = """
    \(SampleExperiment.scene())
    sweep:
      grid:
        policies.oom-notifier: [none, { use: wait-for-quota, pages: [64, 256] }]
        tasks.batch.allocates: [128 MiB, 640 MiB]
      repetitions: 8
      seed: 7
    until: 30 s

    """

  let folder: URL
  let experiment: Experiment

  init(_ text: String = text) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "small.yaml")
    try Data(text.utf8).write(to: file)
    experiment = try ExperimentLoader(catalogue: Self.catalogue, traces: .empty).load(file.path)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Changes the file; the experiment stays as it was read.
  func edit(_ change: (String) -> String) throws {
    let file = folder.appending(path: "small.yaml")
    try Data(change(try String(contentsOf: file, encoding: .utf8)).utf8).write(to: file)
  }

  func schedule(repetitions: Int? = nil) throws -> SweepSchedule {
    try SweepSchedule(experiment, catalogue: Self.catalogue, repetitions: repetitions)
  }

  func store(_ name: String) throws -> ResultStore {
    try ResultStore.open(
      path: folder.appending(path: name).path, experiment: experiment.name,
      provenance: RunProvenance(
        engineVersion: "test", commandLine: "", host: "", started: "", experimentText: ""))
  }

  func runner(workers: Int, _ schedule: SweepSchedule? = nil) throws -> SweepRunner {
    SweepRunner(
      experiment, schedule: try schedule ?? self.schedule(),
      limits: SweepLimits(workers: workers), program: try Self.program)
  }

  func run(
    into store: ResultStore, workers: Int, schedule: SweepSchedule? = nil,
    isInterrupted: () -> Bool = { false }, report: (SweepProgress) -> Void = { _ in }
  ) throws -> SweepSummary {
    var growth: RepetitionGrowth?
    return try runner(workers: workers, schedule).run(
      into: store, growing: &growth, isInterrupted: isInterrupted, report: report)
  }

  /// The program beside the tests: both are built into one folder.
  static var program: WorkerProgram {
    get throws {
      let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      let program = tests.deletingLastPathComponent().appending(path: "MisbehavingSetaside")
      guard FileManager.default.isExecutableFile(atPath: program.path) else {
        throw CocoaError(.fileNoSuchFile)
      }
      return WorkerProgram(path: program.path)
    }
  }

  /// Everything in a results file that does not depend on the clock of the machine.
  func rows(of store: ResultStore) throws -> [String] {
    try store.points().flatMap { point in
      try store.trials(ofPoint: point.index).map { trial in
        let record = trial.record
        let metrics = record.metrics.map { "\($0.name) \($0.value) \($0.sampleCount ?? -1)" }
        return "\(record.place) \(record.seed) \(record.outcome) \(record.digest ?? "") "
          + "\(record.simulatedEndNanoseconds ?? -1) \(record.policyIdentity) \(metrics)"
      }
    }
  }
}
