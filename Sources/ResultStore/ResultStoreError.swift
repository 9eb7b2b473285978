// SPDX-License-Identifier: Apache-2.0

/// Why a results file cannot be opened, written or read.
public enum ResultStoreError: Error, Sendable, Equatable, CustomStringConvertible {
  /// There is no such file, and it was to be read.
  case missing(path: String)
  /// The path is empty, as that of a variable is which nobody has set.
  case unnamed
  /// The path names something that keeps nothing, such as a device or a pipe.
  case notRegular(path: String)
  /// The file has no content, and it was to be read.
  case empty(path: String)
  /// The file was removed, moved or replaced while it was being written.
  case gone(path: String)
  /// The user may not read the file.
  case notReadable(path: String)
  /// The file was not closed, and its journal cannot be taken up where the file lies.
  case journalLeft(path: String)
  /// The folder that should hold the file does not exist.
  case folderMissing(path: String)
  /// What should be the folder that holds the file is a file.
  case folderIsFile(path: String)
  /// The path names a directory.
  case isDirectory(path: String)
  /// The operating system does not let the file be opened.
  case cannotOpen(path: String, detail: String)
  /// The file, or the folder that must hold its journal, cannot be written.
  case notWritable(path: String)
  /// The file is not an SQLite database.
  case notDatabase(path: String)
  /// The file is an SQLite database, but not one of results.
  case notResults(path: String)
  /// The file has another layout than this program reads and writes.
  case otherSchema(path: String, found: Int, expected: Int)
  /// The file holds trials of another version of the simulator.
  case otherEngine(path: String, found: String, expected: String)
  /// The file holds trials of another experiment.
  case otherExperiment(path: String, found: String, expected: String)
  /// Another process is writing the file.
  case locked(path: String, holder: LockHolder)
  /// The file is of another sweep than the one it is to be merged with.
  case mixture(path: String, other: String, difference: String)
  /// The same trials ended otherwise in another file; the keys are of some of them.
  case contradiction(path: String, other: String, count: Int, keys: [String])
  /// Another process has held the file for longer than the store waits.
  case busy(path: String)
  /// The file system is full.
  case diskFull(path: String)
  /// The file is damaged, or holds what no results file may.
  case damaged(path: String, detail: String)
  /// The file system cannot promise that a committed trial survives a loss of power.
  case notDurable(path: String, detail: String)
  /// The store was opened for reading only.
  case openedForReading(path: String)
  /// A trial names a point that was never planned.
  case unknownPoint(path: String, point: Int)
  /// The assignments of a point are not a JSON object.
  case assignmentsNotJSON(path: String, point: Int)
  /// Something else went wrong; the detail is SQLite's.
  case failed(path: String, detail: String)

  /// The folder of a file, as a shell takes it.
  private static func folder(of path: String) -> String {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let isPlain = folder.allSatisfy { $0.isLetter || $0.isNumber || "_./-+,@%".contains($0) }
    return isPlain ? folder : "'" + folder.replacing("'", with: "'\\''") + "'"
  }

  /// One line for the user, lower case and without a full stop, with a way out where there is one.
  public var description: String {
    switch self {
    case .missing(let path):
      "\(path): error: no such results file; 'setaside sweep EXPERIMENT' writes one"
    case .unnamed:
      "error: expected the name of a results file such as results/demo.sqlite, found an empty text"
    case .notRegular(let path):
      "\(path): error: is not a regular file, expected a results file such as results/demo.sqlite"
    case .empty(let path):
      "\(path): error: is empty, expected a results file; 'setaside sweep EXPERIMENT' writes one"
    case .gone(let path):
      "\(path): error: was removed, moved or replaced while it was being written; unless it was moved, "
        + "the trials in it are lost: the same command makes it anew"
    case .notReadable(let path): "\(path): error: cannot be read by this user"
    case .journalLeft(let path):
      "\(path): error: was not closed, and can be read only where its folder can be written; copy it "
        + "with '\(path)-wal', if that is there, to such a folder"
    case .folderMissing(let path):
      "\(path): error: the folder for this file does not exist; make it with: "
        + "mkdir -p \(Self.folder(of: path))"
    case .folderIsFile(let path):
      "\(path): error: expected a folder to hold this file, '\(Self.folder(of: path))' is a file; choose another "
        + "folder"
    case .isDirectory(let path):
      "\(path): error: is a directory, expected a results file such as \(path)/experiment.sqlite"
    case .cannotOpen(let path, let detail): "\(path): error: cannot open: \(detail)"
    case .notWritable(let path):
      "\(path): error: cannot be written; the file and its folder must be writable"
    case .notDatabase(let path):
      "\(path): error: not an SQLite database, expected a results file as 'setaside sweep' writes it"
    case .notResults(let path):
      "\(path): error: an SQLite database, but not one of results; 'setaside sweep' writes one"
    case .otherSchema(let path, let found, let expected):
      "\(path): error: results of schema \(found), expected \(expected); use the release that wrote it"
    case .otherEngine(let path, let found, let expected):
      "\(path): error: results of engine \(found), this is \(expected); write to another file"
    case .otherExperiment(let path, let found, let expected):
      "\(path): error: results of experiment '\(found)', expected '\(expected)'; write to another file"
    case .locked(let path, let holder):
      "\(path): error: is being written by \(holder); wait until it ends, or write to another file"
    case .mixture(let path, let other, let difference):
      "\(path): error: cannot be merged with \(other): \(difference)"
    case .contradiction(let path, let other, let count, let keys):
      "\(path): error: \(count) of its trials ended otherwise in \(other): a policy is not "
        + "deterministic, or the files are of different programs, or one was changed; their keys: "
        + keys.joined(separator: ", ") + (count > keys.count ? ", …" : "")
    case .busy(let path): "\(path): error: in use by another process; try again when it has ended"
    case .diskFull(let path):
      "\(path): error: no space left on the file system; what was kept before is safe: "
        + "free some, and the same command goes on"
    case .damaged(let path, let detail):
      "\(path): error: damaged: \(detail); the same sweep into another file makes it anew"
    case .notDurable(let path, let detail): "\(path): error: cannot be made durable: \(detail)"
    case .openedForReading(let path): "\(path): error: opened for reading only"
    case .unknownPoint(let path, let point): "\(path): error: point \(point) is not in the plan"
    case .assignmentsNotJSON(let path, let point):
      "\(path): error: the assignments of point \(point) are not a JSON object"
    case .failed(let path, let detail): "\(path): error: \(detail)"
    }
  }
}
