// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import ResultStore

/// One process at a time writes a file.
@Suite struct LockTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("burst.sqlite")
  }

  @Test func `a second writer is told of the first, and readers are let in`() throws {
    let store = try Samples.open(path)
    _ = try store.plan(points: Samples.points, trials: [])
    _ = try store.append([Samples.trial(0, 0)])
    let error = #expect(throws: ResultStoreError.self) { try Samples.open(path) }
    let pid = ProcessInfo.processInfo.processIdentifier
    #expect(
      error?.description
        == "\(path): error: is being written by process \(pid) on lpar7 since 2026-03-01T12:00:00Z, "
        + "'setaside sweep experiments/burst.yaml'; wait until it ends, or write to another file")
    #expect(try ResultStore.openForReading(path: path).trials(ofPoint: 0).count == 1)
    _ = try store.append([Samples.trial(0, 1)])
    try store.close()
    let next = try Samples.open(path)
    #expect(try next.trials(ofPoint: 0).count == 2)
  }

  @Test func `another name of the same file is the same file`() throws {
    let link = folder.file("link.sqlite")
    try Samples.open(path).close()
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    let store = try Samples.open(link)
    #expect(throws: ResultStoreError.self) { try Samples.open(path) }
    try store.close()
  }

  @Test func `a lock file that was left behind hinders nobody`() throws {
    try "4711\nlpar6\nyesterday\nsetaside sweep old.yaml\n".write(
      toFile: path + ".lock", atomically: true, encoding: .utf8)
    let store = try Samples.open(path)
    #expect(try String(contentsOfFile: path + ".lock", encoding: .utf8).contains("lpar7"))
    try store.close()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["burst.sqlite"])
  }

  @Test func `a refused file is left as it was, without a lock`() throws {
    try Samples.open(path).close()
    #expect(throws: ResultStoreError.self) { try Samples.open(path, experiment: "storm") }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["burst.sqlite"])
  }

  @Test func `a store that is let go gives the lock back`() throws {
    do { _ = try Samples.open(path) }
    try Samples.open(path).close()
  }
}
