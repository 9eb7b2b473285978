/// What a comparison with the baseline comes to, in a word.
public enum Verdict: String, Sendable, Hashable, CaseIterable {
  /// It is better, by more than matters or than is known not to matter.
  case better
  /// It is worse.
  case worse
  /// Every run gave the same.
  case noDifference = "no difference seen"
  /// What difference there can be is smaller than matters.
  case negligible = "no difference that matters"
  /// The runs do not say.
  case undecided
}
