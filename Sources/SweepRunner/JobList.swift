internal import ResultStore
internal import TrialExecution

/// Trials in the order in which they are run, each content once.
struct JobList {
  /// The trials.
  private(set) var jobs: [SweepJob] = []
  private var indices: [String: Int] = [:]

  /// Adds repetitions of some points: the first of every point before the second of any.
  mutating func add(_ repetitions: Range<Int>, of points: [SweepPoint], seed: UInt64) {
    for repetition in repetitions {
      let trialSeed = RepetitionSeeds.seed(ofRepetition: repetition, of: seed)
      for point in points where repetition == 0 || point.isRandom {
        let key = point.identity.key(seed: trialSeed)
        let place = PlannedTrial(point: point.index, repetition: repetition, key: key)
        if let index = indices[key] {
          jobs[index].places.append(place)
        } else {
          indices[key] = jobs.count
          jobs.append(SweepJob(point: point.index, seed: trialSeed, key: key, places: [place]))
        }
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
    jobs.count { $0.places[0].repetition == 0 && points[$0.point].isRandom }
  }
}
