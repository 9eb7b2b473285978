// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Glibc

/// The folder of a submission: what is run, how, and what has come of it.
public struct SlurmFolder: Sendable, Hashable {
  static let manifest = "submission.json"
  static let sources = "experiment.sources"
  static let elementScript = "element.sh"
  static let mergeScript = "merge.sh"
  static let shards = "shards"
  static let logs = "logs"

  private static let names = [manifest, sources, elementScript, mergeScript, shards, logs]

  /// The absolute path.
  public let path: String

  /// Names a folder, which need not exist.
  ///
  /// - Parameter path: its path, which may be relative to the working directory.
  public init(_ path: String) {
    self.path = URL(fileURLWithPath: path).standardizedFileURL.path
  }

  /// Whether there is a submission in the folder.
  public var holdsSubmission: Bool {
    FileManager.default.fileExists(atPath: file(Self.manifest))
  }

  /// Whether there is a directory at the path.
  public var isDirectory: Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }

  /// The path of a file in the folder.
  func file(_ name: String) -> String { path == "/" ? "/\(name)" : "\(path)/\(name)" }

  /// The results file of an element.
  func shard(ofElement element: Int) -> String { file("\(Self.shards)/\(element).sqlite") }

  /// Makes the folder, if it is not there, and refuses one in which something else is.
  public func create() throws(SlurmError) {
    let files = FileManager.default
    do {
      // Before anything is made in a folder that is somebody else's.
      let others =
        isDirectory
        ? try files.contentsOfDirectory(atPath: path).filter { !Self.names.contains($0) } : []
      if let other = others.min() {
        throw SlurmError.notSubmission(
          path: path, reason: "holds something else, such as '\(other)'; choose another --folder")
      }
      for folder in [path, file(Self.shards), file(Self.logs)] {
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
      }
    } catch let error as SlurmError {
      throw error
    } catch {
      throw .folderUnusable(path: path, reason: "cannot be made: \(Self.reason(error))")
    }
  }

  /// Writes a file, which appears under its name whole or not at all.
  public func write(_ text: String, to name: String) throws(SlurmError) {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)), options: .atomic)
    } catch {
      throw .folderUnusable(path: file(name), reason: "cannot be written: \(Self.reason(error))")
    }
  }

  /// Writes the manifest.
  func write(_ submission: SlurmSubmission) throws(SlurmError) {
    let text: String
    do {
      text = try submission.encoded()
    } catch {
      throw .folderUnusable(path: file(Self.manifest), reason: "cannot be written: \(error)")
    }
    try write(text, to: Self.manifest)
  }

  /// Writes what the experiment consists of, so that later edits of its files cannot matter.
  public func writeSources(_ text: String) throws(SlurmError) {
    try write(text, to: Self.sources)
  }

  /// Reads what the experiment consists of.
  public func readSources() throws(SlurmError) -> String { try read(Self.sources) }

  /// Reads the manifest.
  public func readSubmission() throws(SlurmError) -> SlurmSubmission {
    guard FileManager.default.fileExists(atPath: path) else {
      throw .notSubmission(path: path, reason: "does not exist")
    }
    guard holdsSubmission else {
      throw .notSubmission(
        path: path, reason: "is no folder of a submission: it holds no '\(Self.manifest)'")
    }
    let path = file(Self.manifest)
    return try SlurmSubmission(manifest: try read(Self.manifest), path: path)
  }

  private func read(_ name: String) throws(SlurmError) -> String {
    do {
      return try String(contentsOf: URL(fileURLWithPath: file(name)), encoding: .utf8)
    } catch {
      throw .folderUnusable(path: file(name), reason: "cannot be read: \(Self.reason(error))")
    }
  }

  /// The system's words, where it has any.
  private static func reason(_ error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
    return (underlying ?? error).localizedDescription
  }
}
