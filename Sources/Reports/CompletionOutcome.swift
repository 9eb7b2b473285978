// SPDX-License-Identifier: Apache-2.0

internal import Statistics

/// Which of two choices got there at all, run by run: what comes before any mean of how long it took.
struct CompletionOutcome: Sendable {
  /// The place of the baseline.
  let baseline: Int
  /// The place of the candidate.
  let candidate: Int
  /// The pairs.
  let runs: PairedRuns

  /// McNemar's exact test of whether one gets there more often.
  var test: Estimate<McNemarTest> {
    McNemarTest.test(
      onlyBaseline: runs.outcomes.onlyBaseline, onlyCandidate: runs.outcomes.onlyCandidate)
  }

  /// The outcomes of a metric that may never end, for each comparison; none for other metrics.
  static func all(
    of metric: String, _ results: SweepResults, _ book: ComparisonBook
  ) -> [CompletionOutcome] {
    book.comparisons(of: metric).compactMap { judged in
      guard let left = results.series(metric, judged.baseline),
        let right = results.series(metric, judged.candidate), right.isDurationThatMayNotEnd
      else { return nil }
      return CompletionOutcome(
        baseline: judged.baseline, candidate: judged.candidate, runs: PairedRuns(left, right))
    }
  }
}
