// SPDX-License-Identifier: Apache-2.0

public import ResultStore

/// Why a sweep could not go on; what it had kept before is safe.
public enum SweepFailure: Error, Sendable, CustomStringConvertible {
  /// The results file could not be written or read.
  case store(ResultStoreError)
  /// No worker comes as far as to run a trial.
  case workers(String)
  /// A worker has another experiment than the runner.
  case refused(String)

  /// One line or more for the user.
  public var description: String {
    switch self {
    case .store(let error): error.description
    case .workers(let reason): "error: no worker process stays alive: \(reason)"
    case .refused(let reason): "error: \(reason)"
    }
  }
}
