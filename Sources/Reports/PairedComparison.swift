// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import HostConfiguration
internal import ResultStore
internal import Statistics

/// One metric at two points, run by run under the same random numbers: everything that can be said of
/// the pair alone, before it is judged among the others of its family.
struct PairedComparison: Sendable {
  /// How large an effect is, free of units.
  struct Effect: Sendable, Hashable {
    /// What it is: `rank-biserial` or `d_z`.
    let name: String
    /// From -1 to 1, or the mean difference in standard deviations of the differences.
    let value: Double
  }

  /// The metric.
  let metric: String
  /// What it is.
  let definition: MetricDefinition
  /// Whether shares of runs are compared, not means.
  let isShare: Bool
  /// Whether nothing is drawn on either side: then the difference is exact.
  let isExact: Bool
  /// The values of baseline and candidate, pair by pair; shares of runs as 0 and 1.
  let sample: PairedSample
  /// Candidate minus baseline for each pair.
  let differences: Sample
  /// In how many pairs a side counts as its limit.
  let restrictedCount: Int
  /// Whether it is a duration that may never end.
  let mayNeverEnd: Bool
  /// Whether what is measured ended on neither side of any pair.
  let isOfNothing: Bool
  /// By how much the sides of a pair can differ at most, in the stored unit; nil where nothing bounds it.
  let worst: Double?
  /// The largest difference that does not matter, in the stored unit or as a share of runs.
  let margin: Double
  /// The effect's size, where it has one.
  let effect: Effect?
  /// The p-value against "no difference".
  let difference: Estimate<Double>
  /// The p-value against "at most half of all runs go one way".
  let majority: Estimate<Double>
  /// The p-value against "a difference that matters".
  let equivalence: Estimate<Double>

  /// Compares a candidate with a baseline.
  init(
    baseline: MetricSeries, candidate: MetricSeries,
    settings: ComparisonSettings = ComparisonSettings()
  ) {
    metric = candidate.name
    definition = candidate.definition
    isShare = candidate.isProportion
    isExact = !baseline.isRandom && !candidate.isRandom
    let pairs = PairedRuns(baseline, candidate)
    restrictedCount = pairs.restrictedCount
    mayNeverEnd = candidate.isDurationThatMayNotEnd
    isOfNothing = pairs.outcomes.neither > 0 && pairs.outcomes.neither == pairs.baseline.count
    worst = baseline.largestPossible.flatMap { one in
      candidate.largestPossible.map { max(one, $0) }
    }
    let isShare = candidate.isProportion
    func values(_ side: [Double]) -> Sample {
      Sample(isShare ? side.map { $0 > 0 ? 1 : 0 } : side)
    }
    sample = PairedSample(
      baseline: values(pairs.baseline), candidate: values(pairs.candidate))
    differences = sample.differences
    margin = RelevantMargin.of(
      settings.margin(of: candidate.name), definition, ended: pairs.baselineEnded, isShare: isShare
    )
    guard !isExact else {
      effect = nil
      difference = .undefined(.noValues)
      majority = .undefined(.noValues)
      equivalence = .undefined(.noValues)
      return
    }
    let shares = Self.shares(differences)
    majority = Self.majority(shares)
    if isShare {
      effect = nil
      difference = McNemarTest.test(
        onlyBaseline: shares.onlyBaseline, onlyCandidate: shares.onlyCandidate
      ).map(\.pValue)
      equivalence = shares.equivalence(margin: min(1, margin)).map(\.pValue)
    } else {
      (effect, difference, equivalence) = Self.tests(differences, margin: margin, settings.test)
    }
  }

  /// How many pairs there were.
  var pairCount: Int { sample.count }
  /// The mean difference, in the metric's stored unit or as a share of runs; nil without pairs.
  var mean: Double? { differences.mean.value }
  /// The mean of the baseline over the pairs.
  var baselineMean: Double? { sample.baseline.mean.value }
  /// The pairs that differ: in which the candidate has less, and in which it has more.
  var shares: PairedProportion { Self.shares(differences) }
  /// In how many pairs the sides differ.
  var differingCount: Int { shares.onlyBaseline + shares.onlyCandidate }

