// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB

/// The built command, run in a folder of its own, which is removed with it.
final class Command {
  /// What a run of the command gave.
  struct Output {
    let status: Int32
    let answer: String
    let messages: String
  }

  let folder: URL
  let program: URL

  init(program: String = "setaside") throws {
    self.program = try Self.built(program)
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// A program beside the tests: all are built into one folder.
  private static func built(_ name: String) throws -> URL {
    let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    var folder = tests.deletingLastPathComponent()
    while folder.path != "/" {
      let program = folder.appending(path: name)
      if FileManager.default.isExecutableFile(atPath: program.path),
        !((try? program.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) ?? false)
      {
        return program
      }
      folder.deleteLastPathComponent()
    }
    throw CocoaError(.fileNoSuchFile)
  }

  /// The rows of a query of a results file, each as one text.
  static func query(_ file: URL, _ query: String) throws -> [String] {
    var configuration = Configuration()
    configuration.readonly = true
    return try DatabaseQueue(path: file.path, configuration: configuration).read { database in
      try Row.fetchAll(database, sql: query).map { row in
        row.databaseValues.map(\.description).joined(separator: "|")
      }
    }
  }

  func write(_ text: String, to name: String) throws {
    try write(Data(text.utf8), to: name)
  }

  func write(_ data: Data, to name: String) throws {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  /// The names of all that is in the folder.
  func contents() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  /// Starts the command; its output goes to files, so that no pipe can fill up.
  func start(_ arguments: [String], searchPath: String? = nil) throws -> Process {
    let process = Process()
    if let searchPath {
      process.environment = ProcessInfo.processInfo.environment.merging(["PATH": searchPath]) { $1 }
    }
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    for name in [".answer", ".messages"] { try write("", to: name) }
    process.standardOutput = try FileHandle(
      forWritingTo: folder.appending(path: ".answer"))
    process.standardError = try FileHandle(
      forWritingTo: folder.appending(path: ".messages"))
    try process.run()
    return process
  }

  func finish(_ process: Process) throws -> Output {
    process.waitUntilExit()
    func text(_ name: String) throws -> String {
      let data = try Data(contentsOf: folder.appending(path: name))
      try FileManager.default.removeItem(at: folder.appending(path: name))
      return String(decoding: data, as: UTF8.self)
    }
    let status =
      process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    return Output(status: status, answer: try text(".answer"), messages: try text(".messages"))
  }

  func run(_ arguments: String...) throws -> Output { try finish(try start(arguments)) }
}
