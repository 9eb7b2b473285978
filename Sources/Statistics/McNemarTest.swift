// SPDX-License-Identifier: Apache-2.0

/// McNemar's exact test of whether two treatments differ in the probability of a yes-or-no outcome.
///
/// Source: McNemar 1947, doi:10.1007/BF02295996, with the exact binomial distribution in place of the
/// chi-squared approximation. Runs are paired; only pairs that disagree carry information.
public struct McNemarTest: Sendable, Equatable {
  /// Pairs in which only the baseline had the outcome.
  public let onlyBaseline: Int
  /// Pairs in which only the candidate had the outcome.
  public let onlyCandidate: Int
  /// The two-sided p-value, from 0 to 1.
  public let pValue: Double

  /// Tests the pairs that disagree.
  ///
  /// - Parameters:
  ///   - onlyBaseline: pairs in which only the baseline had the outcome, zero or more.
  ///   - onlyCandidate: pairs in which only the candidate had it, zero or more.
  /// - Returns: the test; undefined when no pair disagrees.
  public static func test(onlyBaseline: Int, onlyCandidate: Int) -> Estimate<McNemarTest> {
    precondition(onlyBaseline >= 0 && onlyCandidate >= 0, "a count is not negative")
    let discordant = onlyBaseline + onlyCandidate
    guard discordant > 0 else { return .undefined(.noDiscordantPairs) }
    let smaller = min(onlyBaseline, onlyCandidate)
    // P(X <= k) of a fair binomial is I_{1/2}(n - k, k + 1), DLMF 8.17.5.
    let tail = SpecialFunctions.regularizedBeta(
      x: 0.5, complement: 0.5, a: Double(discordant - smaller), b: Double(smaller + 1))
    return .defined(
      McNemarTest(
        onlyBaseline: onlyBaseline, onlyCandidate: onlyCandidate, pValue: min(1, 2 * tail)))
  }

  /// Tests paired outcomes.
  ///
  /// - Parameters:
  ///   - baseline: whether each pair's baseline run had the outcome.
  ///   - candidate: the same for the candidate, with as many elements in the same order.
  /// - Returns: the test; undefined without pairs, and when no pair disagrees.
  public static func test(baseline: [Bool], candidate: [Bool]) -> Estimate<McNemarTest> {
    precondition(baseline.count == candidate.count, "both sides have one outcome for each pair")
    guard !baseline.isEmpty else { return .undefined(.noValues) }
    var onlyBaseline = 0
    var onlyCandidate = 0
    for (before, after) in zip(baseline, candidate) where before != after {
      if before { onlyBaseline += 1 } else { onlyCandidate += 1 }
    }
    return test(onlyBaseline: onlyBaseline, onlyCandidate: onlyCandidate)
  }
}
