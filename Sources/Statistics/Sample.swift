// SPDX-License-Identifier: Apache-2.0

/// The values of one metric over independent runs, in the order of the runs.
///
/// The run is the statistical unit: a value is one run's mean, percentile or count, and samples
/// inside one run are never pooled into one of these.
public struct Sample: Sendable, Equatable {
  /// The largest magnitude of a value.
  ///
  /// It is far above any count of nanoseconds or bytes, and low enough that the sums of cubes formed here stay finite.
  public static let magnitudeLimit = 1e90

  /// The values, in the order they were given.
  public let values: [Double]

  /// Creates a sample of finite values.
  ///
  /// - Parameter values: each finite and of a magnitude of at most `magnitudeLimit`; anything else is
  ///   a programmer's error, as stored metrics are integers.
  public init(_ values: [Double]) {
    precondition(
      values.allSatisfy { abs($0) <= Self.magnitudeLimit },
      "values are finite and at most \(Self.magnitudeLimit) in magnitude")
    self.values = values
  }

  /// Creates a sample of stored integers.
  ///
  /// - Parameter values: integers of any unit; beyond 2^53 they are rounded to the nearest double.
  public init(_ values: [Int]) {
    self.values = values.map(Double.init)
  }

  /// Creates a sample of values made from checked ones, which may be a little beyond the limit.
  init(derived values: [Double]) {
    self.values = values
  }

  /// The number of values.
  public var count: Int { values.count }

  /// The arithmetic mean, in the unit of the values; undefined without values.
  public var mean: Estimate<Double> {
    guard let origin = values.first else { return .undefined(.noValues) }
    // Summing distances from the first value makes the mean of equal values exactly that value, and
    // keeps the digits of values that are large and close together.
    let sum = values.reduce(into: CompensatedSum()) { $0.add($1 - origin) }
    return .defined(origin + sum.total / Double(count))
  }

  /// The median, in the unit of the values; of an even number, the midpoint of the middle two.
  ///
  /// Unlike `Percentile.p50`, which picks one of a run's own samples, this estimates a population's
  /// median, for which the midpoint is the customary estimator. Undefined without values.
  public var median: Estimate<Double> {
    values.isEmpty ? .undefined(.noValues) : .defined(middle(ofSorted: values.sorted()))
  }

  /// The sample variance with divisor n - 1, in the square of the values' unit.
  ///
  /// Undefined for fewer than two values; zero when all are equal.
  public var variance: Estimate<Double> {
    guard count >= 2 else { return .undefined(.tooFewValues(needed: 2, given: count)) }
    return mean.map { mean in
      let squares = values.reduce(into: CompensatedSum()) { $0.add(($1 - mean) * ($1 - mean)) }
      return squares.total / Double(count - 1)
    }
  }

  /// The square root of the sample variance, in the unit of the values.
  ///
  /// Undefined for fewer than two values; zero when all are equal.
  public var standardDeviation: Estimate<Double> {
    variance.map { $0.squareRoot() }
  }

  /// Returns Student's t interval for the mean.
  ///
  /// Source: Student 1908, "The Probable Error of a Mean", doi:10.1093/biomet/6.1.1. It assumes that
  /// the mean of so many runs is close to normal: with few runs of a skewed metric prefer
  /// `bootstrapInterval(for:by:level:)`.
  ///
  /// - Parameter level: how often such an interval is meant to hold the true mean.
  /// - Returns: an interval in the unit of the values; undefined for fewer than two values and when
  ///   all are equal, because runs that do not vary are one run, not many.
  public func meanInterval(level: ConfidenceLevel = .ninetyFivePercent)
    -> Estimate<ConfidenceInterval>
  {
    mean.flatMap { mean in
      standardDeviation.flatMap { deviation in
        guard deviation > 0 else { return .undefined(.noSpread) }
        let standardError = deviation / Double(count).squareRoot()
        let quantile = StudentDistribution(degreesOfFreedom: count - 1)
          .upperQuantile(tail: level.tail)
        return .defined(
          ConfidenceInterval(
            estimate: mean, lower: mean - quantile * standardError,
            upper: mean + quantile * standardError, level: level, method: .studentT))
      }
    }
  }
}

/// Returns the median of ascending values, of which there is at least one.
func middle(ofSorted values: some RandomAccessCollection<Double>) -> Double {
  let lower = values[values.index(values.startIndex, offsetBy: (values.count - 1) / 2)]
  let upper = values[values.index(values.startIndex, offsetBy: values.count / 2)]
  return lower + (upper - lower) / 2
}
