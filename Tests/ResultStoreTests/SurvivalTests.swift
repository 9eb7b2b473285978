// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Testing

@testable import ResultStore

/// What is left of a writer that is killed, and of a file that is cut.
@Suite(.serialized) struct SurvivalTests {
  private static let batch = 16

  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("burst.sqlite")
  }

  /// Appends until the process dies, and says in a file how many trials were acknowledged.
  private static func appendForEver(to path: String, killedAfterMicroseconds delay: UInt32) throws {
    let store = try Samples.open(path)
    _ = try store.plan(points: Samples.points, trials: [])
    let acknowledged = Glibc.open(path + ".acknowledged", O_WRONLY | O_CREAT, 0o644)
    let killer = Thread {
      usleep(delay)
      kill(getpid(), SIGKILL)
    }
    killer.start()
    for batch in 0... {
      let repetitions = (batch * Self.batch)..<((batch + 1) * Self.batch)
      _ = try store.append(repetitions.map { Samples.trial(0, $0) })
      // Padded, so that a later number covers an earlier one.
      let text = Array(String(1_000_000_000 + repetitions.upperBound).utf8)
      _ = text.withUnsafeBytes { pwrite(acknowledged, $0.baseAddress, $0.count, 0) }
    }
  }

  @Test(arguments: [300, 1_700, 4_100, 9_300, 17_000, 33_000, 71_000, 150_000] as [UInt32])
  func `nothing that was acknowledged is lost when the writer is killed`(delay: UInt32) async throws
  {
    let path = path
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, delay = delay as UInt32] in
      try Self.appendForEver(to: path, killedAfterMicroseconds: delay)
    }
    let text = (try? String(contentsOfFile: path + ".acknowledged", encoding: .utf8)) ?? ""
    let acknowledged = (Int(text) ?? 1_000_000_000) - 1_000_000_000
    // The lock of the dead is no lock.
    let store = try Samples.open(path)
    let kept = try store.trials(ofPoint: 0)
    #expect(kept.count == acknowledged || kept.count == acknowledged + Self.batch)
    #expect(kept.map(\.record) == (0..<kept.count).map { Samples.trial(0, $0) })
    _ = try store.plan(points: Samples.points, trials: kept.map(\.record.place))
    #expect(try store.append([Samples.trial(1, 0)]).added == ["key-1-0"])
    try store.close()
    let check = try await DatabaseQueue(path: path).read { database in
      try String.fetchOne(database, sql: "PRAGMA integrity_check")
    }
    #expect(check == "ok")
  }

  @Test func `a log that was left behind is read and folded in`() throws {
    let copy = folder.file("copy.sqlite")
    let store = try Samples.open(path)
    _ = try store.plan(points: Samples.points, trials: [])
    _ = try store.append((0..<50).map { Samples.trial(0, $0) })
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
    }
    #expect(try ResultStore.openForReading(path: copy).trials(ofPoint: 0).count == 50)
    try Samples.open(copy).close()
    #expect(!FileManager.default.fileExists(atPath: copy + "-wal"))
    #expect(try ResultStore.openForReading(path: copy).trials(ofPoint: 0).count == 50)
  }

  @Test(arguments: [0, 16, 100, 8_000, 16_384, 50_000])
  func `a file that was cut is refused and does not crash`(size: Int) throws {
    let store = try Samples.open(path)
    _ = try store.plan(points: Samples.points, trials: [])
    _ = try store.append((0..<500).map { Samples.trial(0, $0) })
    try store.close()
    let file = try #require(FileHandle(forUpdatingAtPath: path))
    try file.truncate(atOffset: UInt64(size))
    try file.close()
    #expect(throws: ResultStoreError.self) {
      try ResultStore.openForReading(path: path).trials(ofPoint: 0)
    }
    // An empty file is a new one; no other cut one is written to.
    guard size > 0 else { return }
    #expect(throws: ResultStoreError.self) {
      let store = try Samples.open(path)
      _ = try store.append([Samples.trial(0, 501)])
    }
  }
}
