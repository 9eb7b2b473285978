// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The process that writes a results file, as others are told of it.
public struct LockHolder: Sendable, Hashable, CustomStringConvertible {
  /// The number of the process; nil if it has not said.
  public let process: Int32?
  /// The machine it runs on.
  public let host: String
  /// Since when, in ISO 8601.
  public let started: String
  /// The command as it was typed.
  public let commandLine: String

  /// Describes this process.
  ///
  /// - Parameters:
  ///   - host: the name of the machine.
  ///   - started: since when it writes, in ISO 8601.
  ///   - commandLine: the command as it was typed.
  public init(host: String, started: String, commandLine: String) {
    process = ProcessInfo.processInfo.processIdentifier
    self.host = host
    self.started = started
    self.commandLine = commandLine
  }

  /// Reads what a process left in its lock, as far as it is there.
  init(text: String) {
    let lines = text.split(separator: "\n", maxSplits: 3, omittingEmptySubsequences: false)
    process = lines.first.flatMap { Int32($0) }
    host = lines.count > 1 ? String(lines[1]) : ""
    started = lines.count > 2 ? String(lines[2]) : ""
    commandLine = lines.count > 3 ? lines[3].trimmingCharacters(in: .newlines) : ""
  }

  /// What stands in the lock: a line each, the command last as it may have several.
  var text: String { "\(process ?? 0)\n\(host)\n\(started)\n\(commandLine)\n" }

  /// Such as `process 4711 on lpar7 since 2026-03-01T12:00:00Z, 'setaside sweep demo.yaml'`.
  public var description: String {
    guard let process else { return "another process" }
    return "process \(process) on \(host) since \(started), '\(commandLine)'"
  }
}
