/// What a comparison with the baseline comes to, in a word.
public enum Verdict: String, Sendable, Hashable, CaseIterable {
  /// It is better, and the difference is not one that provably does not matter.
  case better
  /// It is worse.
  case worse
  /// It differs, in a metric of which neither way is better.
  case different
  /// What difference there is, is smaller than matters.
  case equivalent
  /// The runs do not say.
  case undecided
  /// There was nothing to compare: no policy was asked, or what is measured never came to be.
  case notCompared = "not compared"
}
