// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import HostConfiguration
internal import ResultStore

/// The results files that commands read and write by name.
enum ResultsFile {
  /// How the names of results files end, for completion.
  static let fileExtensions = ["sqlite"]

  /// Where a sweep keeps the results of an experiment unless it is told otherwise.
  ///
  /// - Parameters:
  ///   - experiment: the name of the experiment.
  ///   - part: what stands behind the name for a part of the sweep.
  static func path(of experiment: String, part: String = "") -> String {
    "results/\(experiment)\(part).sqlite"
  }

  /// Opens a results file that the user has named.
  ///
  /// That some of its trials have no checksum is said once.
  static func openForReading(
    _ path: String, in session: Session
  ) throws(CommandFailure) -> ResultStore {
    try check(path)
    do throws(ResultStoreError) {
      let store = try ResultStore.openForReading(path: path)
      if store.uncheckedCount > 0 {
        session.tell(
          "note: \(path): \(CountText.of(store.uncheckedCount, "trial")) of a version that wrote no "
            + "checksums; whether they changed on the disk is not known")
      }
      return store
    } catch {
      throw CommandFailure(error)
    }
  }

  /// Refuses a file that is there already, for a measurement that removes its own at the end.
  static func checkNew(_ path: String) throws(CommandFailure) {
    guard FileManager.default.fileExists(atPath: path) else { return }
    throw CommandFailure(.badInput, "\(path): error: is there already; name another file")
  }

  /// Refuses an experiment in place of its results, and names them.
  static func check(_ path: String) throws(CommandFailure) {
    let file = URL(fileURLWithPath: path)
    guard ["yaml", "yml"].contains(file.pathExtension.lowercased()),
      FileManager.default.fileExists(atPath: path)
    else { return }
    let results = Self.path(of: file.deletingPathExtension().lastPathComponent)
    let way =
      FileManager.default.fileExists(atPath: results)
      ? "its results are in \(results)"
      : "'setaside sweep \(path)' would write its results to \(results)"
    throw CommandFailure(
      .badInput, "\(path): error: is an experiment, expected a results file; \(way)")
  }
}
