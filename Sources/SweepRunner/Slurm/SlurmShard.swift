// SPDX-License-Identifier: Apache-2.0

internal import ResultStore

/// How much of some trials a results file holds.
public struct SlurmShard: Sendable, Hashable {
  /// How many trials it is to hold.
  public let planned: Int
  /// How many of them it holds.
  public let kept: Int
  /// How many of those failed.
  public let failed: Int
  /// Why the file could not be read, where it is there and could not.
  public let problem: String?

  /// Whether all trials are there.
  public var isComplete: Bool { kept == planned && problem == nil }

  /// Looks into a file.
  ///
  /// - Parameters:
  ///   - path: a results file, which need not exist.
  ///   - keys: those of the trials that it is to hold, each once.
  init(path: String, keys: [String]) {
    planned = keys.count
    let found = Self.look(into: path, for: keys)
    kept = found.kept
    failed = found.failed
    problem = found.problem
  }

  private static func look(
    into path: String, for keys: [String]
  ) -> (kept: Int, failed: Int, problem: String?) {
    do throws(ResultStoreError) {
      let store = try ResultStore.openForReading(path: path)
      let kept = try store.existingKeys(among: keys).count
      let failed = try store.failedTrials().count
      try store.close()
      return (kept, failed, nil)
    } catch {
      if case .missing = error { return (0, 0, nil) }
      return (0, 0, error.description)
    }
  }
}
