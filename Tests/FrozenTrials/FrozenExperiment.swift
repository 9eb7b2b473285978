// SPDX-License-Identifier: Apache-2.0

internal import ExperimentFiles
internal import Foundation
internal import HostConfiguration
internal import Policies
internal import PolicyKit
internal import TrialExecution

/// A shipped experiment as it was with engine 3, read from a copy that stays as it is.
struct FrozenExperiment {
  /// Every experiment that is kept.
  static let all = [
    FrozenExperiment("cleaner-pace"), FrozenExperiment("demo", repetitions: 1),
    FrozenExperiment("low-memory-set-aside"), FrozenExperiment("reboot-downtime"),
    FrozenExperiment("reference/rw1", repetitions: 1, quick: []),
    FrozenExperiment("shutdown-then-burst"), FrozenExperiment("shutdown-then-burst-steady"),
    FrozenExperiment(
      "shutdown-then-burst-sensitivity", repetitions: 1, pointsInGroup: 16, quick: []),
  ]

  /// Where the copy is, below `experiments`, without `.yaml`.
  private let path: String
  /// How many seeds of each point are kept: the first that a sweep of it uses.
  private let repetitions: Int
  /// How many points share a row; with one, each trial has a row of its own.
  private let pointsInGroup: Int
  /// The places of the rows that a debug build runs.
  private let quick: [Int]

  private init(
    _ path: String, repetitions: Int = 2, pointsInGroup: Int = 1, quick: [Int] = [0]
  ) {
    self.path = path
    self.repetitions = repetitions
    self.pointsInGroup = pointsInGroup
    self.quick = quick
  }

  /// The name of its family.
  var name: String { "experiment-" + path.replacing("/", with: "-") }

  /// The experiment's trials.
  func family() throws -> FrozenFamily {
    let catalogue = PolicyCatalogue(allPolicies)
    let file = FrozenTable.folder.appending(path: "experiments/\(path).yaml").path
    // The copies are of a time in which no file named a kernel.
    let experiment = try ExperimentLoader(catalogue: catalogue, traces: .files)
      .load(file, overrides: [Override("kernel=engine-3")])
    let seeds = (0..<repetitions).map {
      RepetitionSeeds.seed(ofRepetition: $0, of: experiment.seed)
    }
    let starts = stride(from: 0, to: experiment.pointCount, by: pointsInGroup)
    let groups = starts.flatMap { first in
      let points = first..<min(first + pointsInGroup, experiment.pointCount)
      guard pointsInGroup == 1 else {
        return [
          FrozenFamily.Group(name: "points \(points.lowerBound)...\(points.upperBound - 1)") {
            try points.flatMap { try Self.trials(experiment, point: $0, seeds) }
          }
        ]
      }
      return seeds.enumerated().map { repetition, seed in
        FrozenFamily.Group(name: "point \(first) repetition \(repetition)") {
          try Self.trials(experiment, point: first, [seed])
        }
      }
    }
    return FrozenFamily(name: name, groups: groups, quick: quick, catalogue: catalogue)
  }

  private static func trials(
    _ experiment: Experiment, point: Int, _ seeds: [UInt64]
  ) throws -> [TrialConfiguration] {
    var trial = try experiment.configuration(ofPoint: point)
    return seeds.map { seed in
      trial.seed = seed
      return trial
    }
  }
}
