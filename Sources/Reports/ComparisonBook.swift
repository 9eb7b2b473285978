internal import HostConfiguration
internal import Statistics

/// Every comparison of a sweep, judged in its family.
struct ComparisonBook: Sendable {
  /// A candidate beside its baseline, by their places.
  struct Pair: Sendable, Hashable {
    /// The place of the baseline.
    let baseline: Int
    /// The place of the candidate.
    let candidate: Int
  }

  /// The comparisons with the baseline, metric by metric in the order of the sweep.
  let judged: [JudgedComparison]
  /// The metrics that are compared.
  let metrics: [String]
  /// How they are compared.
  let settings: ComparisonSettings
  private let results: SweepResults
  private let places: [String: [Int: Int]]

  /// Compares every choice with the baseline of its condition.
  init(_ results: SweepResults, strata: SweepStrata) {
    self.results = results
    settings = results.description.settings
    metrics = results.description.comparedMetrics
    let pairs = strata.strata.flatMap { stratum -> [Pair] in
      guard let baseline = stratum.baseline else { return [] }
      return stratum.points.filter { $0 != baseline }
        .map { Pair(baseline: baseline, candidate: $0) }
    }
    var judged: [JudgedComparison] = []
    for family in settings.families(over: metrics) {
      judged += Self.judge(family, pairs, results, settings)
    }
    let ordered = metrics.flatMap { metric in judged.filter { $0.raw.metric == metric } }
    self.judged = ordered
    var places: [String: [Int: Int]] = [:]
    for (place, comparison) in ordered.enumerated() {
      places[comparison.raw.metric, default: [:]][comparison.candidate] = place
    }
    self.places = places
  }

  /// The comparison of a candidate with its baseline.
  func comparison(_ metric: String, _ candidate: Int) -> JudgedComparison? {
    places[metric]?[candidate].map { judged[$0] }
  }

  /// The comparisons of one metric.
  func comparisons(of metric: String) -> [JudgedComparison] {
    judged.filter { $0.raw.metric == metric }
  }

  /// Compares others with one that the runs themselves have singled out, as a family of its own.
  func comparisons(of others: [Int], with chosen: Int, _ metric: String) -> [JudgedComparison] {
    Self.judge(
      .init(name: "chosen", metrics: [metric]),
      others.map { Pair(baseline: chosen, candidate: $0) }, results, settings)
  }

  /// Judges comparisons, corrected together.
  static func judge(
    _ family: ComparisonSettings.Family, _ pairs: [Pair], _ results: SweepResults,
    _ settings: ComparisonSettings
  ) -> [JudgedComparison] {
    var members: [(pair: Pair, raw: PairedComparison)] = []
    for metric in family.metrics {
      for pair in pairs {
        guard let left = results.series(metric, pair.baseline),
          let right = results.series(metric, pair.candidate)
        else { continue }
        members.append(
          (pair, PairedComparison(baseline: left, candidate: right, settings: settings)))
      }
    }
    // What has no chance in it needs no test, and takes nothing from those that do.
    let tested = members.filter { !$0.raw.isExact }
    var differences = settings.correction.adjusted(tested.map(\.raw.difference)).makeIterator()
    var equivalences = settings.correction.adjusted(tested.map(\.raw.equivalence)).makeIterator()
    return members.map { pair, raw in
      JudgedComparison(
        raw, baseline: pair.baseline, candidate: pair.candidate, family: family.name,
        familySize: tested.count,
        difference: raw.isExact ? raw.difference : differences.next() ?? .undefined(.noValues),
        equivalence: raw.isExact ? raw.equivalence : equivalences.next() ?? .undefined(.noValues),
        settings: settings)
    }
  }
}
