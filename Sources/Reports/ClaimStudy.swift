// SPDX-License-Identifier: Apache-2.0

internal import Statistics

/// How often what a report claims is wrong of the user's own runs.
///
/// Blocks of a few runs are judged as a sweep of so many repetitions would be, each claim by itself, and held
/// against what all runs together say, which is taken for the truth. A block is used at one point or pair
/// only, the points taking turns, because points share their seeds.
struct ClaimStudy: Sendable {
  /// One claim about one metric.
  struct Row: Sendable {
    /// The metric.
    let metric: String
    /// The claim.
    let claim: Claim
    /// How often it was wrong, of the blocks in which it could be.
    let rate: FalsePositiveRate
  }

  /// What a report claims.
  enum Claim: String, Sendable, CaseIterable {
    /// The interval of a mean does not hold the mean of all runs.
    case mean = "interval of a mean misses it"
    /// The interval of a difference from the baseline does not hold that of all runs.
    case difference = "interval of a difference misses it"
    /// Better or worse, where all runs say the other, or no difference.
    case direction = "'better' or 'worse' of the wrong side"
    /// Equivalent, where all runs differ by more than the margin.
    case equivalent = "'equivalent' of a difference that matters"
    /// A best choice among arms that are one and the same choice on different seeds.
    case best = "'best' among equals"
    /// Violated, where all runs fulfil what is required.
    case violated = "'violated' of a choice that fulfils it"

    /// How often it may be wrong, of a significance.
    func promised(_ significance: Double) -> Double {
      self == .violated ? significance / 2 : significance
    }
  }

  /// The rows, metric by metric; none where there is no block.
  let rows: [Row]
  /// How many runs a block has.
  let pairs: Int

  /// Judges blocks of so many runs.
  init(_ results: SweepResults, pairs: Int) {
    self.pairs = pairs
    let study = ClaimBlocks(results, size: pairs)
    let description = results.description
    let metrics =
      description.comparedMetrics.isEmpty ? description.metrics : description.comparedMetrics
    var rows: [Row] = []
    for metric in metrics {
      for claim in Claim.allCases {
        guard let counted = study.wrong(claim, metric), counted.count > 0 else { continue }
        rows.append(
          Row(
            metric: metric, claim: claim,
            rate: FalsePositiveRate(
              found: counted, promised: claim.promised(description.settings.significance))))
      }
    }
    self.rows = rows
  }
}
