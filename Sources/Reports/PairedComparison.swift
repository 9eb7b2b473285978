internal import HostConfiguration
internal import ResultStore
internal import Statistics
internal import TrialExecution

/// One metric at two points, run by run under the same random numbers.
struct PairedComparison: Sendable {
  /// How sure a test of proportions must be.
  private static let significance = 0.05

  /// What it comes to.
  let verdict: Verdict
  /// Candidate minus baseline, in the metric's stored unit or as a share of runs.
  let difference: Double?
  /// The 95 % interval of the difference, if the runs allow one.
  let interval: ConfidenceInterval?
  /// How many pairs there were.
  let pairCount: Int
  /// The mean of the baseline over the pairs.
  let baselineMean: Double?
  private let definition: MetricDefinition
  private let isProportion: Bool

  /// Compares a candidate with a baseline.
  init(baseline: MetricSeries, candidate: MetricSeries) {
    definition = candidate.definition
    isProportion = candidate.isProportion
    let pairs = Self.pairs(baseline, candidate)
    let sample = PairedSample(
      baseline: Sample(pairs.map(\.0)), candidate: Sample(pairs.map(\.1)))
    pairCount = pairs.count
    baselineMean = sample.baseline.mean.value
    difference = sample.differences.mean.value
    let isRandom = baseline.isRandom || candidate.isRandom
    interval =
      isRandom && !candidate.isProportion
      ? sample.differences.bootstrapInterval(for: .mean, by: MetricSummary.bootstrap).value : nil
    guard let difference else {
      verdict = .undecided
      return
    }
    if pairs.allSatisfy({ $0.0 == $0.1 }), !isRandom || pairs.count >= 2 {
      verdict = .noDifference
    } else if candidate.isProportion {
      verdict = Self.verdict(ofShares: pairs, isRandom, definition)
    } else {
      verdict = Self.verdict(
        difference, interval, isRandom: isRandom, pairCount: pairs.count,
        margin: Self.margin(definition, baselineMean ?? 0), definition)
    }
  }

  /// The difference with its interval, such as `-10.9 [-11.5, -10.2] s`.
  var differenceText: String {
    guard let difference else { return "no pairs" }
    if isProportion { return Self.signed(difference * 100, "points") }
    let magnitude = [difference, interval?.lower ?? 0, interval?.upper ?? 0]
      .reduce(0) { max($0, $1.magnitude) }
    let unit = DisplayUnit(for: definition.unit, magnitude: magnitude)
    let suffix = unit.name.isEmpty ? "" : " \(unit.name)"
    let sign = difference > 0 ? "+" : ""
    guard let interval else { return sign + unit.number(difference) + suffix }
    return sign + unit.number(difference)
      + " [\(unit.number(interval.lower)), \(unit.number(interval.upper))]" + suffix
  }

  /// The difference as a share of the baseline's mean, such as `-39 %`; nil where that means nothing.
  var relativeText: String? {
    guard let difference, let baselineMean, baselineMean > 0, !isProportion else { return nil }
    return Self.signed(difference / baselineMean * 100, "%")
  }

  /// The practically relevant difference of a metric against this baseline.
  private static func margin(_ definition: MetricDefinition, _ baseline: Double) -> Double {
    max(
      Double(definition.absoluteMargin),
      baseline.magnitude * Double(definition.relativeMargin) / 1e6)
  }

  /// The values of runs that met the same random numbers; a trial without any is a partner for all.
  private static func pairs(
    _ baseline: MetricSeries, _ candidate: MetricSeries
  ) -> [(Double, Double)] {
    if !baseline.isRandom, candidate.isRandom {
      guard let value = baseline.values.first else { return [] }
      return candidate.values.map { (value, $0) }
    }
    if baseline.isRandom, !candidate.isRandom {
      guard let value = candidate.values.first else { return [] }
      return baseline.values.map { ($0, value) }
    }
    var pairs: [(Double, Double)] = []
    var next = candidate.observations.startIndex
    for observation in baseline.observations {
      while next < candidate.observations.endIndex,
        candidate.observations[next].repetition < observation.repetition
      { next += 1 }
      guard next < candidate.observations.endIndex else { break }
      let partner = candidate.observations[next]
      if partner.repetition == observation.repetition,
        let left = baseline.value(observation), let right = candidate.value(partner)
      {
        pairs.append((left, right))
      }
    }
    return pairs
  }

  private static func verdict(
    _ difference: Double, _ interval: ConfidenceInterval?, isRandom: Bool, pairCount: Int,
    margin: Double, _ definition: MetricDefinition
  ) -> Verdict {
    if !isRandom {
      return difference.magnitude < margin
        ? .negligible : direction(of: difference, definition)
    }
    guard let interval else {
      // Pairs that all differ by the same amount have no interval, and need none.
      guard pairCount >= 2 else { return .undecided }
      return difference.magnitude < margin ? .negligible : direction(of: difference, definition)
    }
    if interval.lower > -margin, interval.upper < margin { return .negligible }
    if interval.lower > 0 || interval.upper < 0 { return direction(of: difference, definition) }
    return .undecided
  }

  /// McNemar's exact test: only runs in which one had it and the other had not say anything.
  private static func verdict(
    ofShares pairs: [(Double, Double)], _ isRandom: Bool, _ definition: MetricDefinition
  ) -> Verdict {
    let test = McNemarTest.test(
      onlyBaseline: pairs.count { $0.0 > 0 && $0.1 == 0 },
      onlyCandidate: pairs.count { $0.0 == 0 && $0.1 > 0 })
    guard let test = test.value else { return .noDifference }
    guard !isRandom || test.pValue < significance else { return .undecided }
    return direction(of: Double(test.onlyCandidate - test.onlyBaseline), definition)
  }

  private static func direction(
    of difference: Double, _ definition: MetricDefinition
  ) -> Verdict {
    switch definition.direction {
    case .lower: difference < 0 ? .better : .worse
    case .higher: difference > 0 ? .better : .worse
    case .neutral: .undecided
    }
  }

  private static func signed(_ value: Double, _ unit: String) -> String {
    "\(value > 0 ? "+" : "")\(DecimalText.fixed(value, decimals: value.magnitude < 10 ? 1 : 0)) \(unit)"
  }
}
