// SPDX-License-Identifier: Apache-2.0

internal import ResultStore
internal import TrialExecution

/// One trial to run.
struct SweepJob: Sendable {
  /// What it runs, and for which points.
  let content: SweepContent
  /// The repetition that it is at each of them.
  let repetition: Int
  /// The seed.
  let seed: UInt64

  /// The point whose configuration is run.
  var point: Int { content.points[0] }

  /// The hash of everything that the trial depends on.
  ///
  /// Made when it is asked for: a sweep into a new file needs none before its trials are done.
  var key: String { content.identity.key(seed: seed) }

  /// Every place of the sweep that needs it.
  var places: [PlannedTrial] {
    let key = key
    return content.points.map { PlannedTrial(point: $0, repetition: repetition, key: key) }
  }
}
