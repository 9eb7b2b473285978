// SPDX-License-Identifier: Apache-2.0

/// How often comparisons of a thing with itself found a difference, beside how often they promised to.
///
/// The comparisons must be independent, and pair runs of *different* seeds: under the same random numbers
/// both sides are bit-identical and the rate is 0 of anything.
public struct FalsePositiveRate: Sendable, Equatable {
  /// The comparisons that found a difference, of all.
  public let found: Proportion
  /// The rate that was promised, strictly between 0 and 1.
  public let promised: Double

  /// Creates a rate from counted verdicts.
  ///
  /// - Parameters:
  ///   - found: the comparisons that found a difference, of all.
  ///   - promised: the rate that was promised, strictly between 0 and 1.
  public init(found: Proportion, promised: Double = 0.05) {
    precondition(promised > 0 && promised < 1, "strictly between 0 and 1")
    self.found = found
    self.promised = promised
  }

  /// Creates a rate from p-values.
  ///
  /// - Parameters:
  ///   - pValues: of each comparison, uncorrected; an undefined one found no difference.
  ///   - promised: the significance they are held against.
  public init(pValues: [Estimate<Double>], promised: Double = 0.05) {
    let found = pValues.count { $0.value.map { $0 <= promised } ?? false }
    self.init(found: Proportion(successes: found, of: pValues.count), promised: promised)
  }

  /// The exact interval of the true rate; undefined without comparisons.
  public func interval(level: ConfidenceLevel = .ninetyFivePercent)
    -> Estimate<ConfidenceInterval>
  {
    found.clopperPearsonInterval(level: level)
  }

  /// The exact test of whether the true rate is the one promised; undefined without comparisons.
  ///
  /// `greaterPValue` alone asks for too many: a discrete test keeps below its promise by design.
  public var test: Estimate<BinomialTest> { BinomialTest.test(found, probability: promised) }

  /// Returns how many false positives the promise allows: the central range of its distribution.
  ///
  /// - Parameter level: the least probability of the range.
  /// - Returns: counts; undefined without comparisons.
  public func promisedCounts(level: ConfidenceLevel = .ninetyFivePercent)
    -> Estimate<ClosedRange<Int>>
  {
    guard found.count > 0 else { return .undefined(.noValues) }
    let distribution = Binomial(count: found.count, probability: promised)
    let lower = WholeNumberSearch.first(from: 0, upTo: found.count) {
      distribution.atMost($0) > level.tail
    }
    let upper = WholeNumberSearch.first(from: 0, upTo: found.count) {
      distribution.atLeast($0 + 1) <= level.tail
    }
    return lower.flatMap { lower in upper.map { lower...max(lower, $0) } }
  }

  /// Whether the false positives are as many as the promise allows; undefined without comparisons.
  public func keepsItsPromise(level: ConfidenceLevel = .ninetyFivePercent) -> Estimate<Bool> {
    promisedCounts(level: level).map { $0.contains(found.successes) }
  }
}
