// SPDX-License-Identifier: Apache-2.0

public import ExperimentFiles
internal import HostConfiguration
public import PolicyKit
internal import ResultStore
internal import TrialExecution

/// All the trials of a sweep, in the order in which they are run.
///
/// The first repetition of every point comes before the second of any, so that a sweep that is stopped
/// early has seen all points equally often.
public struct SweepSchedule: Sendable {
  /// The most trials of one sweep.
  public static let trialsMax = 1_000_000

  /// The points, in the order of the file.
  public let points: [SweepPoint]
  /// How often a point with random inputs is run.
  public let repetitions: Int
  /// Which part of the sweep it is; nil for all of it.
  public let shard: SweepShard?
  /// The trials that differ, in order.
  let jobs: [SweepJob]

  /// Every repetition of every point, in order.
  public var trials: [(point: Int, repetition: Int, seed: UInt64)] {
    jobs.flatMap { job in job.content.points.map { ($0, job.repetition, job.seed) } }
  }

  /// Every trial that is run, those that two points share once, in order.
  public var distinctTrials: [(point: Int, seed: UInt64)] { jobs.map { ($0.point, $0.seed) } }

  /// The keys of the trials, in order.
  public var keys: [String] { jobs.map(\.key) }

  /// The number of trials; those that two points share are counted once.
  public var trialCount: Int { jobs.count }

  /// Lays out a sweep.
  ///
  /// - Parameters:
  ///   - experiment: the experiment.
  ///   - catalogue: the policies that it chooses from.
  ///   - repetitions: how often each point is run, at least 1; nil for what the experiment says.
  ///   - shard: the part of the sweep that is to be run; nil for all of it.
  /// - Throws: `ExperimentError` for a point whose values contradict each other.
  public init(
    _ experiment: Experiment, catalogue: PolicyCatalogue, repetitions: Int? = nil,
    shard: SweepShard? = nil
  ) throws(ExperimentError) {
    let repetitions = repetitions ?? experiment.repetitions
    precondition(repetitions >= 1, "repetitions: expected at least 1")
    self.repetitions = repetitions
    var points: [SweepPoint] = []
    for index in 0..<experiment.pointCount {
      let configuration = try experiment.configuration(ofPoint: index)
      points.append(
        SweepPoint(
          index: index, assignments: experiment.assignments(ofPoint: index),
          identity: TrialIdentity(configuration, catalogue: catalogue),
          isRandom: configuration.isRandom))
    }
    self.points = points
    var list = JobList()
    list.add(0..<repetitions, of: points, seed: experiment.seed)
    jobs = shard.map { list.part($0, of: points) } ?? list.jobs
    self.shard = shard
  }
}
