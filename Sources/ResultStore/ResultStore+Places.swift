// SPDX-License-Identifier: Apache-2.0

internal import GRDB

extension ResultStore {
  /// Returns every trial of the plan that is there, in the order of points and repetitions.
  ///
  /// - Throws: a `ResultStoreError` if the file cannot be read.
  /// - Complexity: O(trials log trials), in one pass through the file that reads no metrics.
  public func placedTrials() throws(ResultStoreError) -> [PlacedTrial] {
    try read { database in
      // Many trials share few sets of policies, and then one text.
      var policies: [Int64: String] = [:]
      var sets = try RawStatement("SELECT policy_set, policies FROM policy_sets", in: database)
      while try sets.step() { policies[sets.integer(0)] = sets.text(1) ?? "" }
      var placed: [PlacedTrial] = []
      var rows = try RawStatement(
        """
        SELECT point, repetition, key, seed, policy_set, outcome
        FROM plan JOIN trials USING (trial) ORDER BY point, repetition
        """, in: database)
      while try rows.step() {
        placed.append(
          PlacedTrial(
            place: PlannedTrial(
              point: Int(rows.integer(0)), repetition: Int(rows.integer(1)),
              key: rows.text(2) ?? ""),
            seed: try StoredRow.seed(rows.text(3)),
            policyIdentity: policies[rows.integer(4)] ?? "",
            isFailed: rows.text(5) == TrialOutcome.failedName))
      }
      return placed
    }
  }

  /// Returns the version of the simulator that all trials of the file are from.
  ///
  /// - Throws: a `ResultStoreError` if the file cannot be read.
  public func engineVersion() throws(ResultStoreError) -> String {
    try read { database in
      try String.fetchOne(database, sql: "SELECT engine_version FROM experiment") ?? ""
    }
  }
}
