// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import GRDB

extension ResultStore {
  /// Puts the shards of one sweep into one file.
  ///
  /// The output takes part if it exists, so that merging again changes nothing, and a shard that came
  /// late is added. Everything happens in one transaction; an output that did not exist is not left
  /// behind by a failure. Files may be read while a sweep writes them: what it has committed counts.
  ///
  /// A trial that several files have is kept once. One that failed in one file and ended in another is
  /// taken from the latter: a worker may have been killed for want of time or memory.
  ///
  /// - Parameters:
  ///   - output: the file to make or to add to; it may be one of the inputs.
  ///   - inputs: results files, at least one.
  ///   - holder: this process, for others that want to write the output meanwhile.
  ///   - areAlike: whether two encoded sources that differ are of the same experiment, as those are
  ///     that were read by other paths.
  /// - Returns: what each file gave.
  /// - Throws: a `ResultStoreError`: `mixture` for files of different sweeps, `contradiction` for trials
  ///   that ended differently in two files, and all that may be wrong with a file.
  /// - Complexity: O(trials of all files); the keys and places are in memory, the metrics are not.
  public static func merge(
    into output: String, from inputs: [String], as holder: LockHolder,
    areAlike: (_ one: String, _ other: String) -> Bool = { $0 == $1 }
  ) throws(ResultStoreError) -> MergeReport {
    precondition(!inputs.isEmpty, "a merge has at least one input")
    var first: SweepIdentity?
    for path in inputs {
      let reader = try openForReading(path: path)
      let identity = try reader.read { try SweepIdentity($0, path: path) }
      try first?.check(identity, areAlike: areAlike)
      // The plan of a file that has one is what the others are held against.
      if first == nil || first?.sources == nil { first = identity }
      try reader.close()
    }
    guard let first else { return MergeReport() }
    try checkPath(output, mustExist: false)
    try checkNames(output)
    let lock = try WriterLock.take(forFile: output, as: holder)
    let isNew = !FileManager.default.fileExists(atPath: output)
    do {
      return try merge(into: output, of: first, from: inputs, lock: lock, areAlike)
    } catch {
      // Before the lock is given back, or it might be the file of the next one who takes it.
      if isNew { remove(output) }
      lock.release()
      throw refined(ResultStoreError(error, path: output))
    }
  }

  private static func merge(
    into output: String, of sweep: SweepIdentity, from inputs: [String], lock: WriterLock,
    _ areAlike: (String, String) -> Bool
  ) throws -> MergeReport {
    let queue = try DatabaseQueue(
      path: location(output), configuration: configuration(readonly: false))
    try makeRoom(in: queue)
    let store = ResultStore(path: output, queue: queue, run: nil, lock: lock)
    // The rollback journal leaves no second file behind a merge that is killed, and is as durable.
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    let report = try store.transaction { database, state in
      if try ResultSchema.isEmpty(database) {
        try ResultSchema.create(
          in: database, experiment: sweep.experiment, engineVersion: sweep.engineVersion)
      }
      try ResultSchema.check(database, path: output)
      let own = try SweepIdentity(database, path: output)
      try own.check(sweep, areAlike: areAlike)
      _ = try ChecksumPass.check(database, path: output)
      try ResultSchema.update(database)
      if own.sources == nil, own.points != sweep.points {
        try database.execute(sql: "DELETE FROM plan; DELETE FROM points")
        try store.lay(sweep.points, state: &state, in: database)
      }
      var merge = Merge(output, knownTrials: state.nextTrial)
      for path in inputs where !isSameFile(path, output) {
        let reader = try openForReading(path: path)
        try reader.read { source in
          try merge.add(source, path: path, to: database, state: &state)
        }
        try reader.close()
      }
      var report = merge.report
      report.places = try Int.fetchOne(database, sql: "SELECT count(*) FROM plan") ?? 0
      return report
    }
    try store.close()
    return report
  }

  private static func isSameFile(_ one: String, _ other: String) -> Bool {
    let paths = [one, other].map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path }
    return paths[0] == paths[1]
  }

  private static func remove(_ path: String) {
    for suffix in ["", "-journal", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
  }
}
