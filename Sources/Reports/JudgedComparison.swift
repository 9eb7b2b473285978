// SPDX-License-Identifier: Apache-2.0

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
  /// The p-value against "at most half of all runs go one way", corrected.
  let majority: Estimate<Double>
  /// The p-value against "a difference that matters", corrected.
  let equivalence: Estimate<Double>
  /// The interval by itself.
  let interval: DifferenceInterval?
  /// The interval that holds together with all of the family.
  let familyInterval: DifferenceInterval?
  /// The share of runs that can be otherwise than all that were seen, by itself, 0...1.
  let unseenShare: Double
  /// What it comes to.
  private(set) var verdict: Verdict
  /// What would decide it, for an undecided one; for one of most runs, or of no difference seen, what would
  /// let it be one about the mean.
  private(set) var need: RepetitionNeed?

  /// The p-values of a comparison.
  struct PValues: Sendable {
    /// Against "no difference".
    var difference: Estimate<Double>
    /// Against "at most half of all runs go one way".
    var majority: Estimate<Double>
    /// Against "a difference that matters".
    var equivalence: Estimate<Double>

    /// Those of a comparison by itself.
    init(_ raw: PairedComparison) {
      difference = raw.difference
      majority = raw.majority
      equivalence = raw.equivalence
    }
  }

  /// Judges one member of a family.
  ///
  /// - Parameters:
  ///   - raw: the comparison.
  ///   - pair: who is compared.
  ///   - family: its name, and how many tests it is corrected for.
  ///   - pValues: of its tests, corrected.
  ///   - survival: which side lost work.
  ///   - settings: how choices are compared.
  init(
    _ raw: PairedComparison, _ pair: ComparisonBook.Pair, family: (name: String, size: Int),
    pValues: PValues, survival: PairedSurvival = PairedSurvival(), settings: ComparisonSettings
  ) {
    self.raw = raw
    baseline = pair.baseline
    candidate = pair.candidate
    self.family = family.name
    familySize = family.size
    difference = pValues.difference
    majority = pValues.majority
    equivalence = pValues.equivalence
    let level = Self.familyLevel(settings, members: family.size)
    interval = raw.interval(settings.levelOfEach)
    familyInterval = raw.interval(level)
    unseenShare = UnseenShare.bound(
      runs: raw.pairCount, significance: settings.levelOfEach.significance)
    let significance = settings.significance
    func rejects(_ pValue: Estimate<Double>) -> Bool { (pValue.value ?? 1) < significance }
    let rule = VerdictRule(
      raw: raw, survival: survival, isDifferent: rejects(difference), isOneWay: rejects(majority),
      isEquivalent: rejects(equivalence), interval: familyInterval, level: level)
    verdict = rule.verdict
    need =
      verdict == .undecided && !raw.isExact
      ? Self.need(raw, level, settings.test)
      : rule.runsForMean(verdict).map { .about($0 - raw.pairCount) }
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

  private static func need(
    _ raw: PairedComparison, _ level: ConfidenceLevel, _ test: ComparisonSettings.Test
  ) -> RepetitionNeed? {
    // Of fewer runs neither the spread nor the sign is known.
    guard raw.pairCount >= Sample.meanIntervalCountMin || (raw.isShare && raw.pairCount > 0) else {
      return nil
    }
    return raw.isShare
      ? .ofShare(raw.shares, margin: raw.margin, level: level)
      : .ofMean(
        raw.differences, margin: raw.margin, level: level,
        isRanked: test == .wilcoxon)
  }
}
