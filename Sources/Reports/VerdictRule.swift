// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import Statistics

/// How a comparison is judged: what its tests, its interval, and the runs that nobody has seen leave standing.
struct VerdictRule: Sendable {
  /// The share of runs that does not matter, where nothing bounds what a run can differ by: the point
  /// that does not matter of a share of runs either.
  static let unseenShareAllowed = 0.01

  /// The comparison.
  let raw: PairedComparison
  /// Which side lost work.
  let survival: PairedSurvival
  /// Whether the test of a difference rejects, corrected.
  let isDifferent: Bool
  /// Whether more than half of all runs go one way, corrected.
  let isOneWay: Bool
  /// Whether the test of equivalence rejects, corrected.
  let isEquivalent: Bool
  /// The interval that holds together with those of the family.
  let interval: DifferenceInterval?
  /// The level of that interval.
  let level: ConfidenceLevel

  /// The verdict.
  var verdict: Verdict {
    guard raw.mean != nil else { return .undecided }
    if raw.isOfNothing { return .neitherGotThere }
    let seen = raw.isExact ? exact : sampled
    return isOfTheLiving(seen) ? .notComparable : seen
  }

  private var exact: Verdict {
    let mean = raw.mean ?? 0
    return mean.magnitude <= raw.margin ? .equivalent : direction(of: mean)
  }

  private var sampled: Verdict {
    let mean = raw.mean ?? 0
    guard raw.pairCount >= 2 else { return .undecided }
    let isInside =
      interval.map { $0.lower >= -raw.margin && $0.upper <= raw.margin }
      ?? (raw.isConstant && mean.magnitude <= raw.margin)
    if raw.isShare {
      if isEquivalent, isInside { return .equivalent }
    } else if raw.differingCount == 0 || (isEquivalent && isInside) {
      return isEquivalent && isInside && excludesUnseenDifference
        ? .equivalent : .noDifferenceSeen
    }
    // Most runs one way and the mean the other, or no interval to say so, is no verdict on the mean.
    if isDifferent, hasDirection {
      if raw.isShare || excludesUnseenReversal { return direction(of: mean) }
    }
    guard !raw.isShare, isOneWay else { return .undecided }
    return direction(of: majority).inMostRuns
  }

  /// More runs with a greater value less those with a smaller one.
  private var majority: Double {
    Double(raw.shares.onlyCandidate - raw.shares.onlyBaseline)
  }

  /// Whether the interval lies on one side of zero, and the runs on the same.
  private var hasDirection: Bool {
    let mean = raw.mean ?? 0
    guard mean != 0, raw.effect.map({ ($0.value > 0) == (mean > 0) }) ?? true else { return false }
    return nearest > 0
  }

  /// How far from zero the end of the interval lies that is the nearer; 0 or less where it holds zero.
  private var nearest: Double {
    guard let mean = raw.mean else { return 0 }
    guard let interval else { return raw.isConstant ? mean.magnitude : 0 }
    return mean > 0 ? interval.lower : -interval.upper
  }

  /// How far from zero its farther end lies.
  private var farthest: Double {
    interval.map { max($0.lower.magnitude, $0.upper.magnitude) } ?? raw.mean?.magnitude ?? 0
  }

  /// The share of runs that can be otherwise than all that were seen.
  private func unseen(after runs: Int) -> Double {
    UnseenShare.bound(runs: runs, significance: level.significance)
  }

  private var excludesUnseenDifference: Bool {
    isNegligible(after: raw.pairCount) && (!raw.mayNeverEnd || survival.isSettled(level))
  }

  private var excludesUnseenReversal: Bool { isIrreversible(after: raw.pairCount) }

  /// Whether runs that nobody has seen leave the mean within the margin, however bad they are.
  private func isNegligible(after runs: Int) -> Bool {
    let share = unseen(after: runs)
    guard share > Self.unseenShareAllowed else { return true }
    return raw.worst.map { farthest * (1 - share) + $0 * share <= raw.margin } ?? false
  }

  /// Whether they leave the mean on its side of zero.
  private func isIrreversible(after runs: Int) -> Bool {
    let share = unseen(after: runs)
    guard share > Self.unseenShareAllowed else { return true }
    return raw.worst.map { nearest * (1 - share) > $0 * share } ?? false
  }

  /// How many runs, all like those that were seen, would let the verdict be about the mean; nil where it is
  /// already, and where more runs are no answer.
  func runsForMean(_ verdict: Verdict) -> Int? {
    let most = UnseenShare.runs(
      toBound: Self.unseenShareAllowed, significance: level.significance)
    let isEnough: (Int) -> Bool
    switch verdict {
    case .noDifferenceSeen: isEnough = isNegligible
    case .betterInMostRuns, .worseInMostRuns, .differentInMostRuns:
      guard hasDirection else { return nil }
      isEnough = isIrreversible
    default: return nil
    }
    var (few, many) = (raw.pairCount, most)
    guard few < many, !isEnough(few) else { return nil }
    while many - few > 1 {
      let middle = few + (many - few) / 2
      if isEnough(middle) { many = middle } else { few = middle }
    }
    return many
  }

  /// Whether a verdict is in favour of the side that lost work, or makes nothing of the loss.
  private func isOfTheLiving(_ verdict: Verdict) -> Bool {
    guard !raw.isShare, !raw.mayNeverEnd else { return false }
    switch verdict {
    case .better, .betterInMostRuns: return survival.lostByCandidate > 0
    case .worse, .worseInMostRuns: return survival.lostByBaseline > 0
    case .different, .differentInMostRuns, .equivalent, .noDifferenceSeen:
      return !survival.isAlike
    case .neitherGotThere, .notComparable, .undecided, .notCompared: return false
    }
  }

  private func direction(of difference: Double) -> Verdict {
    switch raw.definition.direction {
    case .lower: difference < 0 ? .better : .worse
    case .higher: difference > 0 ? .better : .worse
    case .neutral: .different
    }
  }
}
