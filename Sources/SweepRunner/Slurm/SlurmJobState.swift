// SPDX-License-Identifier: Apache-2.0

/// What Slurm says of a job.
public struct SlurmJobState: Sendable, Hashable {
  /// Slurm's words for a job that has ended; everything else may still go on.
  private static let endings: Set<String> = [
    "BOOT_FAIL", "CANCELLED", "COMPLETED", "DEADLINE", "FAILED", "NODE_FAIL", "OUT_OF_MEMORY",
    "PREEMPTED", "REVOKED", "TIMEOUT",
  ]

  /// Slurm's word, such as `RUNNING`.
  public let word: String
  /// Why the job waits or has failed, in Slurm's words; empty where there is nothing to say.
  public let reason: String

  /// Describes a state.
  ///
  /// - Parameters:
  ///   - word: Slurm's word; the accounting's `CANCELLED by 1000` is taken for `CANCELLED`.
  ///   - reason: Slurm's reason; `None` is taken for nothing.
  public init(_ word: String, reason: String = "") {
    self.word = word.split(separator: " ").first.map(String.init) ?? word
    self.reason = reason == "None" ? "" : reason
  }

  /// Whether the job is queued or running; a word that is not known counts as that, so that nothing
  /// runs twice.
  public var isActive: Bool { !Self.endings.contains(word) }

  /// Whether the job waits for what cannot happen any more.
  public var isStuck: Bool { isActive && reason == "DependencyNeverSatisfied" }

  /// The word, with the reason where there is one.
  public var text: String { reason.isEmpty ? word : "\(word) (\(reason))" }
}
