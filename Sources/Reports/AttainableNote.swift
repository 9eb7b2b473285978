// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import HostConfiguration
internal import Statistics

/// Whether so few pairs could have shown anything at all.
enum AttainableNote {
  /// The fewest pairs in each test of a family with which the family can reject at all.
  ///
  /// Every pair of every test has the same sign then, which a step-up correction rewards: under Benjamini
  /// and Hochberg a family of any size takes as few as a single test.
  static func pairsNeeded(_ familySize: Int, _ settings: ComparisonSettings) -> Int {
    var pairs = 1
    while pairs < 1_000,
      !canReject(Array(repeating: pairs, count: max(1, familySize)), settings)
    {
      pairs += 1
    }
    return pairs
  }

  /// Whether tests of signs or ranks of one family, with so many pairs each, can reject anything.
  ///
  /// With n pairs the smallest p is 2^(1 - n); looks and the correction of the family raise it.
  static func canReject(_ pairCounts: [Int], _ settings: ComparisonSettings) -> Bool {
    let least = pairCounts.map { count in
      settings.correctedForLooks(.defined(min(1, exp2(1 - Double(count)))))
    }
    return settings.correction.adjusted(least).contains {
      ($0.value ?? 1) < settings.significance
    }
  }

  /// How many repetitions the family takes at least that is nearest to an answer, where no comparison could
  /// have come to "better" or "worse"; nil where one could.
  static func repetitionsNeeded(
    _ families: [[JudgedComparison]], _ settings: ComparisonSettings
  ) -> Int? {
    nearest(families, settings)?.need
  }

  /// A sentence where no comparison could have come to "better" or "worse", whatever the runs said.
  ///
  /// - Parameters:
  ///   - families: the comparisons, those together that are corrected together.
  ///   - settings: how they were compared.
  static func sentence(
    _ families: [[JudgedComparison]], _ settings: ComparisonSettings
  ) -> String? {
    guard let nearest = nearest(families, settings),
      let least = nearest.counts.min(), let most = nearest.counts.max()
    else { return nil }
    let pairs = CountText.of(most, "pair")
    return "Too few runs: no difference, however large, can be shown at "
      + "\(LevelText.significance(settings.level)) by "
      + "\(least < most ? "\(least) to \(pairs)" : pairs) in a family of "
      + "\(CountText.of(nearest.counts.count, "test")); it takes "
      + "\(CountText.of(nearest.need, "repetition")) of each at least."
  }

  /// The pairs of each test of the family that needs the fewest, and how many it needs; nil where some family
  /// can reject something.
  private static func nearest(
    _ families: [[JudgedComparison]], _ settings: ComparisonSettings
  ) -> (counts: [Int], need: Int)? {
    let tested = families.map { $0.filter { !$0.raw.isExact } }.filter { !$0.isEmpty }
    let isBounded = tested.joined().allSatisfy { $0.raw.isShare || settings.test == .wilcoxon }
    let families = tested.map { $0.map(\.raw.pairCount) }
    guard isBounded, !families.contains(where: { canReject($0, settings) }) else { return nil }
    // The family that needs the fewest is the nearest to an answer.
    let needs = families.map { (counts: $0, need: pairsNeeded($0.count, settings)) }
    return needs.min { $0.need < $1.need }
  }
}
