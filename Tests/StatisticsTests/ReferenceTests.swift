// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Statistics

/// Every function against SciPy.
@Suite struct ReferenceTests {
  let reference: ReferenceValues

  init() throws {
    reference = try #require(ReferenceValues.shared)
  }

  @Test func `means, medians and t intervals are those of SciPy`() throws {
    for row in reference.meanAndT {
      let sample = Sample(row.values)
      let level = try #require(ConfidenceLevel(row.level))
      let interval = try #require(sample.meanInterval(level: level).value)
      #expect(agrees(sample.mean.value, row.mean), "\(row.name)")
      #expect(agrees(sample.median.value, row.median), "\(row.name)")
      #expect(agrees(sample.standardDeviation.value, row.deviation), "\(row.name)")
      #expect(agrees(interval.lower, row.lower), "\(row.name) at \(row.level)")
      #expect(agrees(interval.upper, row.upper), "\(row.name) at \(row.level)")
      #expect(agrees(interval.estimate, row.mean), "\(row.name)")
    }
    #expect(reference.meanAndT.count == 24)
  }

  @Test func `bootstrap intervals are those of SciPy for the same resamples`() throws {
    for row in reference.bootstrap {
      let statistic = try #require(Bootstrap.Statistic(rawValue: row.statistic))
      let interval = try #require(
        Sample(row.values).bootstrapInterval(
          for: statistic, by: Bootstrap(seed: row.seed, resamples: row.resamples)
        ).value)
      #expect(agrees(interval.lower, row.lower), "\(row.name), \(row.statistic)")
      #expect(agrees(interval.upper, row.upper), "\(row.name), \(row.statistic)")
    }
    #expect(reference.bootstrap.count == 10)
  }

  @Test func `bootstrap intervals are close to those of SciPy for its own resamples`() throws {
    for row in reference.bootstrap {
      let statistic = try #require(Bootstrap.Statistic(rawValue: row.statistic))
      let interval = try #require(
        Sample(row.values).bootstrapInterval(for: statistic, by: Bootstrap(seed: 1)).value)
      let tolerance = 0.1 * (row.otherUpper - row.otherLower)
      #expect(abs(interval.lower - row.otherLower) < tolerance, "\(row.name), \(row.statistic)")
      #expect(abs(interval.upper - row.otherUpper) < tolerance, "\(row.name), \(row.statistic)")
    }
  }

  @Test func `intervals of percentiles are those of SciPy for the same resamples`() throws {
    for row in reference.percentileIntervals {
      let statistic = try #require(Bootstrap.Statistic(rawValue: row.statistic))
      let interval = try #require(
        Sample(row.values).bootstrapInterval(
          for: statistic, by: Bootstrap(seed: row.seed, resamples: row.resamples)
        ).value)
      #expect(agrees(interval.lower, row.lower), "\(row.values.count), \(row.statistic)")
      #expect(agrees(interval.upper, row.upper), "\(row.values.count), \(row.statistic)")
    }
    #expect(
      Set(reference.percentileIntervals.map(\.statistic)) == ["median", "p90", "p95", "p99"])
  }

  @Test func `intervals of differences of quantiles are those of SciPy for the same resamples`()
    throws
  {
    for row in reference.differenceIntervals {
      let statistic = try #require(Bootstrap.Statistic(rawValue: row.statistic))
      let pairs = PairedSample(baseline: Sample(row.baseline), candidate: Sample(row.candidate))
      let bootstrap = Bootstrap(seed: row.seed, resamples: row.resamples)
      let interval = try #require(
        pairs.bootstrapInterval(forDifferenceOf: statistic, by: bootstrap).value)
      #expect(agrees(interval.lower, row.lower), "\(row.baseline.count), \(row.statistic)")
      #expect(agrees(interval.upper, row.upper), "\(row.baseline.count), \(row.statistic)")
      let turned = PairedSample(
        baseline: Sample(Array(row.baseline.reversed())),
        candidate: Sample(Array(row.candidate.reversed())))
      #expect(
        turned.bootstrapInterval(forDifferenceOf: statistic, by: bootstrap) == .defined(interval))
    }
    #expect(reference.differenceIntervals.count == 5)
  }

  @Test func `Wilson intervals are those of SciPy`() throws {
    for row in reference.wilson {
      let level = try #require(ConfidenceLevel(row.level))
      let interval = try #require(
        Proportion(successes: row.successes, of: row.count).wilsonInterval(level: level).value)
      #expect(agrees(interval.lower, row.lower, to: 1e-14), "\(row.successes) of \(row.count)")
      #expect(agrees(interval.upper, row.upper, to: 1e-14), "\(row.successes) of \(row.count)")
    }
    #expect(reference.wilson.count == 27)
  }

  @Test func `exact McNemar p-values are those of SciPy's binomial test`() throws {
    for row in reference.mcnemar {
      let test = try #require(
        McNemarTest.test(onlyBaseline: row.baseline, onlyCandidate: row.candidate).value)
      // Relative, for the p-value of 0 against 400 is 8e-121.
      #expect(abs(test.pValue / row.p - 1) < 1e-9, "\(row.baseline) against \(row.candidate)")
    }
    #expect(reference.mcnemar.count == 10)
  }

  @Test func `quantiles of Student and of the normal are those of SciPy`() {
    for row in reference.studentQuantiles {
      let quantile = StudentDistribution(degreesOfFreedom: row.freedom)
        .upperQuantile(tail: (1 - row.level) / 2)
      #expect(abs(quantile / row.quantile - 1) < 1e-9, "\(row.freedom) at \(row.level)")
    }
    for row in reference.normalQuantiles {
      let quantile = NormalDistribution.upperQuantile(tail: (1 - row.level) / 2)
      #expect(abs(quantile / row.quantile - 1) < 1e-10, "\(row.level)")
    }
    #expect(reference.studentQuantiles.count == 66 && reference.normalQuantiles.count == 8)
  }

  @Test func `signed-rank tests are those of SciPy, or of enumeration where ranks tie`() throws {
    for row in reference.signedRank {
      let test = try #require(SignedRankTest.test(Sample(row.differences)).value)
      #expect(agrees(test.pValue, row.p, to: 1e-12), "\(row.name)")
      #expect(test.positiveRankSum == row.positive, "\(row.name)")
      #expect(test.negativeRankSum == row.negative, "\(row.name)")
      #expect(test.zeros == row.zeros && test.isExact == row.exact, "\(row.name)")
      #expect(test.used + test.zeros == row.differences.count, "\(row.name)")
    }
    #expect(reference.signedRank.count == 9)
  }

  @Test func `correlations are those of SciPy`() {
    for row in reference.correlations {
      let pair = PairedSample(baseline: Sample(row.first), candidate: Sample(row.second))
      #expect(agrees(pair.pearsonCorrelation.value, row.pearson), "\(row.name)")
      #expect(agrees(pair.spearmanCorrelation.value, row.spearman), "\(row.name)")
    }
    #expect(reference.correlations.count == 6)
  }

  @Test func `nearest ranks are those of NumPy's inverted distribution function`() throws {
    for row in reference.percentiles {
      let percentile = try #require(Percentile(partsPerMillion: row.ppm))
      #expect(percentile.value(in: row.values) == .defined(row.value), "\(row.name) \(row.ppm)")
    }
    #expect(reference.percentiles.count == 64)
  }

  @Test func `the generator gives the same stream as its model in another language`() {
    var raw = SplitMix64(seed: 2021)
    var bounded = SplitMix64(seed: 2021)
    let stream = [raw.next()] + (0..<8).map { _ in UInt64(bounded.next(below: 10)) }
    #expect(stream == reference.splitMix)
  }
}
