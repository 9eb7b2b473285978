// SPDX-License-Identifier: Apache-2.0

/// Why a sweep cannot be handed to Slurm, or followed there.
public enum SlurmError: Error, Sendable, Hashable, CustomStringConvertible {
  /// One of Slurm's commands is not where this process looks for commands.
  case commandMissing(name: String, searchPath: String)
  /// One of Slurm's commands ended with a failure, or said what it should not.
  case commandFailed(name: String, reason: String)
  /// The folder of the submission cannot be read or written.
  case folderUnusable(path: String, reason: String)
  /// The folder holds something else, or no whole submission.
  case notSubmission(path: String, reason: String)
  /// Another process is submitting from the folder at this moment.
  case busy(path: String)
  /// The folder was submitted with something that cannot change afterwards.
  case otherSubmission(path: String, what: String, found: String, expected: String)
  /// The folder was submitted with an experiment that has been edited since.
  case experimentEdited(path: String)

  /// Whether the user asked for what cannot be, as opposed to something that went wrong.
  public var isBadInput: Bool {
    switch self {
    case .commandMissing, .commandFailed, .folderUnusable, .busy: false
    case .notSubmission, .otherSubmission, .experimentEdited: true
    }
  }

  /// One or two lines for the user, lower case and without a full stop, with a way out.
  public var description: String {
    switch self {
    case .commandMissing(let name, let searchPath):
      "error: '\(name)' is in none of the folders of PATH (\(searchPath)); submit on a machine of "
        + "the cluster, or write the scripts with --dry-run"
    case .commandFailed(let name, let reason): "error: \(name): \(reason)"
    case .folderUnusable(let path, let reason): "\(path): error: \(reason)"
    case .notSubmission(let path, let reason): "\(path): error: \(reason)"
    case .busy(let path):
      "\(path): error: another 'setaside submit' is at work on this folder; try again when it has ended"
    case .experimentEdited(let path):
      "\(path): error: was submitted before the experiment or its settings were edited; choose another "
        + "--folder, or go on as it was with: setaside submit \(ShellWord(path))"
    case .otherSubmission(let path, let what, let found, let expected):
      "\(path): error: was submitted with \(what) \(expected), now it is \(found); choose another "
        + "--folder, or go on as it was with: setaside submit \(ShellWord(path))"
    }
  }
}
