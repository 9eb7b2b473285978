// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Statistics

/// Intervals of many samples at once, against the plain way: one sample, every statistic, sorted.
@Suite struct ManyIntervalsTests {
  private static let bootstrap = Bootstrap(seed: 11, resamples: 399)

  /// Samples of several sizes: far from zero, tied, of zeros and ones, of tiny spread, without any.
  private let samples: [Sample] = (0..<27).map { number in
    var generator = SplitMix64(seed: UInt64(number))
    let size = [2, 5, 30][number % 3]
    return Sample(
      (0..<size).map { _ in
        let value = Double(generator.next(below: 1_000_000))
        switch number % 9 {
        case 0, 1, 2: return value * value
        case 3: return Double(generator.next(below: 2))
        case 4: return 1e15 + Double(generator.next(below: 3))
        case 5: return 1 + value * 0x1p-52
        case 6: return 7
        case 7: return value * Double.leastNonzeroMagnitude
        default: return -value / 3
        }
      })
  }

  /// The interval of a mean by its definition.
  private func plain(_ sample: Sample, _ bootstrap: Bootstrap) -> Estimate<ConfidenceInterval> {
    let values = sample.values.sorted()
    guard values[0] < values[values.count - 1] else { return .undefined(.noSpread) }
    let count = values.count
    func mean(_ indices: [Int]) -> Double {
      values[0] + indices.reduce(0) { $0 + (values[$1] - values[0]) } / Double(indices.count)
    }
    var generator = SplitMix64(seed: bootstrap.seed)
    let means = (0..<bootstrap.resamples).map { _ in
      mean((0..<count).map { _ in generator.next(below: count) })
    }.sorted()
    let estimate = mean(Array(0..<count))
    let leftOut = (0..<count).map { left in mean((0..<count).filter { $0 != left }) }
    let reading = BootstrapReading(
      estimate: estimate, resamples: means.count, range: means[0]...means[means.count - 1],
      below: means.count { $0 < estimate }, notAbove: means.count { $0 <= estimate },
      acceleration: BootstrapReading.acceleration(leftOut: leftOut))
    return reading.places(level: .ninetyFivePercent).map { places in
      func value(_ place: BootstrapReading.Place) -> Double {
        place.value(means[place.rank], means[place.nextRank])
      }
      return reading.interval(value(places.lower), value(places.upper), .ninetyFivePercent)
    }
  }

  @Test func `give what sorting every resample gives`() {
    let found = Self.bootstrap.intervals(for: .mean, of: samples)
    var defined = 0
    for (sample, interval) in zip(samples, found) {
      let expected = plain(sample, Self.bootstrap)
      #expect(interval.reason == expected.reason, "\(sample.values)")
      guard let value = interval.value, let other = expected.value else { continue }
      defined += 1
      // Leave-one-out means are formed in another way, so the last digits may differ.
      let tolerance = 1e-9 * (other.upper - other.lower)
      #expect(abs(value.lower - other.lower) <= tolerance, "\(sample.values)")
      #expect(abs(value.upper - other.upper) <= tolerance, "\(sample.values)")
    }
    #expect(defined > 15)
  }

  @Test func `do not depend on what else is asked, nor on its order`() {
    for statistic in [Bootstrap.Statistic.mean, .median] {
      let together = Self.bootstrap.intervals(for: statistic, of: samples)
      let alone = samples.map { $0.bootstrapInterval(for: statistic, by: Self.bootstrap) }
      #expect(together == alone)
      let reversed = Self.bootstrap.intervals(for: statistic, of: samples.reversed())
      #expect(Array(reversed.reversed()) == together)
    }
    #expect(Self.bootstrap.intervals(for: .mean, of: []).isEmpty)
    #expect(
      Self.bootstrap.intervals(for: .p90, of: [Sample([1, 2]), samples[2]]).map(\.reason)
        == [.tooFewValues(needed: 36, given: 2), .tooFewValues(needed: 36, given: 30)])
  }

  @Test func `a table of draws is the same whole and in blocks`() {
    func rows(_ draws: ResampleDraws) -> [UInt32] {
      var rows: [UInt32] = []
      var next = 0
      draws.forEachBlock { block, resamples in
        #expect(resamples.lowerBound == next && block.count == resamples.count * 7)
        next = resamples.upperBound
        rows += Array(block)
      }
      #expect(next == 399)
      return rows
    }
    let whole = ResampleDraws(count: 7, bootstrap: Self.bootstrap)
    let blocks = ResampleDraws(count: 7, bootstrap: Self.bootstrap, entriesMax: 100)
    #expect(rows(whole) == rows(blocks))
    #expect(rows(whole) == rows(ResampleDraws(count: 7, bootstrap: Self.bootstrap, entriesMax: 1)))
    let sorted = [samples[1].values.sorted(), samples[1].values.map { -$0 }.sorted()]
    let level = ConfidenceLevel.ninetyFivePercent
    let five = { ResampleDraws(count: 5, bootstrap: Self.bootstrap, entriesMax: $0) }
    #expect(
      ResampledMeans.intervals(of: sorted, draws: five(33), level: level)
        == ResampledMeans.intervals(of: sorted, draws: five(1_995), level: level))
    #expect(
      ResampledQuantiles(.median, draws: five(33)).intervals(of: sorted, level: level)
        == ResampledQuantiles(.median, draws: five(1_995)).intervals(of: sorted, level: level))
  }
}
