internal import Statistics
internal import TrialExecution

/// Whether so few pairs could have shown anything at all.
enum AttainableNote {
  /// The fewest pairs, all of one sign, that a test of signs or ranks rejects in a family.
  ///
  /// With n pairs the smallest p is 2^(1 - n); it is multiplied by the family's size and by the looks.
  static func pairsNeeded(_ familySize: Int, _ settings: ComparisonSettings) -> Int {
    let tests = settings.correction == .none ? 1 : max(1, familySize)
    let factor = Double(tests * (settings.stopping?.looks ?? 1))
    var pairs = 1
    var least = factor
    while least >= settings.significance, pairs < 1_000 {
      pairs += 1
      least /= 2
    }
    return pairs
  }

  /// A sentence where no comparison could have come to "better" or "worse", whatever the runs said.
  static func sentence(_ judged: [JudgedComparison], _ settings: ComparisonSettings) -> String? {
    let tested = judged.filter { !$0.raw.isExact }
    guard let largest = tested.max(by: { $0.raw.pairCount < $1.raw.pairCount }) else { return nil }
    let isBounded = tested.allSatisfy { comparison in
      (comparison.raw.isShare || settings.test == .wilcoxon)
        && comparison.raw.pairCount < pairsNeeded(comparison.familySize, settings)
    }
    guard isBounded else { return nil }
    let needed = tested.map { pairsNeeded($0.familySize, settings) }.min() ?? 0
    let level = DecimalText.fixed(settings.significance * 100, decimals: 0)
    return "Too few runs: no difference, however large, can be shown at \(level) % by "
      + "\(largest.raw.pairCount) pairs in a family of \(largest.familySize) tests; it takes "
      + "\(needed) repetitions at least."
  }
}
