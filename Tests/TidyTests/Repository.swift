// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The files of the package, read where they stand.
enum Repository {
  /// A source file with its lines.
  struct Source {
    /// The path inside the package.
    let path: String
    /// The lines, as they are.
    let lines: [String]

    /// The lines without comments and without the contents of texts.
    var code: [String] {
      var isInText = false
      return lines.map { line in
        let wasInText = isInText
        if line.components(separatedBy: "\"\"\"").count.isMultiple(of: 2) { isInText.toggle() }
        return wasInText ? "" : Repository.code(line)
      }
    }
  }

  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Every file with this ending below a folder, in order.
  static func files(in folder: String, ending: String) throws -> [String] {
    let base = root.appending(path: folder)
    guard let walk = FileManager.default.enumerator(atPath: base.path) else { return [] }
    var paths: [String] = []
    for case let path as String in walk where path.hasSuffix(ending) {
      paths.append("\(folder)/\(path)")
    }
    return paths.sorted()
  }

  static func sources(in folder: String) throws -> [Source] {
    try files(in: folder, ending: ".swift").map { path in
      Source(path: path, lines: try text(of: path).components(separatedBy: "\n"))
    }
  }

  static func text(of path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// What git tracks; nil where the package is no working copy.
  static func trackedFiles() throws -> [String]? {
    guard FileManager.default.fileExists(atPath: root.appending(path: ".git").path) else {
      return nil
    }
    let (status, output) = try run("/usr/bin/env", ["git", "ls-files", "-z"])
    guard status == 0 else { return nil }
    return output.split(separator: "\0").map(String.init)
  }

  /// Runs a program in the root and returns what it printed.
  static func run(_ program: String, _ arguments: [String]) throws -> (Int32, String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = root
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  private static func code(_ line: String) -> String {
    var code = ""
    var isText = false
    var previous: Character = " "
    for character in line {
      if character == "\"", previous != "\\" { isText.toggle() }
      if !isText, character == "/", previous == "/" {
        code.removeLast()
        return code
      }
      if !isText || character == "\"" { code.append(character) }
      previous = character
    }
    return code
  }
}
