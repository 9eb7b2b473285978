// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import ResultStore
internal import Statistics
internal import TrialExecution

/// Policies compared with themselves on different seeds (A/A): how often a difference is found where
/// there is none, beside how often that was promised.
///
/// With the same seeds both sides would be the same to the bit, and the rate 0 of anything. So
/// repetition i stands against i + N within disjoint blocks of 2 N repetitions. The points of a sweep
/// share their seeds, so blocks of different points are not independent: each block is used at one
/// point only, the points taking turns.
///
/// An inert variant is another choice that should differ from the baseline by nothing. It stands against the
/// baseline on the same seeds, as choices are compared in earnest, in blocks of N repetitions.
///
/// Only repetitions that every point has count: a run that is missing at one point would shift the seeds of
/// its blocks against those of the others.
public struct SelfComparison: Sendable {
  /// Fewer pairs than this cannot reach a p-value of 5 % by Wilcoxon's test.
  public static let pairsMin = 6

  /// One metric by one test.
  struct Row: Sendable {
    /// The metric.
    let metric: String
    /// The test, such as `wilcoxon`.
    let test: String
    /// What was found and promised.
    let rate: FalsePositiveRate
    /// In how many comparisons nothing differed at all, so that nothing was tested.
    let idleCount: Int
  }

  /// The rows, metric by metric.
  let rows: [Row]
  /// How many comparisons each row has.
  let comparisonCount: Int
  /// How many pairs a comparison has.
  let pairsPerComparison: Int
  private let pointCount: Int
  /// How many runs are of a repetition that not every point has.
  private let leftOutCount: Int
  /// The variant and the baseline; nil where each choice is compared with itself.
  private let variant: (choice: String, baseline: String)?
  private let level: ConfidenceLevel
  /// How often what a report claims is wrong of these runs.
  private let claims: ClaimStudy

  /// Compares every choice with itself.
  ///
  /// - Parameters:
  ///   - results: the runs, of points that draw; others have nothing to compare.
  ///   - pairs: how many pairs one comparison has, at least ``pairsMin``.
  public init(_ results: SweepResults, pairs: Int) {
    precondition(pairs >= Self.pairsMin, "pairs: expected at least \(Self.pairsMin)")
    let description = results.description
    let points = description.points.indices.filter { description.points[$0].isRandom }
    self.init(
      results, points.map { .init(baseline: $0, candidate: $0) }, pairs: pairs, variant: nil)
  }

  /// Compares a choice with the baseline from which it should differ by nothing, on the same seeds.
  ///
  /// - Parameters:
  ///   - inert: the values that make a point the variant; whatever they leave out is the baseline's.
  ///   - results: the runs.
  ///   - pairs: how many pairs one comparison has, at least ``pairsMin``.
  /// - Returns: nil where no condition has both the baseline and such a choice, of which one draws.
  public init?(
    inert: [SweepDescription.AxisValue], in results: SweepResults, pairs: Int
  ) {
    precondition(pairs >= Self.pairsMin, "pairs: expected at least \(Self.pairsMin)")
    let description = results.description
    let strata = SweepStrata(description)
    let pairings = strata.strata.compactMap { stratum -> ComparisonBook.Pair? in
      guard let baseline = stratum.baseline, description.points[baseline].isRandom else {
        return nil
      }
      let own = description.points[baseline]
      func label(_ path: String) -> String? {
        inert.first { $0.path == path }?.label ?? own.label(of: path)
      }
      return stratum.points.first { place in
        place != baseline && description.points[place].isRandom
          && description.axes.allSatisfy { description.points[place].label(of: $0) == label($0) }
      }.map { .init(baseline: baseline, candidate: $0) }
    }
    guard let first = pairings.first else { return nil }
    self.init(
      results, pairings, pairs: pairs,
      variant: (strata.name(first.candidate), strata.name(first.baseline)))
  }

