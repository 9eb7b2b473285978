// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import GRDB
internal import Synchronization

/// One results file: the trials of one experiment, in SQLite.
///
/// A class because it stands for an open file. It may be used from any task; calls wait for each
/// other. Every write is one transaction that is on the disk before the call returns, so that a
/// process killed at any instant loses at most what it had not handed over. One process at a time
/// writes a file; any number may read it meanwhile.
public final class ResultStore: Sendable {
  /// How long a call waits for another process that holds the file.
  private static let busySeconds = 10.0

  /// The path the file was opened by.
  public let path: String

  let queue: DatabaseQueue
  /// The row of `runs` that new trials belong to; `nil` if the file is open for reading only.
  let run: Int64?
  /// What the writer knows of the file without asking it; of no meaning in a reader.
  let state = Mutex(WriterState())
  /// How many trials were found without a checksum when the file was opened for reading: those of a
  /// version that wrote none.
  public let uncheckedCount: Int
  private let lock: WriterLock?
  /// The largest size that the file has been seen to have, in bytes.
  private let largestSize = Mutex<Int64>(0)
  /// The file that is written, which the path may cease to name.
  private let file: FileIdentity?

  init(
    path: String, queue: DatabaseQueue, run: Int64?, lock: WriterLock?, uncheckedCount: Int = 0
  ) {
    self.uncheckedCount = uncheckedCount
    self.path = path
    self.queue = queue
    self.run = run
    self.lock = lock
    file = lock == nil ? nil : FileIdentity(path)
  }

  /// Opens a file in order to add trials, and creates it if it does not exist.
  ///
  /// - Parameters:
  ///   - path: the file; its folder must exist.
  ///   - experiment: the name of the experiment. A file of another one is refused.
  ///   - provenance: where this run comes from; it is recorded beside those of earlier runs. A file
  ///     with trials of another engine version is refused.
  /// - Returns: an open store, which holds the lock `<path>.lock` until it is closed.
  /// - Throws: a `ResultStoreError` that says what is wrong with the path or the file, or which process
  ///   is writing it. A file that is refused has not been changed.
  public static func open(
    path: String, experiment: String, provenance: RunProvenance
  ) throws(ResultStoreError) -> ResultStore {
    try checkPath(path, mustExist: false)
    try checkNames(path)
    let holder = LockHolder(
      host: provenance.host, started: provenance.started, commandLine: provenance.commandLine)
    let lock = try WriterLock.take(forFile: path, as: holder)
    do {
      let queue = try DatabaseQueue(
        path: location(path), configuration: configuration(readonly: false))
      try makeRoom(in: queue)
      // The journal is chosen last: it is a change to the file, which may not be ours to change.
      let run = try queue.write { database in
        if try ResultSchema.isEmpty(database) {
          try ResultSchema.create(
            in: database, experiment: experiment, engineVersion: provenance.engineVersion)
        }
        try ResultSchema.check(database, path: path)
        try ResultSchema.check(
          database, path: path, experiment: experiment, engineVersion: provenance.engineVersion)
        try ResultSchema.update(database)
        return try RunRow(provenance).insert(into: database)
      }
      let store = ResultStore(path: path, queue: queue, run: run, lock: lock)
      try store.makeDurable()
      return store
    } catch {
      lock.release()
      throw refined(ResultStoreError(error, path: path))
    }
  }

  /// Opens a file in order to read it.
  ///
  /// - Parameters:
  ///   - path: a results file.
  ///   - experiment: the name of the only experiment to accept, or `nil` for any.
  ///   - engineVersion: the only engine version to accept, or `nil` for any: what is stored means the
  ///     same whichever version reads it.
  /// - Returns: a store that refuses to be written.
  /// - Throws: a `ResultStoreError` that says what is wrong with the path or the file.
  public static func openForReading(
    path: String, experiment: String? = nil, engineVersion: String? = nil
  ) throws(ResultStoreError) -> ResultStore {
    try checkPath(path, mustExist: true)
    guard FileManager.default.isReadableFile(atPath: path) else { throw .notReadable(path: path) }
    if isEmptyFile(path) { throw .empty(path: path) }
    do {
      let queue = try DatabaseQueue(
        path: location(path), configuration: configuration(readonly: true))
      let unchecked = try queue.read { database in
        try ResultSchema.check(database, path: path)
        try RangeCheck.check(database, path: path)
        try ResultSchema.check(
          database, path: path, experiment: experiment, engineVersion: engineVersion)
        return try ChecksumPass.check(database, path: path)
      }
      return ResultStore(path: path, queue: queue, run: nil, lock: nil, uncheckedCount: unchecked)
    } catch {
      let found = ResultStoreError(error, path: path)
      // The journal of a file that was not closed is taken up in its folder.
      guard case .notWritable = refined(found) else { throw found }
      throw .journalLeft(path: path)
    }
  }

  /// Closes the file, and leaves it as one file without a journal beside it where nobody else has it
  /// open.
  ///
  /// A file that was not closed is complete too; its last trials may be in the journal beside it.
  ///
  /// - Throws: a `ResultStoreError` if the file cannot be closed, or is not the one that the path names.
  public func close() throws(ResultStoreError) {
    defer { lock?.release() }
    // Before the journals beside the path are touched, which may be another file's.
    try checkPlace()
    do {
      if lock != nil {
        try queue.writeWithoutTransaction { database in
          // In WAL mode a file cannot be read from a folder that cannot be written. A reader that is
          // still there keeps it in WAL mode, and that is no error.
          try database.execute(sql: "PRAGMA busy_timeout = 0")
          _ = try? String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
        }
      }
      try queue.close()
    } catch {
      throw ResultStoreError(error, path: path)
    }
  }

