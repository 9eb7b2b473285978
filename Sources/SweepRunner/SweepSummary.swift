// SPDX-License-Identifier: Apache-2.0

/// What a run of a sweep has done.
public struct SweepSummary: Sendable, Hashable {
  /// Trials that were run.
  public var ran = 0
  /// Trials that were there from an earlier run.
  public var reused = 0
  /// Trials that were run and failed; the results file has their errors.
  public var failed = 0
  /// Trials that another process ran meanwhile with another outcome, by their keys.
  public var contradictions: [String] = []
  /// Whether it was stopped before its end.
  public var wasInterrupted = false
  /// Whether it was stopped because too many trials had failed.
  public var hasTooManyFailures = false
  /// How long it took.
  public var elapsed: Duration = .zero

  /// Nothing yet.
  public init() {}
}