  private init(
    _ results: SweepResults, _ pairings: [ComparisonBook.Pair], pairs: Int,
    variant: (choice: String, baseline: String)?
  ) {
    let description = results.description
    let metrics = Self.metrics(description)
    let places = pairings.flatMap {
      $0.baseline == $0.candidate ? [$0.baseline] : [$0.baseline, $0.candidate]
    }
    // A block is used only where every point has all of it: whose turn it is must not depend on that.
    let kept = Self.repetitions(
      in: metrics.flatMap { metric in places.compactMap { results.series(metric, $0) } })
    leftOutCount = places.reduce(0) { count, place in
      let runs = metrics.first.flatMap { results.series($0, place)?.observations } ?? []
      return count + runs.count { !kept.contains($0.repetition) }
    }
    let blocks = kept.count / (variant == nil ? 2 * pairs : pairs)
    comparisonCount = blocks
    pairsPerComparison = pairs
    pointCount = pairings.count
    self.variant = variant
    level = description.settings.level
    claims = ClaimStudy(results, pairs: pairs)
    rows =
      blocks == 0
      ? []
      : metrics.flatMap { metric in
        Self.rows(metric, pairings, kept, blocks: blocks, pairs: pairs, results)
      }
  }

  /// The repetitions that all series have.
  private static func repetitions(in series: [MetricSeries]) -> Set<Int> {
    let all = series.map { Set($0.observations.map(\.repetition)) }
    return all.dropFirst().reduce(all.first ?? []) { $0.intersection($1) }
  }

  private static func metrics(_ description: SweepDescription) -> [String] {
    description.comparedMetrics.isEmpty ? description.metrics : description.comparedMetrics
  }

  private static func rows(
    _ metric: String, _ pairings: [ComparisonBook.Pair], _ kept: Set<Int>, blocks: Int, pairs: Int,
    _ results: SweepResults
  ) -> [Row] {
    let sides = pairings.compactMap { pair -> (baseline: MetricSeries, candidate: MetricSeries)? in
      guard let baseline = results.series(metric, pair.baseline),
        let candidate = results.series(metric, pair.candidate)
      else { return nil }
      return (baseline.keeping(kept), candidate.keeping(kept))
    }
    guard sides.count == pairings.count else { return [] }
    var values: [String: [Estimate<Double>]] = [:]
    var order: [String] = []
    for block in 0..<blocks {
      let pair = pairings[block % pairings.count]
      let (series, other) = sides[block % pairings.count]
      let isSelf = pair.baseline == pair.candidate
      let start = block * (isSelf ? 2 * pairs : pairs)
      let otherStart = isSelf ? start + pairs : start
      for test in series.isProportion ? [nil] : ComparisonSettings.Test.allCases.map(Optional.some)
      {
        var settings = results.description.settings
        settings.test = test ?? settings.test
        let raw = PairedComparison(
          baseline: series.window(start..<start + pairs, numberedFrom: 0),
          candidate: other.window(otherStart..<otherStart + pairs, numberedFrom: 0),
          settings: settings)
        let name = test?.rawValue ?? "mcnemar"
        if values[name] == nil { order.append(name) }
        values[name, default: []].append(raw.difference)
      }
    }
    return order.map { name in
      let all = values[name] ?? []
      return Row(
        metric: metric, test: name,
        rate: FalsePositiveRate(
          pValues: all, promised: results.description.settings.significance),
        idleCount: all.count { $0.value == nil })
    }
  }

  /// The report for a terminal of this many columns.
  public func text(width: Int) -> String {
    guard !rows.isEmpty else { return tooFew }
    let table = TextTable(
      lead: [.init("metric", cells: rows.map(\.metric)), .init("test", cells: rows.map(\.test))],
      columns: [
        .init(
          "found", .right,
          cells: rows.map { "\($0.rate.found.successes) of \($0.rate.found.count)" }),
        .init(
          "rate", .right,
          cells: rows.map { RateText.of($0.rate, level: level) }),
        .init("promised", .right, cells: rows.map { "\(RateText.percent($0.rate.promised)) %" }),
        .init(
          "allowed", .right,
          cells: rows.map { row in
            row.rate.promisedCounts(level: level).value.map {
              "\($0.lowerBound) to \($0.upperBound)"
            }
              ?? "-"
          }),
        .init("alike", .right, cells: rows.map { "\($0.idleCount)" }),
        .init("", cells: rows.map(Self.words)),
      ])
    let title =
      variant.map {
        "A/A: \($0.choice), which should differ by nothing, against \($0.baseline), on the same seeds"
      } ?? "A/A: each choice against itself, on different seeds"
    let lines = [title, ""]
    return
      (lines + table.lines(width: width) + claims.lines(width: width) + [""]
      + (notes + (claims.rows.isEmpty ? [] : ClaimStudy.notes)).flatMap {
        TextWrap.lines($0, width: width, first: "  * ", indent: "    ")
      }).joined(separator: "\n")
  }

