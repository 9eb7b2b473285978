internal import ResultStore

/// One trial to run, and every place of the sweep that needs it.
struct SweepJob: Sendable {
  /// The point whose configuration it is.
  let point: Int
  /// The seed.
  let seed: UInt64
  /// The hash of everything that the trial depends on.
  let key: String
  /// Where it stands in the sweep: members of a union may meet in one trial.
  var places: [PlannedTrial]
}
