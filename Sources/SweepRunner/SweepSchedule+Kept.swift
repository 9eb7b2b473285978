// SPDX-License-Identifier: Apache-2.0

public import ResultStore
internal import TrialExecution

extension SweepSchedule {
  /// Up to which repetition a file has trials of the points, if those are more than are in the schedule.
  ///
  /// - Parameters:
  ///   - store: the file that the schedule was run into.
  ///   - seed: the seed of the experiment.
  ///   - planned: how many trials of the schedule the file has.
  /// - Returns: the number of repetitions; nil if the file has no more.
  /// - Throws: a `ResultStoreError` if the file cannot be read.
  /// - Complexity: O(1) for a file of this schedule alone, otherwise O(trials).
  public func repetitionsKept(
    in store: ResultStore, seed: UInt64, planned: Int
  ) throws(ResultStoreError) -> Int? {
    guard store.trialCount > planned else { return nil }
    let seeds = try store.seeds()
    var last = repetitions
    while seeds.contains(RepetitionSeeds.seed(ofRepetition: last, of: seed)) { last += 1 }
    guard last > repetitions else { return nil }
    // An experiment that was edited has the same seeds and other trials.
    var more = JobList()
    more.add(repetitions..<last, of: points, seed: seed)
    let keys = more.jobs.map { (key: $0.key, repetition: $0.repetition) }
    let kept = try store.existingKeys(among: keys.map(\.key))
    return keys.last { kept.contains($0.key) }.map { $0.repetition + 1 }
  }
}
