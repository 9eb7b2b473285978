// SPDX-License-Identifier: Apache-2.0

/// The values of one metric under two treatments, paired run by run.
///
/// Runs are paired by their repetition, in which both treatments met the same random numbers; that
/// removes the variation that the workload causes from the difference.
public struct PairedSample: Sendable, Equatable {
  /// The values under the baseline, in the order of the pairs.
  public let baseline: Sample
  /// The values under the candidate, in the order of the pairs.
  public let candidate: Sample

  /// Creates a paired sample.
  ///
  /// - Parameters:
  ///   - baseline: one value for each pair.
  ///   - candidate: as many values, in the same order.
  public init(baseline: Sample, candidate: Sample) {
    precondition(baseline.count == candidate.count, "both sides have one value for each pair")
    self.baseline = baseline
    self.candidate = candidate
  }

  /// Pairs restricted durations, so that killed and unfinished runs count and are never left out.
  ///
  /// The interval of the `differences` is that of the difference of two restricted means.
  ///
  /// - Parameters:
  ///   - baseline: one duration for each pair.
  ///   - candidate: as many, in the same order and restricted to the same instant.
  public init(baseline: RestrictedSample, candidate: RestrictedSample) {
    precondition(baseline.until == candidate.until, "both sides end at the same instant")
    self.init(baseline: baseline.sample, candidate: candidate.sample)
  }

  /// The number of pairs.
  public var count: Int { baseline.count }

  /// Candidate minus baseline for each pair, in the unit of the values: negative is less.
  ///
  /// Its `mean`, `meanInterval(level:)` and `bootstrapInterval(for:by:level:)` are the paired
  /// difference with its interval.
  public var differences: Sample {
    Sample(derived: zip(baseline.values, candidate.values).map { $1 - $0 })
  }

  /// Pearson's product-moment correlation of the two sides, from -1 to 1.
  ///
  /// Source: Pearson 1895, doi:10.1098/rspl.1895.0041. Between treatments it tells what pairing bought:
  /// with equal variances the variance of the difference falls by the factor 1 - r. Undefined for fewer
  /// than two pairs and when one side does not vary.
  public var pearsonCorrelation: Estimate<Double> {
    guard count >= 2 else { return .undefined(.tooFewValues(needed: 2, given: count)) }
    guard let left = standardised(baseline), let right = standardised(candidate) else {
      return .undefined(.noSpread)
    }
    let product = zip(left, right).reduce(into: CompensatedSum()) { $0.add($1.0 * $1.1) }
    return .defined(min(1, max(-1, product.total)))
  }

  /// Spearman's rank correlation of the two sides, from -1 to 1, with mean ranks for ties.
  ///
  /// Source: Spearman 1904, doi:10.2307/1412159. Undefined as Pearson's is.
  public var spearmanCorrelation: Estimate<Double> {
    PairedSample(
      baseline: Sample(Ranking(of: baseline.values).doubledRanks),
      candidate: Sample(Ranking(of: candidate.values).doubledRanks)
    ).pearsonCorrelation
  }

  /// Returns the distances from the mean as a vector of length one, or `nil` if all vanish.
  private func standardised(_ sample: Sample) -> [Double]? {
    guard let mean = sample.mean.value else { return nil }
    let distances = sample.values.map { $0 - mean }
    let scale = distances.reduce(0) { max($0, abs($1)) }
    guard scale > 0 else { return nil }
    let scaled = distances.map { $0 / scale }
    let squares = scaled.reduce(into: CompensatedSum()) { $0.add($1 * $1) }
    let length = squares.total.squareRoot()
    return scaled.map { $0 / length }
  }
}
