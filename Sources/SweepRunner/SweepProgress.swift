// SPDX-License-Identifier: Apache-2.0

/// How far a sweep has come.
public struct SweepProgress: Sendable, Hashable {
  /// Trials that this run had to do.
  public let planned: Int
  /// Trials that it has done.
  public let done: Int
  /// Trials that were there from an earlier run.
  public let reused: Int
  /// How many of the done ones failed.
  public let failed: Int
  /// How long it has been at it.
  public let elapsed: Duration
  /// How well the metric that matters is known by now, at the point where it is best.
  public let leader: SweepLeader?

  /// Trials done in a second, so far; 0 before the first.
  public var trialsPerSecond: Double {
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    return seconds > 0 ? Double(done) / seconds : 0
  }

  /// How long the rest takes at this rate, in seconds; nil as long as that would be a guess.
  ///
  /// Repetitions come one after another, each over all points, so the rate so far is a fair one only
  /// when some trials have been done.
  public var secondsLeft: Double? {
    guard done >= 5, trialsPerSecond > 0 else { return nil }
    return Double(planned - done) / trialsPerSecond
  }
}
