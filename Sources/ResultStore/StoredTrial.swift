// SPDX-License-Identifier: Apache-2.0

/// A trial as it was read back.
public struct StoredTrial: Sendable, Hashable {
  /// What was kept.
  public let record: TrialRecord
  /// Which of the runs in `ResultStore.runs()` it came from, counted from 1.
  public let run: Int
}
