// SPDX-License-Identifier: Apache-2.0

/// What a comparison with the baseline comes to, in a few words.
public enum Verdict: String, Sendable, Hashable, CaseIterable {
  /// Its mean is better: the test, the interval, and what no run has shown yet all leave it so.
  case better
  /// Its mean is worse.
  case worse
  /// Its mean differs, in a metric of which neither way is better.
  case different
  /// It is better in more than half of all runs; whether its mean is, is open.
  case betterInMostRuns = "better in most runs"
  /// It is worse in more than half of all runs; whether its mean is, is open.
  case worseInMostRuns = "worse in most runs"
  /// It differs one way in more than half of all runs; whether its mean does, is open.
  case differentInMostRuns = "different in most runs"
  /// What difference there is, is smaller than matters, whatever so few runs have not shown.
  case equivalent
  /// The runs show no difference that matters, but are too few to exclude a rare one that does.
  case noDifferenceSeen = "no difference seen"
  /// What is measured never ended on either side: there is nothing to compare.
  case neitherGotThere = "neither got there"
  /// One side looks better in what is left of a run in which it lost work that the other did.
  case notComparable = "not comparable"
  /// The runs do not say.
  case undecided
  /// There was nothing to compare: no policy was asked, or what is measured never came to be.
  case notCompared = "not compared"

  /// Which way a choice leans from the baseline.
  public enum Leaning: Sendable, Hashable {
    /// It is better, in the mean or in most runs.
    case better
    /// It is worse.
    case worse
    /// It differs, and no way is better.
    case different
  }

  /// Which way the choice is told apart from the baseline; nil where it is not.
  public var leaning: Leaning? {
    switch self {
    case .better, .betterInMostRuns: .better
    case .worse, .worseInMostRuns: .worse
    case .different, .differentInMostRuns: .different
    case .equivalent, .noDifferenceSeen, .neitherGotThere, .notComparable, .undecided,
      .notCompared:
      nil
    }
  }

  /// Whether it says that no difference that matters is there, or none was seen.
  var isTie: Bool { self == .equivalent || self == .noDifferenceSeen || self == .neitherGotThere }

  /// Whether two verdicts answer "better or worse?" alike, however surely.
  func saysTheSame(as other: Verdict) -> Bool {
    self == other || (leaning != nil && leaning == other.leaning) || (isTie && other.isTie)
  }

  /// The same answer for most runs alone.
  var inMostRuns: Verdict {
    switch self {
    case .better: .betterInMostRuns
    case .worse: .worseInMostRuns
    case .different: .differentInMostRuns
    default: self
    }
  }
}
