// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Statistics

/// What has no value says why, and never becomes a NaN.
@Suite struct DegenerateInputTests {
  let nothing = Sample([Int]())
  let one = Sample([5])
  let equal = Sample([0.1, 0.1, 0.1])

  @Test func `a sample without values has no statistics`() {
    #expect(nothing.mean == .undefined(.noValues))
    #expect(nothing.median == .undefined(.noValues))
    #expect(nothing.variance == .undefined(.tooFewValues(needed: 2, given: 0)))
    #expect(nothing.meanInterval() == .undefined(.noValues))
    #expect(Percentile.p99.value(in: []) == .undefined(.noValues))
    #expect(Proportion(successes: 0, of: 0).wilsonInterval() == .undefined(.noValues))
    #expect(SignedRankTest.test(nothing) == .undefined(.noValues))
    #expect(McNemarTest.test(baseline: [], candidate: []) == .undefined(.noValues))
    #expect(HolmAdjustment.adjusted([Double]()).isEmpty)
  }

  @Test func `a single value has a mean but no interval`() {
    #expect(one.mean == .defined(5))
    #expect(one.median == .defined(5))
    #expect(one.standardDeviation == .undefined(.tooFewValues(needed: 2, given: 1)))
    #expect(one.meanInterval() == .undefined(.tooFewValues(needed: 2, given: 1)))
    #expect(
      one.bootstrapInterval(for: .mean, by: Bootstrap(seed: 1))
        == .undefined(.tooFewValues(needed: 2, given: 1)))
    #expect(Percentile.p50.value(in: [5]) == .defined(5))
  }

  @Test func `equal values have a mean, a deviation of zero and no interval`() {
    #expect(equal.mean == .defined(0.1))
    #expect(equal.standardDeviation == .defined(0))
    #expect(equal.meanInterval() == .undefined(.noSpread))
    for statistic in Bootstrap.Statistic.allCases {
      let interval = equal.bootstrapInterval(for: statistic, by: Bootstrap(seed: 1, resamples: 99))
      let isMiddle = statistic == .mean || statistic == .median
      #expect((interval.reason == .noSpread) == isMiddle)
      #expect(interval.value == nil)
    }
  }

  @Test func `paired sides that do not differ cannot be tested`() {
    let pair = PairedSample(baseline: Sample([4, 9, 2]), candidate: Sample([4, 9, 2]))
    #expect(SignedRankTest.test(pair.differences) == .undefined(.allDifferencesZero))
    #expect(pair.differences.meanInterval() == .undefined(.noSpread))
    #expect(
      McNemarTest.test(baseline: [true, false], candidate: [true, false])
        == .undefined(.noDiscordantPairs))
  }

  @Test func `a side that does not vary has no correlation`() {
    let pair = PairedSample(baseline: Sample([1, 2, 3]), candidate: equal)
    #expect(pair.pearsonCorrelation == .undefined(.noSpread))
    #expect(pair.spearmanCorrelation == .undefined(.noSpread))
    let short = PairedSample(baseline: one, candidate: one)
    #expect(short.pearsonCorrelation == .undefined(.tooFewValues(needed: 2, given: 1)))
  }

  @Test func `differences that vanish beside the values do not become a NaN`() {
    let values = [1e-200, 2e-200, 4e-200]
    let pair = PairedSample(baseline: Sample(values), candidate: Sample(values))
    #expect(Sample(values).meanInterval() == .undefined(.noSpread))
    #expect(agrees(pair.pearsonCorrelation.value, 1))
    let interval = Sample(values).bootstrapInterval(
      for: .mean, by: Bootstrap(seed: 3, resamples: 199))
    #expect(interval.value?.lower.isFinite == true)
  }

  @Test func `the largest allowed values give finite intervals`() throws {
    let sample = Sample([-Sample.magnitudeLimit, 0, 1, Sample.magnitudeLimit])
    for interval in [
      sample.meanInterval(), sample.bootstrapInterval(for: .mean, by: Bootstrap(seed: 3)),
      PairedSample(baseline: sample, candidate: Sample([1, 2, 3, 4])).differences.meanInterval(),
    ] {
      let value = try #require(interval.value)
      #expect(value.lower.isFinite && value.upper.isFinite && value.lower < value.upper)
    }
  }

  @Test func `a percentile has an interval only where the largest value can bound it`() throws {
    let values = (0..<368).map { ($0 * 37) % 401 }
    let bootstrap = Bootstrap(seed: 1, resamples: 299)
    #expect(
      Sample(Array(values.prefix(367))).bootstrapInterval(for: .p99, by: bootstrap)
        == .undefined(.tooFewValues(needed: 368, given: 367)))
    let sample = Sample(values)
    #expect(sample.bootstrapInterval(for: .p99, by: bootstrap).value != nil)
    let interval = try #require(sample.bootstrapInterval(for: .p90, by: bootstrap).value)
    #expect(Percentile.p90.value(in: values) == .defined(Int(interval.estimate)))
    #expect(interval.lower < interval.estimate && interval.estimate < interval.upper)
    #expect(Bootstrap.Statistic.p90.countNeeded(level: .ninetyFivePercent) == 36)
    #expect(Bootstrap.Statistic.p95.countNeeded(level: .ninetyFivePercent) == 72)
  }

  @Test func `resamples that all agree have no interval`() {
    // One resample is a distribution of a single value.
    let interval = Sample([1, 2, 3]).bootstrapInterval(
      for: .mean, by: Bootstrap(seed: 1, resamples: 1))
    #expect(interval == .undefined(.allResamplesEqual))
  }

  @Test func `an estimate outside its resamples has no interval`() {
    // With two resamples both may lie on one side of the estimate, for some seed.
    let reasons = (0..<40).map { seed in
      Sample([1, 2, 3, 50]).bootstrapInterval(
        for: .mean, by: Bootstrap(seed: seed, resamples: 2)
      ).reason
    }
    #expect(reasons.contains(.outsideBootstrapDistribution))
  }

  @Test func `a median whose leave-one-out medians agree still has an interval`() throws {
    let sample = Sample([0, 0, 0, 0, 7, 9])
    let interval = try #require(
      sample.bootstrapInterval(for: .median, by: Bootstrap(seed: 5)).value)
    #expect(interval.lower == 0)
    #expect(interval.upper > 0)
  }

  @Test func `a value that is not a number is a programmer's error`() async {
    await #expect(processExitsWith: .failure) {
      _ = Sample([1, Double.nan])
    }
  }
}
