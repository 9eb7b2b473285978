// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import Statistics
internal import TrialExecution

/// What an outer design shows: in how much of the box of assumptions each verdict holds, where it
/// changes, and which assumption moves it.
///
/// Chance and ignorance are never in one interval: seeds decide the verdict at each sample of the box,
/// and the share of samples with a verdict has an interval from scrambled replicates alone.
struct OuterAnalysis: Sendable {
  /// One choice beside the baseline, by one metric, over the whole box.
  struct Panel: Sendable {
    /// What holds for all its samples; empty without conditions.
    let condition: String
    /// The choice, as far as it is not the baseline's.
    let choice: String
    /// The metric.
    let metric: String
    /// The samples of the box, in the order of replicates.
    let cases: [OuterCase]
    /// How often each verdict was reached.
    let shares: [VerdictShare]
    /// Where the verdicts change; nil where there is only one.
    let surface: FlipSurface?
    /// What each axis explains of the difference, in the order of the axes.
    let indices: [SensitivityIndex]
  }

  /// The panels, metric by metric.
  let panels: [Panel]
  /// Which choice is best, and where.
  let winners: [WinnerShare]
  /// That there were too few runs for any verdict, if so.
  let tooFew: String?
  /// The sweep.
  let description: SweepDescription

  /// Analyses an outer design; nil where there is none.
  init?(_ results: SweepResults, strata: SweepStrata) {
    let description = results.description
    guard !description.outerAxes.isEmpty,
      description.points.contains(where: { $0.sample != nil })
    else { return nil }
    self.description = description
    let families = description.settings.families(over: description.comparedMetrics)
    let jobs = strata.strata.flatMap { stratum -> [ComparisonBook.Job] in
      guard let baseline = stratum.baseline, description.points[baseline].sample != nil else {
        return []
      }
      let pairs = stratum.points.filter { $0 != baseline }
        .map { ComparisonBook.Pair(baseline: baseline, candidate: $0) }
      // A family is what is compared at one sample: over samples verdicts are counted, not claimed.
      return families.map { .init(family: $0, pairs: pairs) }
    }
    let judged = ComparisonBook.judge(jobs, results, description.settings)
    tooFew = AttainableNote.sentence(judged, description.settings)
    panels = Self.panels(judged.flatMap(\.self), strata, description)
    winners = WinnerShare.all(results, strata)
  }

  private static func panels(
    _ judged: [JudgedComparison], _ strata: SweepStrata, _ description: SweepDescription
  ) -> [Panel] {
    var keys: [[String]] = []
    var members: [[String]: [JudgedComparison]] = [:]
    for comparison in judged {
      let key = [
        comparison.raw.metric, strata.condition(comparison.candidate),
        strata.name(comparison.candidate),
      ]
      if members[key] == nil { keys.append(key) }
      members[key, default: []].append(comparison)
    }
    let order = description.comparedMetrics
    return order.flatMap { metric in
      keys.filter { $0[0] == metric }.map { key in
        panel(key, (members[key] ?? []).compactMap { outerCase($0, description) }, description)
      }
    }
  }

  private static func outerCase(
    _ judged: JudgedComparison, _ description: SweepDescription
  ) -> OuterCase? {
    let point = description.points[judged.candidate]
    guard let sample = point.sample else { return nil }
    let variance = judged.raw.differences.variance.value ?? 0
    return OuterCase(
      sample: sample, verdict: judged.verdict, difference: judged.raw.mean,
      seedVariance: variance / Double(max(1, judged.raw.pairCount)),
      labels: description.outerAxes.map { point.label(of: $0) ?? "" })
  }

  private static func panel(
    _ key: [String], _ cases: [OuterCase], _ description: SweepDescription
  ) -> Panel {
    let ordered = cases.sorted {
      ($0.sample.replicate, $0.sample.number) < ($1.sample.replicate, $1.sample.number)
    }
    let names = description.outerAxes.map {
      AxisTitle.short($0, among: description.outerAxes)
    }
    // The mixed matrices are no fresh samples: they share all coordinates but one with the first.
    let own = ordered.filter { $0.sample.matrix == .first }
    return Panel(
      condition: key[1], choice: key[2], metric: key[0], cases: own,
      shares: VerdictShare.all(
        own, hasReplicates: description.hasReplicates, level: description.settings.level),
      surface: FlipSurface(own, axes: names),
      indices: SensitivityIndex.all(
        ordered, axes: names, hasReplicates: description.hasReplicates,
        level: description.settings.level))
  }

  /// The findings: one sentence for each panel, then what they rest on.
  func sentences() -> [String] {
    var sentences = panels.map { panel in
      let lead = panel.condition.isEmpty ? "" : "With \(panel.condition): "
      var text = "\(lead)\(panel.choice), \(panel.metric): "
      text +=
        panel.shares.filter { $0.count > 0 }
        .map { "\($0.verdict.rawValue) in \($0.text) of the box" }.joined(separator: ", ") + "."
      if let surface = panel.surface, description.asks(.flipSurface) {
        text += " It flips: \(surface.text)."
      }
      guard description.asks(.sobolIndex) else { return text }
      if let largest = SensitivityIndex.sentence(panel.indices) { text += " " + largest }
      if let seeds = SensitivityIndex.seedShare(panel.cases), seeds >= 0.01 {
        text += " Seeds cause \(DecimalText.fixed(seeds, decimals: 2)) of its variance."
      }
      return text
    }
    if let objective = description.objectives.first, !winners.isEmpty,
      description.asks(.winnerShare)
    {
      let texts = winners.map { winner in
        (winner.condition.isEmpty ? "" : "with \(winner.condition): ") + winner.text
      }
      sentences.append("Best mean \(objective): \(texts.joined(separator: "; ")).")
    }
    let samples = panels.map(\.cases.count).max() ?? 0
    let replicates = Set(panels.flatMap { $0.cases.map(\.sample.replicate) }).count
    sentences.append(
      description.hasReplicates && replicates > 1
        ? "Intervals of shares are over \(replicates) scrambled replicates of the point set; seeds "
          + "are in the verdicts alone. The box is a statement of ignorance, not of probability."
        : "The \(CountText.of(samples, "sample of the box is no replicate", "samples of the box are no replicates")) "
          + "of each other: their shares have no interval. The box is a statement of ignorance, not of probability."
    )
    return sentences + (tooFew.map { [$0] } ?? [])
  }
}
