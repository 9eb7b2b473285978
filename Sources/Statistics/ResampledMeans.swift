// SPDX-License-Identifier: Apache-2.0

/// The means of all resamples of up to eight samples of one size, side by side.
///
/// One draw serves eight samples: value i of each is one vector. Every lane is computed as it would be
/// alone, so that a sample's interval does not depend on its neighbours.
struct ResampledMeans {
  /// One number for each of eight samples.
  typealias Lanes = SIMD8<Double>

  private let samples: [[Double]]
  private let readings: [BootstrapReading]
  private let columns: LaneColumns

  /// Returns the intervals of samples, each ascending, of as many values as the draws are for.
  static func intervals(
    of samples: [[Double]], draws: ResampleDraws, level: ConfidenceLevel
  ) -> [Estimate<ConfidenceInterval>] {
    var intervals: [Estimate<ConfidenceInterval>] = []
    var means = [Lanes](repeating: .zero, count: draws.resamples)
    for start in stride(from: 0, to: samples.count, by: Lanes.scalarCount) {
      let some = samples[start..<min(samples.count, start + Lanes.scalarCount)]
      intervals += ResampledMeans(Array(some), draws, into: &means).intervals(level: level)
    }
    return intervals
  }

  /// Resamples; `means` is room for them that is used again.
  private init(_ samples: [[Double]], _ draws: ResampleDraws, into means: inout [Lanes]) {
    self.samples = samples
    // Sums of distances from the least value keep the digits of values that are large and close together.
    var origin = Lanes.zero
    for (lane, sample) in samples.enumerated() { origin[lane] = sample[0] }
    let distances = (0..<draws.count).map { index in
      var distance = Lanes.zero
      for (lane, sample) in samples.enumerated() { distance[lane] = sample[index] - sample[0] }
      return distance
    }
    Self.resample(distances, from: origin, by: draws, into: &means)
    var estimates = origin
    for (lane, sample) in samples.enumerated() { estimates[lane] = Self.mean(sample) }
    let columns = LaneColumns(means, around: estimates)
    readings = samples.enumerated().map { lane, sample in
      BootstrapReading(
        estimate: estimates[lane], resamples: draws.resamples,
        range: columns.least[lane]...columns.most[lane], below: Int(columns.below[lane]),
        notAbove: Int(columns.notAbove[lane]),
        acceleration: BootstrapReading.acceleration(leftOut: Self.leaveOneOut(sample)))
    }
    self.columns = columns
  }

  private func intervals(level: ConfidenceLevel) -> [Estimate<ConfidenceInterval>] {
    let places = readings.map { $0.places(level: level) }
    let ends = columns.values(at: places.map(\.value))
    return zip(readings, zip(places, ends)).map { reading, read in
      read.0.map { _ in reading.interval(read.1.lower, read.1.upper, level) }
    }
  }

  private static func resample(
    _ distances: [Lanes], from origin: Lanes, by draws: ResampleDraws, into means: inout [Lanes]
  ) {
    let count = draws.count
    let divisor = Lanes(repeating: Double(count))
    means.withUnsafeMutableBufferPointer { means in
      distances.withUnsafeBufferPointer { distances in
        draws.forEachBlock { rows, resamples in
          var place = 0
          for resample in resamples {
            var sum = Lanes.zero
            for _ in 0..<count {
              sum += distances[Int(rows[place])]
              place &+= 1
            }
            means[resample] = origin + sum / divisor
          }
        }
      }
    }
  }

  private static func mean(_ values: [Double]) -> Double {
    let origin = values[0]
    return origin + values.reduce(0) { $0 + ($1 - origin) } / Double(values.count)
  }

  /// The mean without each value in turn.
  private static func leaveOneOut(_ values: [Double]) -> [Double] {
    let origin = values[0]
    let total = values.reduce(into: CompensatedSum()) { $0.add($1 - origin) }.total
    return values.map { origin + (total - ($0 - origin)) / Double(values.count - 1) }
  }
}
