// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import GRDB

extension ResultStore {
  /// Opens the file that a sweep would write, in order to say what the sweep would do.
  ///
  /// - Parameters:
  ///   - path: the file; its folder must exist.
  ///   - experiment: the name of the experiment. A file of another one is refused.
  ///   - engineVersion: the only engine version to accept, or `nil` for any.
  /// - Returns: a store that refuses to be written, or `nil` for a file that the sweep would make.
  /// - Throws: what `open` would throw for the path and the file. That another process writes it is no
  ///   reason: it may have ended when the sweep is run.
  public static func openForPreview(
    path: String, experiment: String, engineVersion: String?
  ) throws(ResultStoreError) -> ResultStore? {
    try checkPath(path, mustExist: false)
    let files = FileManager.default
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let exists = files.fileExists(atPath: path)
    guard files.isWritableFile(atPath: folder), !exists || files.isWritableFile(atPath: path) else {
      throw .notWritable(path: path)
    }
    guard exists, !isEmptyFile(path) else { return nil }
    return try openForReading(path: path, experiment: experiment, engineVersion: engineVersion)
  }

  /// Whether nothing has been written to a file; one that is open in WAL mode has a header.
  static func isEmptyFile(_ path: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
    return (attributes?[.size] as? NSNumber)?.int64Value == 0
  }
}
