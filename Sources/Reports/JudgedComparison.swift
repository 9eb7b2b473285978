internal import HostConfiguration
internal import Statistics

/// A comparison with its verdict among the others of its family.
struct JudgedComparison: Sendable {
  /// The comparison.
  let raw: PairedComparison
  /// The place of the baseline in the sweep.
  let baseline: Int
  /// The place of the candidate.
  let candidate: Int
  /// The family's name.
  let family: String
  /// How many tests the family has.
  let familySize: Int
  /// The p-value against "no difference", corrected.
  let difference: Estimate<Double>
  /// The p-value against "a difference that matters", corrected.
  let equivalence: Estimate<Double>
  /// The interval by itself.
  let interval: DifferenceInterval?
  /// The interval that holds together with all of the family.
  let familyInterval: DifferenceInterval?
  /// What it comes to.
  private(set) var verdict: Verdict
  /// What would decide it, for an undecided one.
  private(set) var need: RepetitionNeed?

  /// Judges one member of a family.
  ///
  /// - Parameters:
  ///   - raw: the comparison.
  ///   - pair: who is compared.
  ///   - family: its name, and how many tests it has.
  ///   - pValues: of the tests for a difference and for equivalence, corrected.
  ///   - intervals: by itself, and at `familyLevel(_:members:)`.
  ///   - settings: how choices are compared.
  init(
    _ raw: PairedComparison, _ pair: ComparisonBook.Pair, family: (name: String, size: Int),
    pValues: (difference: Estimate<Double>, equivalence: Estimate<Double>),
    intervals: (own: DifferenceInterval?, family: DifferenceInterval?),
    settings: ComparisonSettings
  ) {
    self.raw = raw
    baseline = pair.baseline
    candidate = pair.candidate
    self.family = family.name
    familySize = family.size
    difference = pValues.difference
    equivalence = pValues.equivalence
    interval = intervals.own
    familyInterval = intervals.family
    let significance = settings.significance
    verdict = Self.verdict(
      raw, isDifferent: (difference.value ?? 1) < significance,
      isEquivalent: (equivalence.value ?? 1) < significance, interval: familyInterval)
    need =
      verdict == .undecided && !raw.isExact
      ? Self.need(raw, Self.familyLevel(settings, members: family.size), settings.test) : nil
  }

  /// The same comparison of what turned out to be nothing.
  func withoutVerdict() -> JudgedComparison {
    var comparison = self
    comparison.verdict = .notCompared
    comparison.need = nil
    return comparison
  }

  /// The level of intervals that hold together with all of a family.
  static func familyLevel(_ settings: ComparisonSettings, members: Int) -> ConfidenceLevel {
    settings.correction.intervalLevel(settings.levelOfEach, members: max(1, members))
  }

  /// Enough resamples to look into the tails of a family of 25.
  static let bootstrap = Bootstrap(seed: 2021, resamples: 9_999)

  private static func verdict(
    _ raw: PairedComparison, isDifferent: Bool, isEquivalent: Bool, interval: DifferenceInterval?
  ) -> Verdict {
    guard let mean = raw.mean else { return .undecided }
    let direction = Self.direction(of: mean, raw.definition)
    if raw.isExact { return mean.magnitude <= raw.margin ? .equivalent : direction }
    guard raw.pairCount >= 2 else { return .undecided }
    let isInside = interval.map { $0.lower >= -raw.margin && $0.upper <= raw.margin }
    // A test of ranks can pass where rare large differences still move the mean.
    if isEquivalent, isInside ?? (mean.magnitude <= raw.margin) { return .equivalent }
    // Most runs one way and the mean the other is no verdict.
    let agrees = raw.effect.map { ($0.value > 0) == (mean > 0) } ?? true
    return isDifferent && agrees && mean != 0 ? direction : .undecided
  }

  private static func direction(of mean: Double, _ definition: MetricDefinition) -> Verdict {
    switch definition.direction {
    case .lower: mean < 0 ? .better : .worse
    case .higher: mean > 0 ? .better : .worse
    case .neutral: .different
    }
  }

  private static func need(
    _ raw: PairedComparison, _ level: ConfidenceLevel, _ test: ComparisonSettings.Test
  ) -> RepetitionNeed? {
    guard raw.pairCount > 0 else { return nil }
    return raw.isShare
      ? .ofShare(raw.shares, margin: raw.margin, level: level)
      : .ofMean(
        raw.differences, margin: raw.margin, level: level,
        isRanked: test == .wilcoxon)
  }
}
