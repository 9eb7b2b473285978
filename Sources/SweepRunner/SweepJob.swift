internal import ResultStore
internal import TrialExecution

/// One trial to run, and every place of the sweep that needs it.
struct SweepJob: Sendable {
  /// The points whose trial it is: members of a union may meet in one configuration.
  let points: [Int]
  /// The repetition that it is at each of them.
  let repetition: Int
  /// The seed.
  let seed: UInt64
  /// What identifies the trials of the points.
  let identity: TrialIdentity

  /// The point whose configuration is run.
  var point: Int { points[0] }

  /// The hash of everything that the trial depends on.
  ///
  /// Made when it is asked for: a sweep into a new file needs none before its trials are done.
  var key: String { identity.key(seed: seed) }

  /// Where it stands in the sweep.
  var places: [PlannedTrial] {
    let key = key
    return points.map { PlannedTrial(point: $0, repetition: repetition, key: key) }
  }
}
