// SPDX-License-Identifier: Apache-2.0

internal import ResultStore
internal import TrialExecution

/// Trials in the order in which they are run, each content once.
struct JobList {
  /// The trials.
  private(set) var jobs: [SweepJob] = []

  /// Adds repetitions of some points: the first of every point before the second of any.
  mutating func add(_ repetitions: Range<Int>, of points: [SweepPoint], seed: UInt64) {
    let contents = SweepContent.list(of: points)
    for repetition in repetitions {
      let trialSeed = RepetitionSeeds.seed(ofRepetition: repetition, of: seed)
      for content in contents where repetition == 0 || content.isRandom {
        jobs.append(SweepJob(content: content, repetition: repetition, seed: trialSeed))
      }
    }
  }

  /// The trials of one part of several.
  func part(_ shard: SweepShard, of points: [SweepPoint]) -> [SweepJob] {
    let stride = Self.stride(of: jobs, points)
    return jobs.enumerated().filter { shard.contains($0.offset, stride: stride) }.map(\.element)
  }

  /// How many trials a repetition has.
  static func stride(of jobs: [SweepJob], _ points: [SweepPoint]) -> Int {
    jobs.count { $0.repetition == 0 && points[$0.point].isRandom }
  }
}
