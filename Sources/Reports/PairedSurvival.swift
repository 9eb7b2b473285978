// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import Statistics

/// Which side of each pair of runs lost work: a kill, or a task that did not complete.
///
/// What a policy that kills measures in the rest of such a run is of the living, and no merit of it.
struct PairedSurvival: Sendable, Hashable {
  /// In how many pairs the baseline lost what the candidate did not.
  private(set) var lostByBaseline = 0
  /// In how many pairs the candidate lost what the baseline did not.
  private(set) var lostByCandidate = 0
  /// The kills and completions of the pairs, each with what does not matter of it.
  private var shares: [Compared] = []

  private struct Compared: Sendable, Hashable {
    let pairs: PairedProportion
    let margin: Double
  }

  /// Looks at the pairs of two points.
  init(
    _ baseline: Int, _ candidate: Int, in results: SweepResults, _ settings: ComparisonSettings
  ) {
    var losses: [(baseline: Set<Int>, candidate: Set<Int>)] = []
    for metric in results.survivalMetrics {
      guard let left = results.series(metric, baseline),
        let right = results.series(metric, candidate)
      else { continue }
      let raw = PairedComparison(baseline: left, candidate: right, settings: settings)
      // A task without an end never completes, and says nothing.
      guard raw.pairCount > 0 else { continue }
      shares.append(Compared(pairs: raw.shares, margin: raw.margin))
      // The share of runs with a kill, and of those with a completion: one is bad and one is good.
      let isBad = raw.definition.direction == .lower ? 1.0 : -1.0
      let signs = raw.differences.values.map { $0 * isBad }
      losses.append(
        (
          Set(signs.indices.filter { signs[$0] < 0 }), Set(signs.indices.filter { signs[$0] > 0 })
        ))
    }
    lostByBaseline = losses.reduce(into: Set()) { $0.formUnion($1.baseline) }.count
    lostByCandidate = losses.reduce(into: Set()) { $0.formUnion($1.candidate) }.count
  }

  /// A pair of which nothing is known.
  init() {}

  /// Whether neither side lost anything that the other did not.
  var isAlike: Bool { lostByBaseline == 0 && lostByCandidate == 0 }

  /// Whether the runs show that kills and completions differ by no more than matters.
  func isSettled(_ level: ConfidenceLevel) -> Bool {
    shares.allSatisfy { compared in
      compared.pairs.interval(level: level).value.map {
        $0.lower >= -compared.margin && $0.upper <= compared.margin
      } ?? false
    }
  }
}
