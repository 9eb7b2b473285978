// SPDX-License-Identifier: Apache-2.0

/// Which of two treatments did better in each pair, a kill losing against anything.
///
/// A comparison of durations over survivors favours the policy that kills the slow; here a kill loses
/// against a completion and against a run that was cut off, a run that was cut off against a completion,
/// and only two completions are compared by their durations. Source: Pocock et al. 2012, "The win
/// ratio", doi:10.1093/eurheartj/ehr352, for matched pairs.
public struct JointOutcome: Sendable, Equatable {
  /// How one run ended.
  public enum Ending: Sendable, Hashable {
    /// The task completed after so long, in any one unit.
    case completed(Int)
    /// It was still running when the run was cut off.
    case cutOff
    /// It was killed.
    case killed
  }

  /// Pairs in which the candidate did better.
  public let wins: Int
  /// Pairs in which the baseline did better.
  public let losses: Int
  /// Pairs in which neither did.
  public let ties: Int

  /// Compares the runs of each pair.
  ///
  /// - Parameters:
  ///   - baseline: how each pair's baseline run ended.
  ///   - candidate: the same for the candidate, with as many elements in the same order.
  ///   - margin: zero or positive: durations no further apart than it are a tie.
  public init(baseline: [Ending], candidate: [Ending], margin: Int = 0) {
    precondition(baseline.count == candidate.count, "both sides have one ending for each pair")
    precondition(margin >= 0, "a margin is not negative")
    var wins = 0
    var losses = 0
    for (before, after) in zip(baseline, candidate) {
      switch (before, after) {
      case (.completed(let old), .completed(let new)):
        if new < old, old - new > margin { wins += 1 }
        if new > old, new - old > margin { losses += 1 }
      case (.killed, .completed), (.killed, .cutOff), (.cutOff, .completed): wins += 1
      case (.completed, .killed), (.cutOff, .killed), (.completed, .cutOff): losses += 1
      case (.killed, .killed), (.cutOff, .cutOff): break
      }
    }
    self.wins = wins
    self.losses = losses
    ties = baseline.count - wins - losses
  }

  /// All pairs.
  public var count: Int { wins + losses + ties }

  /// Wins less losses as a share of all pairs, from -1 to 1, with Tango's interval.
  public func netBenefit(level: ConfidenceLevel = .ninetyFivePercent)
    -> Estimate<ConfidenceInterval>
  {
    PairedProportion(onlyBaseline: losses, onlyCandidate: wins, of: count).interval(level: level)
  }

  /// The share of wins among the decided pairs, with Wilson's interval; undefined when none is decided.
  public func winShare(level: ConfidenceLevel = .ninetyFivePercent)
    -> Estimate<ConfidenceInterval>
  {
    Proportion(successes: wins, of: wins + losses).wilsonInterval(level: level)
  }

  /// Wins over losses; undefined without a loss, where the ratio has no bound.
  public var winRatio: Estimate<Double> {
    losses == 0
      ? .undefined(.tooFewValues(needed: 1, given: 0)) : .defined(Double(wins) / Double(losses))
  }

  /// The exact sign test of whether wins and losses are equally frequent; undefined when all tie.
  public var pValue: Estimate<Double> {
    wins + losses == 0
      ? .undefined(.noDiscordantPairs)
      : McNemarTest.test(onlyBaseline: losses, onlyCandidate: wins).map(\.pValue)
  }
}
