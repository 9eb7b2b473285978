// SPDX-License-Identifier: Apache-2.0

internal import GRDB

extension ResultStore {
  /// Returns the keys of all trials in the file that failed.
  ///
  /// - Throws: a `ResultStoreError` if the file cannot be read.
  /// - Complexity: O(failed trials).
  public func failedKeys() throws(ResultStoreError) -> Set<String> {
    try read { database in
      try String.fetchSet(database, sql: "SELECT key FROM trials WHERE outcome = 'failed'")
    }
  }
}