  /// Refuses to go on with a file that nobody will find: SQLite writes what it has opened, though it was
  /// removed long since.
  func checkPlace() throws(ResultStoreError) {
    guard let file else { return }
    guard let found = FileIdentity(path), found.isSame(as: file) else { throw .gone(path: path) }
    // SQLite never makes a file smaller that is only added to.
    let isWhole = largestSize.withLock { largest in
      defer { largest = max(largest, found.size) }
      return found.size >= largest
    }
    guard isWhole else {
      throw .damaged(path: path, detail: "somebody cut it off while it was being written")
    }
  }

  /// Refuses a file with a second name: its journal and its lock are beside one name only, so that two
  /// processes could write it.
  static func checkNames(_ path: String) throws(ResultStoreError) {
    guard let found = FileIdentity(path), found.nameCount > 1 else { return }
    throw .cannotOpen(
      path: path,
      detail:
        "the file has \(found.nameCount) names (hard links), of which each would have a journal "
        + "of its own; write to a copy")
  }

  /// The journal mode and the synchronous level that SQLite reports for the connection.
  func durability() throws(ResultStoreError) -> (journalMode: String, synchronous: Int) {
    do {
      return try queue.writeWithoutTransaction { database in
        (
          try String.fetchOne(database, sql: "PRAGMA journal_mode") ?? "",
          try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? -1
        )
      }
    } catch {
      throw ResultStoreError(error, path: path)
    }
  }

  /// Chooses the size of the pages of a file that is not there yet.
  ///
  /// A trial of ninety metrics is 1 KB: SQLite's 4 KB leave a quarter unused and made it cost a quarter
  /// more.
  static func makeRoom(in queue: DatabaseQueue) throws {
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA page_size = 16384") }
  }

  /// Chooses the write-ahead log, in which readers and the writer do not block each other, and has
  /// every commit wait for the disk.
  ///
  /// The level is set after the mode and read back, because libraries like to lower it along with
  /// the mode. Where the file system has no shared memory for the log, SQLite keeps its rollback
  /// journal, which is as durable.
  func makeDurable() throws {
    try queue.writeWithoutTransaction { database in
      _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
      try database.execute(sql: "PRAGMA synchronous = FULL")
    }
    let (journalMode, synchronous) = try durability()
    guard synchronous == 2, ["wal", "delete", "truncate", "persist"].contains(journalMode) else {
      throw ResultStoreError.notDurable(
        path: path, detail: "journal mode \(journalMode), synchronous \(synchronous)")
    }
  }

  static func configuration(readonly: Bool) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readonly
    // The one writer holds them itself, at a quarter of the price.
    configuration.foreignKeysEnabled = false
    configuration.label = "results"
    // What a file defines by itself is not trusted, though it is looked at before it is used.
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA trusted_schema = OFF") }
    configuration.busyMode = .timeout(busySeconds)
    return configuration
  }

  /// A path as SQLite takes it: `:memory:` and what begins with `file:` would be no files.
  static func location(_ path: String) -> String {
    path.hasPrefix(":") || path.hasPrefix("file:") ? "./" + path : path
  }

  /// Refuses what SQLite would only call "unable to open database file".
  static func checkPath(_ path: String, mustExist: Bool) throws(ResultStoreError) {
    let files = FileManager.default
    var isDirectory: ObjCBool = false
    // SQLite makes a file for it that is gone at the end.
    guard !path.isEmpty else { throw .unnamed }
    if files.fileExists(atPath: path, isDirectory: &isDirectory) {
      if isDirectory.boolValue { throw .isDirectory(path: path) }
      // Opening a named pipe would wait for its other end.
      guard FileIdentity(path)?.isRegular == true else { throw .notRegular(path: path) }
      guard hasDatabaseHeader(path) else { throw .notDatabase(path: path) }
      try checkWhole(path)
      return
    }
    if mustExist { throw .missing(path: path) }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard files.fileExists(atPath: folder, isDirectory: &isDirectory) else {
      throw .folderMissing(path: path)
    }
    guard isDirectory.boolValue else { throw .folderIsFile(path: path) }
  }

  /// Tells whether a file begins as SQLite's do, or is empty, or cannot be read here at all.
  ///
  /// SQLite takes any file of less than 512 bytes for an empty database and overwrites it.
  private static func hasDatabaseHeader(_ path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path) else { return true }
    defer { try? file.close() }
    let magic = Data("SQLite format 3\0".utf8)
    guard let start = try? file.read(upToCount: magic.count) else { return true }
    return start.isEmpty || start == magic
  }

  /// Refuses a file that ends inside a page, as one does that was copied in part.
  private static func checkWhole(_ path: String) throws(ResultStoreError) {
    guard let file = FileHandle(forReadingAtPath: path) else { return }
    defer { try? file.close() }
    // The size of a page stands in two bytes, which hold 1 for the largest.
    guard let header = try? file.read(upToCount: 18), header.count == 18,
      let size = try? file.seekToEnd()
    else { return }
    let written = UInt64(header[16]) << 8 | UInt64(header[17])
    let page = written == 1 ? 65_536 : written
    guard page > 0, size % page != 0 else { return }
    throw .damaged(path: path, detail: "it ends inside a page, as a file does that was cut off")
  }

  /// Tells a folder that may not be written from other reasons why a file cannot be opened.
  static func refined(_ error: ResultStoreError) -> ResultStoreError {
    guard case .cannotOpen(let path, _) = error else { return error }
    let files = FileManager.default
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let target = files.fileExists(atPath: path) ? path : folder
    let isWritable = files.isWritableFile(atPath: target) && files.isWritableFile(atPath: folder)
    return isWritable ? error : .notWritable(path: path)
  }
}
