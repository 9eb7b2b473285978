// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

extension Command {
  /// Runs the command with its answer on a terminal of this size, and returns what that shows.
  ///
  /// - Parameters:
  ///   - arguments: of the command.
  ///   - columns: how wide the terminal is; 0 for one that does not say so.
  ///   - environment: what is set beside the variables of the tests.
  func onTerminal(
    _ arguments: [String], columns: UInt16 = 80, environment: [String: String] = [:]
  ) throws -> (status: Int32, screen: String) {
    struct NoTerminal: Error {}
    // What `posix_openpt`, `unlockpt` and `ptsname` do on Linux; Swift does not see them there.
    let (unlocking, numbering): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
    let screen = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var (lock, number): (Int32, Int32) = (0, 0)
    guard screen >= 0, ioctl(screen, unlocking, &lock) == 0, ioctl(screen, numbering, &number) == 0
    else { throw NoTerminal() }
    defer { close(screen) }
    let terminal = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    guard terminal >= 0 else { throw NoTerminal() }
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard ioctl(terminal, UInt(TIOCSWINSZ), &size) == 0 else { throw NoTerminal() }
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment
      .filter { !["NO_COLOR", "COLUMNS"].contains($0.key) }
      .merging(["TERM": "xterm"]) { $1 }.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle(fileDescriptor: terminal)
    try process.run()
    close(terminal)
    var shown: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    // A terminal that nobody writes to any more is an error to read from.
    while case let count = read(screen, &buffer, buffer.count), count > 0 {
      shown += buffer.prefix(count)
    }
    process.waitUntilExit()
    return (
      process.terminationStatus,
      String(decoding: shown, as: UTF8.self).replacing("\r\n", with: "\n")
    )
  }
}
