// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Testing

@testable import ResultStore

/// Files that were changed by something else than this program.
@Suite struct ChangedFileTests {
  private func file(_ folder: TemporaryFolder, _ name: String = "a.sqlite") throws -> String {
    let path = folder.file(name)
    let store = try Samples.open(path)
    _ = try store.plan(points: Samples.points, trials: [])
    _ = try store.append((0..<8).map { Samples.trial($0 % 2, $0 / 2) })
    try store.close()
    return path
  }

  private func change(_ path: String, _ statements: String) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    try DatabaseQueue(path: path, configuration: configuration).write {
      try $0.execute(sql: statements)
    }
  }

  private func refusal(_ path: String) -> String {
    do {
      _ = try ResultStore.openForReading(path: path)
      return ""
    } catch {
      return error.description
    }
  }

  @Test(arguments: [
    "key = 'x'", "seed = '99'", "outcome = 'killed'", "digest = 'ff00'",
    "simulated_end_ns = ifnull(simulated_end_ns, 0) + 1", "wall_ns = wall_ns + 1",
    "metrics = replace(metrics, '1', '2')", "checksum = checksum + 1",
  ])
  func `a value that changed on the disk is noticed`(change: String) throws {
    let folder = try TemporaryFolder()
    let path = try file(folder)
    #expect(refusal(path) == "")
    try self.change(path, "UPDATE trials SET \(change) WHERE trial = 3")
    #expect(refusal(path).contains("is not as it was written"), "\(refusal(path))")
  }

  @Test(arguments: [
    "CREATE TRIGGER t AFTER INSERT ON trials BEGIN DELETE FROM plan; END",
    "CREATE VIEW v AS SELECT 1", "CREATE TABLE more (x)", "CREATE INDEX i ON trials (key)",
    "DROP VIEW results",
    "ALTER TABLE plan RENAME TO plan0; CREATE VIEW plan AS SELECT * FROM plan0",
  ])
  func `a file that defines something else is refused`(statements: String) throws {
    let folder = try TemporaryFolder()
    let path = try file(folder)
    try change(path, statements)
    #expect(refusal(path).contains("damaged: it "), "\(refusal(path))")
    #expect(throws: ResultStoreError.self) { _ = try Samples.open(path) }
  }

  @Test(arguments: [
    "UPDATE points SET point = 100000000 WHERE point = 1",
    "UPDATE plan SET repetition = -1 WHERE repetition = 1",
    "UPDATE trials SET trial = 9223372036854775807 WHERE trial = 3",
    "UPDATE plan SET trial = 9223372036854775807 WHERE trial = 3",
    "UPDATE metrics SET metric = (SELECT metric FROM metrics WHERE position = 0) WHERE position = 1",
    "UPDATE metrics SET position = 500000000 WHERE position = 1",
  ])
  func `numbers that no sweep has are refused, not used`(statement: String) throws {
    let folder = try TemporaryFolder()
    let path = try file(folder)
    try change(path, statement)
    #expect(refusal(path).contains("damaged: "), "\(refusal(path))")
  }

  @Test func `a file that ends inside a page is refused`() throws {
    let folder = try TemporaryFolder()
    let path = try file(folder)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    try whole.dropLast(100).write(to: URL(fileURLWithPath: path))
    #expect(refusal(path).contains("it ends inside a page"))
  }

  @Test func `a file of the version before has no checksums, and gets them for what is added`()
    throws
  {
    let folder = try TemporaryFolder()
    let path = try file(folder)
    try change(path, "ALTER TABLE trials DROP COLUMN checksum; PRAGMA user_version = 2")
    let reader = try ResultStore.openForReading(path: path)
    #expect(reader.uncheckedCount == 8)
    #expect(try reader.trials(ofPoint: 0).count == 4)
    try reader.close()
    let writer = try Samples.open(path)
    _ = try writer.plan(points: Samples.points, trials: [])
    _ = try writer.append([Samples.trial(0, 9)])
    try writer.close()
    let again = try ResultStore.openForReading(path: path)
    #expect(again.uncheckedCount == 8)
    try again.close()
    try change(path, "UPDATE trials SET wall_ns = 77 WHERE trial = 9")
    #expect(refusal(path).contains("is not as it was written"))
  }

  @Test func `a merge compares every value of a trial that two files have`() throws {
    let folder = try TemporaryFolder()
    let (one, other) = (try file(folder, "a.sqlite"), try file(folder, "b.sqlite"))
    // As a program without checksums would have left it.
    try change(
      other,
      """
      UPDATE trials SET metrics = replace(metrics, '1', '2'), checksum = NULL WHERE trial = 3
      """)
    let holder = LockHolder(host: "", started: "", commandLine: "")
    #expect(throws: ResultStoreError.self) {
      _ = try ResultStore.merge(into: folder.file("m.sqlite"), from: [one, other], as: holder)
    }
  }

  @Test func `a lock is no way to another file`() throws {
    let folder = try TemporaryFolder()
    let (path, precious) = (folder.file("r.sqlite"), folder.file("precious"))
    let manager = FileManager.default
    for makeLock in [
      { try manager.createSymbolicLink(atPath: path + ".lock", withDestinationPath: precious) },
      { try manager.linkItem(atPath: precious, toPath: path + ".lock") },
      { try manager.copyItem(atPath: precious, toPath: path + ".lock") },
    ] {
      try Data("precious".utf8).write(to: URL(fileURLWithPath: precious))
      try makeLock()
      #expect(throws: ResultStoreError.self) { _ = try Samples.open(path) }
      #expect(try String(contentsOfFile: precious, encoding: .utf8) == "precious")
      try manager.removeItem(atPath: path + ".lock")
    }
  }

  @Test func `a file of two names is not written, and one that is cut off is noticed`() throws {
    let folder = try TemporaryFolder()
    let path = try file(folder)
    try FileManager.default.linkItem(atPath: path, toPath: folder.file("second.sqlite"))
    #expect(throws: ResultStoreError.self) { _ = try Samples.open(path) }
    try FileManager.default.removeItem(atPath: folder.file("second.sqlite"))
    let store = try Samples.open(path)
    _ = try store.plan(points: Samples.points, trials: [])
    #expect(truncate(path, 0) == 0)
    #expect(throws: ResultStoreError.self) {
      _ = try store.append([Samples.trial(0, 8)])
    }
  }
}
