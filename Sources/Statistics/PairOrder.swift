// SPDX-License-Identifier: Apache-2.0

/// In how many pairs the candidate had less, as much and more than the baseline.
public struct PairOrder: Sendable, Equatable {
  /// Pairs in which the candidate had less.
  public let less: Int
  /// Pairs in which both had the same, or differ by no more than the tolerance.
  public let equal: Int
  /// Pairs in which the candidate had more.
  public let greater: Int

  /// Counts the differences of a paired sample, candidate minus baseline.
  ///
  /// - Parameters:
  ///   - differences: one for each pair.
  ///   - tolerance: zero or positive: how far apart two values count as the same.
  public init(_ differences: Sample, tolerance: Double = 0) {
    precondition(tolerance >= 0, "a tolerance is not negative")
    less = differences.values.count { $0 < -tolerance }
    greater = differences.values.count { $0 > tolerance }
    equal = differences.count - less - greater
  }

  /// All pairs.
  public var count: Int { less + equal + greater }

  /// The probability that the candidate has less than the baseline in a pair, half of the equal pairs
  /// counted to it: from 0 to 1, one half where neither is ahead.
  ///
  /// Source: Grissom and Kim 2012, "Effect Sizes for Research", the dependent-groups probability of
  /// superiority. Undefined without pairs.
  public var probabilityOfLess: Estimate<Double> {
    count == 0
      ? .undefined(.noValues)
      : .defined((Double(less) + Double(equal) / 2) / Double(count))
  }

  /// The exact sign test of whether less and more are equally frequent among unequal pairs.
  ///
  /// Undefined when every pair is equal.
  public var signTest: Estimate<Double> {
    less + greater == 0
      ? .undefined(.allDifferencesZero)
      : McNemarTest.test(onlyBaseline: greater, onlyCandidate: less).map(\.pValue)
  }
}
