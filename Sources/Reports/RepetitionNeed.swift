// SPDX-License-Identifier: Apache-2.0

internal import Statistics

/// About how many more repetitions would decide what the runs so far do not.
///
/// It takes what was seen for the truth, and asks for a power of 80 %: an order of magnitude, not a
/// promise. Equivalence takes the interval of the family within the margin, which is stricter than the
/// two one-sided tests. Runs must not be added until something is decided, unless by a rule stated before.
enum RepetitionNeed: Sendable, Hashable {
  /// So many more.
  case about(Int)
  /// More than is sensible: the two can hardly be told apart.
  case tooMany

  /// Above this many it is only said that there are more.
  static let limit = 10_000
  /// Pitman's efficiency of the signed-rank test beside the t test for normal differences, 3/pi.
  private static let signedRankEfficiency = 0.955

  /// As the report says it, such as `about 40 more`.
  var text: String {
    switch self {
    case .about(let count): "about \(count) more"
    case .tooMany: "more than 10,000"
    }
  }

  /// A forecast with one significant digit: more would be a precision that a guess does not have.
  static func rounded(_ count: Int) -> Int {
    var unit = 1
    while count / unit >= 10 { unit *= 10 }
    return (count + unit / 2) / unit * unit
  }

  /// Whether it is a single one.
  var isOne: Bool { self == .about(1) }

  /// For a difference of means.
  ///
  /// - Parameters:
  ///   - differences: the paired differences so far.
  ///   - margin: the largest difference that does not matter.
  ///   - level: of one test in its family.
  ///   - isRanked: whether the test is Wilcoxon's, which needs some pairs whatever they say.
  static func ofMean(
    _ differences: Sample, margin: Double, level: ConfidenceLevel, isRanked: Bool
  ) -> RepetitionNeed {
    let most = differences.count + limit + 1
    var totals = [
      RequiredRepetitions.forDifference(differences, level: level, maximum: most).value,
      margin > 0
        ? RequiredRepetitions.forEquivalence(
          differences, margin: margin, level: level.ofEquivalenceByInterval, maximum: most
        ).value : nil,
    ].compactMap { $0 }
    // Differences that are all equal need only be enough for the test of signs.
    if differences.standardDeviation.value ?? 0 == 0 { totals = [2] }
    guard var total = totals.min() else { return .tooMany }
    if isRanked {
      total = Int((Double(total) / signedRankEfficiency).rounded(.up))
      // Differences of zero have no sign: only the others count for the test.
      let signed = differences.values.count { $0 != 0 }
      let share = signed == 0 ? 1 : Double(signed) / Double(differences.count)
      while total <= most, !canReject(Int(Double(total) * share), level) { total += 1 }
    }
    return more(than: differences.count, total)
  }

  /// For a difference of two shares of the same runs.
  static func ofShare(
    _ pairs: PairedProportion, margin: Double, level: ConfidenceLevel
  ) -> RepetitionNeed {
    let most = pairs.count + limit + 1
    let totals = [
      RequiredRepetitions.forDifference(pairs, level: level, maximum: most).value,
      margin > 0 && margin < 1
        ? RequiredRepetitions.forEquivalence(
          pairs, margin: margin, level: level.ofEquivalenceByInterval, maximum: most
        ).value : nil,
    ].compactMap { $0 }
    return totals.min().map { more(than: pairs.count, $0) } ?? .tooMany
  }

  /// Whether so many pairs of one sign are enough for a test of signs and ranks.
  private static func canReject(_ pairs: Int, _ level: ConfidenceLevel) -> Bool {
    var tail = 2.0
    for _ in 0..<min(pairs, 1_000) { tail /= 2 }
    return tail < 1 - level.probability
  }

  private static func more(than count: Int, _ total: Int) -> RepetitionNeed {
    total > count + limit ? .tooMany : .about(max(1, total - count))
  }
}
