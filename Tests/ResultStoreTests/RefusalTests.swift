// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Testing

@testable import ResultStore

/// Files and paths that are refused, and what the user is told.
@Suite struct RefusalTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("burst.sqlite")
  }

  @Test func `another engine version is refused, but may be read`() throws {
    try Samples.open(path).close()
    let expected = ResultStoreError.otherEngine(path: path, found: "1.0.0", expected: "1.1.0")
    #expect(throws: expected) {
      try Samples.open(path, provenance: Samples.provenance(engineVersion: "1.1.0"))
    }
    #expect(throws: expected) {
      try ResultStore.openForReading(path: path, engineVersion: "1.1.0")
    }
    #expect(
      expected.description
        == "\(path): error: results of engine 1.0.0, this is 1.1.0; write to another file")
    #expect(try ResultStore.openForReading(path: path).runs().count == 1)
  }

  @Test func `another experiment is refused`() throws {
    try Samples.open(path).close()
    #expect(
      throws: ResultStoreError.otherExperiment(path: path, found: "burst", expected: "storm")
    ) {
      try Samples.open(path, experiment: "storm")
    }
  }

  @Test func `another schema is refused`() throws {
    try Samples.open(path).close()
    try DatabaseQueue(path: path).write { try $0.execute(sql: "PRAGMA user_version = 1") }
    let expected = ResultStoreError.otherSchema(path: path, found: 1, expected: 3)
    #expect(throws: expected) { try Samples.open(path) }
    #expect(throws: expected) { try ResultStore.openForReading(path: path) }
  }

  @Test func `a database of something else is refused and not changed`() throws {
    try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE pets (name TEXT)") }
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(throws: ResultStoreError.notResults(path: path)) { try Samples.open(path) }
    #expect(throws: ResultStoreError.notResults(path: path)) {
      try ResultStore.openForReading(path: path)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["burst.sqlite"])
  }

  @Test(arguments: [
    // SQLite itself would take the short ones for empty databases.
    "x", "setaside: 1\ndescription: an experiment, not results\n",
    String(repeating: "no database ", count: 1_000),
  ])
  func `a file that is not a database is refused and not changed`(text: String) throws {
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: ResultStoreError.notDatabase(path: path)) { try Samples.open(path) }
    #expect(throws: ResultStoreError.notDatabase(path: path)) {
      try ResultStore.openForReading(path: path)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(text.utf8))
  }

  @Test func `an empty file becomes one of results`() throws {
    #expect(FileManager.default.createFile(atPath: path, contents: Data()))
    #expect(throws: ResultStoreError.empty(path: path)) {
      try ResultStore.openForReading(path: path)
    }
    #expect(try Samples.open(path).runs().count == 1)
  }

  @Test func `a directory is refused`() throws {
    let expected = ResultStoreError.isDirectory(path: folder.path)
    #expect(throws: expected) { try Samples.open(folder.path) }
    #expect(throws: expected) { try ResultStore.openForReading(path: folder.path) }
  }

  @Test func `a missing file cannot be read and is not made`() throws {
    #expect(throws: ResultStoreError.missing(path: path)) {
      try ResultStore.openForReading(path: path)
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `a missing folder is named`() throws {
    let inside = folder.file("no/such/burst.sqlite")
    #expect(throws: ResultStoreError.folderMissing(path: inside)) { try Samples.open(inside) }
  }

  @Test func `a folder that cannot be written is refused`() throws {
    // The superuser may write anywhere but in the kernel's own file systems.
    let target: String
    if geteuid() == 0 {
      target = "/proc/burst.sqlite"
    } else {
      try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
      target = path
    }
    let error = #expect(throws: ResultStoreError.self) { try Samples.open(target) }
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
    switch error {
    case .notWritable(target), .cannotOpen(target, _): break
    default: Issue.record("unexpected: \(String(describing: error))")
    }
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may write any file"))
  func `a file that cannot be written is refused but read`() throws {
    try Samples.open(path).close()
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
    #expect(throws: ResultStoreError.notWritable(path: path)) { try Samples.open(path) }
    #expect(try ResultStore.openForReading(path: path).runs().count == 1)
  }

  @Test func `a file that the user may not read is refused for that`() async throws {
    try Samples.open(path).close()
    try FileManager.default.setAttributes([.posixPermissions: 0o000], ofItemAtPath: path)
    let path = path
    await #expect(processExitsWith: .success) { [path = path as String] in
      // The superuser may read any file, so another user looks.
      if geteuid() == 0 { #expect(setuid(65_534) == 0) }
      #expect(throws: ResultStoreError.notReadable(path: path)) {
        try ResultStore.openForReading(path: path)
      }
    }
  }

  @Test func `a file that is another one than was opened takes no more trials`() throws {
    let store = try Samples.open(path)
    _ = try store.plan(points: Samples.points, trials: [])
    _ = try store.append([Samples.trial(0, 0)])
    for suffix in ["", "-wal", "-shm", ".lock"] {
      try FileManager.default.removeItem(atPath: path + suffix)
    }
    let gone = ResultStoreError.gone(path: path)
    #expect(throws: gone) { try store.append([Samples.trial(0, 1)]) }
    let other = try Samples.open(path)
    #expect(throws: gone) { try store.append([Samples.trial(0, 2)]) }
    #expect(throws: gone) { try store.close() }
    // The lock that is there now is the other's.
    #expect(throws: ResultStoreError.self) { try Samples.open(path) }
    _ = try other.plan(points: Samples.points, trials: [])
    #expect(try other.append([Samples.trial(0, 0)]).added == ["key-0-0"])
    try other.close()
  }

  @Test func `a store opened for reading is not written`() throws {
    try Samples.open(path).close()
    let reader = try ResultStore.openForReading(path: path)
    #expect(throws: ResultStoreError.openedForReading(path: path)) {
      try reader.append([Samples.trial(0, 0)])
    }
    #expect(throws: ResultStoreError.openedForReading(path: path)) {
      try reader.plan(points: [], trials: [])
    }
  }

  @Test(arguments: ["[1]", "{", "", "3"])
  func `assignments that are not a JSON object are refused`(text: String) throws {
    let store = try Samples.open(path)
    _ = try store.plan(points: Samples.points, trials: [])
    #expect(throws: ResultStoreError.assignmentsNotJSON(path: path, point: 4)) {
      try store.plan(
        points: [PointRecord(index: 4, label: "odd", assignments: text)], trials: [])
    }
    // The plan that was there is still there.
    #expect(try store.points() == Samples.points)
  }

  @Test(arguments: [
    "UPDATE trials SET outcome = 'eaten'", "UPDATE trials SET seed = 'many'",
    "UPDATE trials SET wall_ns = 'long'", "UPDATE trials SET metrics = '[1,2]'",
    "UPDATE trials SET metrics = '[1,2,3'",
    "UPDATE trials SET metrics = '[1,99999999999999999999,3]'",
    "UPDATE trials SET shape = 9", "DELETE FROM experiment", "DROP TABLE plan",
  ])
  func `what no version wrote is refused and does not crash`(sql: String) throws {
    let store = try Samples.open(path)
    _ = try store.plan(points: Samples.points, trials: [])
    _ = try store.append([Samples.trial(0, 0)])
    try store.close()
    try DatabaseQueue(path: path).writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF")
      try database.execute(sql: sql)
    }
    let error = #expect(throws: ResultStoreError.self) {
      try ResultStore.openForReading(path: path).trials(ofPoint: 0)
    }
    guard case .damaged(path, _) = error else {
      Issue.record("unexpected: \(String(describing: error))")
      return
    }
  }

  @Test func `a damaged file is refused and does not crash`() throws {
    let store = try Samples.open(path)
    _ = try store.plan(points: Samples.points, trials: [])
    _ = try store.append((0..<200).map { Samples.trial(0, $0) })
    try store.close()
    // The header is left whole: what follows is noise.
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    for index in 4_096..<bytes.count { bytes[index] = UInt8(truncatingIfNeeded: index &* 37) }
    try bytes.write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: ResultStoreError.self) {
      try ResultStore.openForReading(path: path).trials(ofPoint: 0)
    }
    guard case .damaged(path, _) = error else {
      Issue.record("unexpected: \(String(describing: error))")
      return
    }
  }
}
