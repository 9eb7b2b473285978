// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A sweep whose results outgrow their file system, which is a small one in memory.
///
/// It is mounted in a name space of its own, so that nothing is left of it however the test ends.
@Suite struct FullDiskTests {
  private static let isPossible: Bool = {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = unshare + ["sh", "-c", "mount -t tmpfs -o size=64k none /mnt"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  private static let unshare = geteuid() == 0 ? ["unshare", "-m"] : ["unshare", "-rm"]

  @Test(.enabled(if: isPossible, "neither root nor 'unshare -rm' may mount a file system here"))
  func `a sweep on a full disk keeps what it acknowledged, and goes on when there is space`() throws
  {
    let command = try Command()
    try command.write(
      SmallExperiment.text.replacing("repetitions: 6", with: "repetitions: 300"), to: "small.yaml")
    try command.write(
      """
      mkdir disk && mount -t tmpfs -o size=1m none disk || exit 90
      "$0" sweep small.yaml -o disk/small.sqlite 2> full.txt
      test $? = 1 || exit 91
      mount -o remount,size=20m disk
      "$0" sweep small.yaml -o disk/small.sqlite > again.txt 2> more.txt || exit 92
      cp disk/small.sqlite again.sqlite
      "$0" sweep small.yaml -o whole.sqlite > whole.txt || exit 93
      """, to: "script.sh")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      Self.unshare + [
        "sh", "-c", ". ./script.sh", command.program.path,
      ]
    process.currentDirectoryURL = command.folder
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    func text(_ name: String) throws -> String {
      try String(contentsOf: command.folder.appending(path: name), encoding: .utf8)
    }
    let messages = try text("full.txt")
    try #require(process.terminationStatus == 0, "\(messages)")
    #expect(messages.contains("disk/small.sqlite: error: no space left on the file"))
    #expect(try text("more.txt").contains("were there already"))
    #expect(try text("again.txt") == text("whole.txt"))
    // What was kept before is kept: the whole of both is the same, so a merge adds nothing.
    let merged = try command.run("merge", "-o", "whole.sqlite", "again.sqlite")
    #expect(merged.status == 0)
    #expect(merged.answer.contains("again.sqlite: 600 trials, 0 of them new"), "\(merged.answer)")
  }
}