  /// Whether every pair gave the same difference: then nothing is known of how it varies.
  var isConstant: Bool { differences.values.allSatisfy { $0 == differences.values.first } }

  /// By how much pairing narrowed the interval: the variance of the difference beside that of
  /// independent runs, 1 - r for equal variances; nil where nothing varies.
  var varianceRatio: Double? {
    guard !isShare, sample.baseline.variance.value ?? 0 > 0,
      sample.candidate.variance.value ?? 0 > 0
    else { return nil }
    return PairedEffect.varianceRatio(of: sample).value
  }

  /// The interval of the difference, Tango's of shares of runs and Hall's of means; nil where there is none.
  func interval(_ level: ConfidenceLevel) -> DifferenceInterval? {
    guard !isExact, pairCount > 0 else { return nil }
    let interval =
      isShare ? shares.interval(level: level) : differences.skewnessCorrectedInterval(level: level)
    return interval.value.map {
      guard !isShare, let worst else { return DifferenceInterval($0) }
      return DifferenceInterval($0.within(-worst...worst))
    }
  }

  /// The difference of the medians of both sides; nil without pairs.
  var medianDifference: Double? {
    sample.candidate.median.value.flatMap { candidate in
      sample.baseline.median.value.map { candidate - $0 }
    }
  }

  /// Its interval, by resampling pairs; nil for shares of runs, where there is none, and where the
  /// bootstrap does not reach.
  func medianInterval(_ level: ConfidenceLevel, by bootstrap: Bootstrap) -> ConfidenceInterval? {
    isExact || isShare || !bootstrap.reaches(level)
      ? nil
      : sample.bootstrapInterval(forDifferenceOf: .median, by: bootstrap, level: level).value
  }

  /// The sign test of whether more than half of all runs go one way; pairs that are alike are on neither side,
  /// and so count against it.
  private static func majority(_ pairs: PairedProportion) -> Estimate<Double> {
    let most = max(pairs.onlyBaseline, pairs.onlyCandidate)
    guard most > 0 else { return .undefined(.allDifferencesZero) }
    guard 2 * most > pairs.count else { return .defined(1) }
    return McNemarTest.test(onlyBaseline: pairs.count - most, onlyCandidate: most).map(\.pValue)
  }

  private static func shares(_ differences: Sample) -> PairedProportion {
    PairedProportion(
      onlyBaseline: differences.values.count { $0 < 0 },
      onlyCandidate: differences.values.count { $0 > 0 }, of: differences.count)
  }

  private static func tests(
    _ differences: Sample, margin: Double, _ test: ComparisonSettings.Test
  ) -> (Effect?, Estimate<Double>, Estimate<Double>) {
    let ranked = SignedRankTest.test(differences)
    let values = differences.values
    if values.count >= 2, let constant = values.first, values.allSatisfy({ $0 == constant }) {
      // Every sign is the same: 2^-n is the sign test's, which needs no spread.
      let tail = exp2(-Double(values.count))
      return (
        ranked.value.map { Effect(name: "rank-biserial", value: $0.rankBiserialCorrelation) },
        ranked.map(\.pValue), .defined(constant.magnitude <= margin ? tail : 1)
      )
    }
    switch test {
    case .wilcoxon:
      return (
        ranked.value.map { Effect(name: "rank-biserial", value: $0.rankBiserialCorrelation) },
        ranked.map(\.pValue),
        EquivalenceTest.test(differences, margin: margin, method: .signedRank).map(\.pValue)
      )
    case .t:
      let deviation = differences.standardDeviation.value ?? 0
      let effect = deviation > 0 ? differences.mean.value.map { $0 / deviation } : nil
      return (
        effect.map { Effect(name: "d_z", value: $0) },
        PairedTTest.test(differences).map(\.pValue),
        EquivalenceTest.test(differences, margin: margin, method: .student).map(\.pValue)
      )
    }
  }
}
