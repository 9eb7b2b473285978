// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration

/// What became of a trial.
public enum TrialOutcome: Sendable, Hashable {
  /// The simulated run ended, one way or another.
  case ended(RunOutcome)
  /// There is no simulated run to speak of: its worker crashed, hung or refused. The text says how.
  case failed(String)

  /// The word that stands for a failed trial in the file.
  static let failedName = "failed"

  /// The word that stands for the outcome in the file.
  public var name: String {
    switch self {
    case .ended(let outcome): outcome.rawValue
    case .failed: Self.failedName
    }
  }

  /// What went wrong, if the trial failed.
  public var errorText: String? {
    if case .failed(let text) = self { return text }
    return nil
  }
}
