// SPDX-License-Identifier: Apache-2.0

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
    /// How many tests to correct for, where the runs have chosen these from more.
    var chosenFrom = 0

    /// Who is the best of some choices was picked by the runs: that takes all their pairs, in each metric.
    static func pairCount(among choices: Int) -> Int { choices * (choices - 1) / 2 }
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

  /// What it takes to tell others from one that the runs themselves have singled out among all of them.
  ///
  /// - Parameters:
  ///   - others: who is compared.
  ///   - chosen: with whom.
  ///   - metrics: by what.
  ///   - choices: among how many the runs have chosen both.
  static func job(
    of others: [Int], with chosen: Int, _ metrics: [String], among choices: Int
  ) -> Job {
    Job(
      family: .init(name: "chosen", metrics: metrics),
      pairs: others.map { Pair(baseline: chosen, candidate: $0) },
      chosenFrom: Job.pairCount(among: choices) * metrics.count)
  }

  /// Judges comparisons, those of each job corrected together.
  ///
  /// - Returns: for each job its comparisons, metric by metric.
  static func judge(
    _ jobs: [Job], _ results: SweepResults, _ settings: ComparisonSettings
  ) -> [[JudgedComparison]] {
    var survivals: [Pair: PairedSurvival] = [:]
    return jobs.map { job in
      let members = job.family.metrics.flatMap { metric in
        job.pairs.compactMap { pair -> Member? in
          guard let left = results.series(metric, pair.baseline),
            let right = results.series(metric, pair.candidate)
          else { return nil }
          return Member(
            pair: pair,
            raw: PairedComparison(baseline: left, candidate: right, settings: settings))
        }
      }
      for pair in job.pairs where survivals[pair] == nil {
        survivals[pair] = PairedSurvival(pair.baseline, pair.candidate, in: results, settings)
      }
      return judge(members, job, survivals, settings)
    }
  }

  private static func judge(
    _ members: [Member], _ job: Job, _ survivals: [Pair: PairedSurvival],
    _ settings: ComparisonSettings
  ) -> [JudgedComparison] {
    // What has no chance in it needs no test, and takes nothing from those that do.
    let tested = members.filter { !$0.raw.isExact }
    let size = tested.isEmpty ? 0 : max(tested.count, job.chosenFrom)
    // A test that was passed over for a chosen one counts as one that found nothing.
    let passedOver = Array(
      repeating: Estimate<Double>.undefined(.noValues), count: size - tested.count)
    func adjusted(_ pValue: (PairedComparison) -> Estimate<Double>) -> [Estimate<Double>] {
      settings.correction.adjusted(
        tested.map { settings.correctedForLooks(pValue($0.raw)) } + passedOver)
    }
    var differences = adjusted(\.difference).makeIterator()
    var majorities = adjusted(\.majority).makeIterator()
    var equivalences = adjusted(\.equivalence).makeIterator()
    return members.map { member in
      var pValues = JudgedComparison.PValues(member.raw)
      if !member.raw.isExact {
        pValues.difference = differences.next() ?? pValues.difference
        pValues.majority = majorities.next() ?? pValues.majority
        pValues.equivalence = equivalences.next() ?? pValues.equivalence
      }
      return JudgedComparison(
        member.raw, member.pair, family: (job.family.name, size), pValues: pValues,
        survival: survivals[member.pair] ?? PairedSurvival(), settings: settings)
    }
  }

  /// A comparison before it is judged.
  private struct Member {
    let pair: Pair
    let raw: PairedComparison
  }
}
