// SPDX-License-Identifier: Apache-2.0

/// Why a recording could not be made.
public enum TraceRecorderError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The interval lies outside ``TraceRecorder/intervalRange``.
  case intervalOutOfRange(Duration)

  /// There is no command, or its name is empty.
  case emptyCommand

  /// The command could not be started; the reason is the system's.
  case cannotStart(command: String, reason: String)

  /// This system does not tell what the recorder needs to know.
  case unsupportedSystem(reason: String)

  /// Another recording of this process has not ended; one at a time can own the signals.
  case alreadyRecording

  /// The trace cannot be kept under that name; the reason is the system's.
  case cannotWrite(path: String, reason: String)

  /// There is a file of that name that is not to be replaced.
  case exists(path: String, isTrace: Bool)

  /// The error as one line, in lower case and without a full stop.
  public var description: String {
    switch self {
    case .intervalOutOfRange(let interval):
      "expected an interval of 1 ms...10 s, found \(interval)"
    case .emptyCommand:
      "expected a command to record, found none"
    case .cannotStart(let command, let reason):
      "'\(command)' cannot be started: \(reason)"
    case .unsupportedSystem(let reason):
      "memory cannot be recorded on this system: \(reason)"
    case .alreadyRecording:
      "another recording of this process has not ended"
    case .exists(let path, true):
      "\(path): error: is a trace already; name another file, or replace it with --force"
    case .exists(let path, false):
      "\(path): error: is there already and is no trace, so it is not overwritten; name another file"
    case .cannotWrite(let path, let reason):
      "\(path): error: cannot be written: \(reason)"
    }
  }
}
