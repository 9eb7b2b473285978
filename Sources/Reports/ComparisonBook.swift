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

  /// What is corrected together: pairs by the metrics of a family.
  struct Job: Sendable {
    /// The family.
    let family: ComparisonSettings.Family
    /// Who is compared.
    let pairs: [Pair]
  }

  /// The comparisons with the baseline, metric by metric in the order of the sweep.
  let judged: [JudgedComparison]
  /// The same, those together that are corrected together.
  let families: [[JudgedComparison]]
  /// The metrics that are compared.
  let metrics: [String]
  /// How they are compared.
  let settings: ComparisonSettings
  private let results: SweepResults
  private let places: [String: [Int: Int]]

  /// Compares every choice with the baseline of its condition.
  ///
  /// - Parameters:
  ///   - results: the runs.
  ///   - strata: who is compared with whom.
  ///   - emptiness: which comparisons compare nothing.
  init(
    _ results: SweepResults, strata: SweepStrata, emptiness: EmptyComparisons? = nil
  ) {
    self.results = results
    settings = results.description.settings
    metrics = results.description.comparedMetrics
    let pairs = strata.strata.flatMap { stratum -> [Pair] in
      guard let baseline = stratum.baseline else { return [] }
      return stratum.points.filter { $0 != baseline }
        .map { Pair(baseline: baseline, candidate: $0) }
    }
    let jobs = settings.families(over: metrics).map { Job(family: $0, pairs: pairs) }
    families = Self.judge(jobs, results, settings).map { judged in
      judged.map { emptiness?.applied(to: $0) ?? $0 }
    }
    let judged = families.flatMap(\.self)
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
    Self.judge([Self.job(of: others, with: chosen, metric)], results, settings).flatMap(\.self)
  }

  /// What it takes to tell others from one that the runs themselves have singled out.
  static func job(of others: [Int], with chosen: Int, _ metric: String) -> Job {
    Job(
      family: .init(name: "chosen", metrics: [metric]),
      pairs: others.map { Pair(baseline: chosen, candidate: $0) })
  }

  /// Judges comparisons, those of each job corrected together.
  ///
  /// - Returns: for each job its comparisons, metric by metric. All are made at once, because then the draws
  ///   of the bootstrap are made once.
  static func judge(
    _ jobs: [Job], _ results: SweepResults, _ settings: ComparisonSettings
  ) -> [[JudgedComparison]] {
    let members = jobs.map { job in
      job.family.metrics.flatMap { metric in
        job.pairs.compactMap { pair -> Member? in
          guard let left = results.series(metric, pair.baseline),
            let right = results.series(metric, pair.candidate)
          else { return nil }
          return Member(
            pair: pair,
            raw: PairedComparison(baseline: left, candidate: right, settings: settings))
        }
      }
    }
    // What has no chance in it needs no test, and takes nothing from those that do.
    let sizes = members.map { $0.count { !$0.raw.isExact } }
    let all = members.flatMap(\.self)
    let levels = zip(members, sizes).flatMap { members, size in
      members.map { _ in JudgedComparison.familyLevel(settings, members: size) }
    }
    var own = PairedComparison.intervals(
      of: all.map { ($0.raw, settings.levelOfEach) },
      by: MetricSummary.bootstrap(for: settings.levelOfEach)
    ).makeIterator()
    var family = PairedComparison.intervals(
      of: zip(all, levels).map { ($0.raw, $1) }, by: JudgedComparison.bootstrap
    ).makeIterator()
    return jobs.indices.map { job in
      let tested = members[job].filter { !$0.raw.isExact }
      func adjusted(_ pValue: (PairedComparison) -> Estimate<Double>) -> [Estimate<Double>] {
        settings.correction.adjusted(tested.map { settings.correctedForLooks(pValue($0.raw)) })
      }
      var differences = adjusted(\.difference).makeIterator()
      var equivalences = adjusted(\.equivalence).makeIterator()
      return members[job].map { member in
        let raw = member.raw
        return JudgedComparison(
          raw, member.pair, family: (jobs[job].family.name, sizes[job]),
          pValues: raw.isExact
            ? (raw.difference, raw.equivalence)
            : (
              differences.next() ?? .undefined(.noValues),
              equivalences.next() ?? .undefined(.noValues)
            ),
          intervals: (own.next() ?? nil, family.next() ?? nil), settings: settings)
      }
    }
  }

  /// A comparison before it is judged.
  private struct Member {
    let pair: Pair
    let raw: PairedComparison
  }
}