  /// The same for machines: the comparisons first, then the claims.
  public var tables: [DataTable] { [table, claims.table] }

  private var table: DataTable {
    DataTable(
      .selfComparison,
      columns: [
        "metric", "test", "comparisons", "pairs_per_comparison", "false_positives", "rate",
        "lower", "upper", "promised", "allowed_least", "allowed_most", "alike", "judgement",
      ],
      rows: rows.map { row in
        let ends = row.rate.interval(level: level).value
        let allowed = row.rate.promisedCounts(level: level).value
        return [
          .text(row.metric), .text(row.test), .integer(Int64(row.rate.found.count)),
          .integer(Int64(pairsPerComparison)), .integer(Int64(row.rate.found.successes)),
          .optional(row.rate.found.share.value, "no comparisons"),
          .optional(ends?.lower, "no comparisons"), .optional(ends?.upper, "no comparisons"),
          .number(row.rate.promised),
          allowed.map { .integer(Int64($0.lowerBound)) } ?? .none("no comparisons"),
          allowed.map { .integer(Int64($0.upperBound)) } ?? .none("no comparisons"),
          .integer(Int64(row.idleCount)), .text(Self.words(row)),
        ]
      })
  }

  private static func words(_ row: Row) -> String {
    let count = row.rate.found.successes
    if row.idleCount == row.rate.found.count { return "all alike" }
    guard let allowed = row.rate.promisedCounts().value else { return "" }
    if count > allowed.upperBound { return "too many" }
    return count < allowed.lowerBound ? "fewer" : "as promised"
  }

  private var notes: [String] {
    [
      "\(CountText.of(comparisonCount, "comparison")) of \(pairsPerComparison) pairs for each metric and test: "
        + blocks,
      "promised is the significance of one test, without correction; rate has the exact interval "
        + "(Clopper-Pearson); allowed is the central \(LevelText.of(level)) range of the binomial "
        + "distribution around the promise",
      "alike: comparisons in which no pair differs, so that nothing is found. Exact tests of few or "
        + "tied values keep below their promise by design: fewer is no fault, too many is one",
    ] + (leftOutCount > 0 ? [leftOut] : []) + (isSameToTheBit ? [same] : [])
  }

  private var blocks: String {
    variant == nil
      ? "within each block of \(2 * pairsPerComparison) repetitions, i against "
        + "i + \(pairsPerComparison). " + CountText.of(pointCount, "point takes its", "points take")
        + " turns, one block each, because points share their seeds"
      : "both sides have the same seeds in each block of \(pairsPerComparison) repetitions"
        + (pointCount > 1
          ? ". \(pointCount) conditions take turns, one block each, because they share their seeds"
          : "")
  }

  private var leftOut: String {
    CountText.of(leftOutCount, "run is of a repetition", "runs are of repetitions")
      + " that not every point has, and left out"
  }

  /// Whether an inert variant gave the baseline's values in every run.
  private var isSameToTheBit: Bool {
    variant != nil && rows.allSatisfy { $0.idleCount == $0.rate.found.count }
  }

  private var same: String {
    "no run differs in any metric here: the variant shifts nobody's random numbers. That says nothing of "
      + "the rate; --aa without --inert does"
  }

  private var tooFew: String {
    let needed = variant == nil ? 2 * pairsPerComparison : pairsPerComparison
    return
      "A/A: no comparison can be made; one takes \(needed) repetitions that every point "
      + "which draws has, of which the results have fewer"
  }
}
