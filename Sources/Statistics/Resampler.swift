/// One statistic of the resamples and of the leave-one-out samples of some ascending values.
struct Resampler {
  private let values: [Double]
  private let statistic: Bootstrap.Statistic

  /// - Parameters:
  ///   - values: ascending, at least two.
  ///   - statistic: what to estimate.
  init(sorted values: [Double], statistic: Bootstrap.Statistic) {
    precondition(values.count >= 2, "a resample needs two values")
    self.values = values
    self.statistic = statistic
  }

  /// Whether the values differ at all.
  var hasSpread: Bool { values[0] < values[values.count - 1] }

  /// The statistic of the values themselves.
  var estimate: Double {
    switch statistic {
    case .mean: mean(of: values.indices)
    default: value(ranks(among: values.count)) { values[$0] }
    }
  }

  /// Returns the statistic of every resample, ascending.
  func distribution(of bootstrap: Bootstrap) -> [Double] {
    var generator = SplitMix64(seed: bootstrap.seed)
    var statistics: [Double] = []
    statistics.reserveCapacity(bootstrap.resamples)
    let count = values.count
    let origin = values[0]
    values.withUnsafeBufferPointer { values in
      for _ in 0..<bootstrap.resamples where statistic == .mean {
        var sum = 0.0
        for _ in 0..<count { sum += values[generator.next(below: count)] - origin }
        statistics.append(origin + sum / Double(count))
      }
    }
    var drawn = [Int](repeating: 0, count: count)
    for _ in 0..<bootstrap.resamples where statistic != .mean {
      drawn.withUnsafeMutableBufferPointer { drawn in
        drawn.update(repeating: 0)
        for _ in 0..<count { drawn[generator.next(below: count)] += 1 }
      }
      statistics.append(quantile(ofTimesDrawn: drawn))
    }
    statistics.sort()
    return statistics
  }

  /// Efron's acceleration, from the skewness of the leave-one-out statistics (1987, equation 6.6);
  /// 0 if they are all the same.
  var acceleration: Double {
    let leftOut = leaveOneOut
    let centre = Sample(derived: leftOut).mean.value ?? 0
    let scale = leftOut.reduce(0) { max($0, abs(centre - $1)) }
    guard scale > 0 else { return 0 }
    // Scaled to at most 1, since cubes of small distances would vanish.
    var squares = CompensatedSum()
    var cubes = CompensatedSum()
    for value in leftOut {
      let distance = (centre - value) / scale
      squares.add(distance * distance)
      cubes.add(distance * distance * distance)
    }
    return cubes.total / (6 * squares.total * squares.total.squareRoot())
  }

  private func mean(of indices: some Collection<Int>) -> Double {
    let origin = values[0]
    return origin + indices.reduce(0) { $0 + (values[$1] - origin) } / Double(indices.count)
  }

  /// The quantile of a resample in which each rank occurs as often as stated: no sorting needed.
  private func quantile(ofTimesDrawn counts: [Int]) -> Double {
    let ranks = ranks(among: values.count)
    var passed = 0
    var lower: Double?
    for (index, count) in counts.enumerated() {
      passed += count
      if lower == nil, passed > ranks.lower { lower = values[index] }
      if let lower, passed > ranks.upper { return lower + (values[index] - lower) / 2 }
    }
    preconditionFailure("the counts of a resample add up to its size")
  }

  /// The places of the one or two ascending values, counted from 0, that make the quantile.
  private func ranks(among count: Int) -> (lower: Int, upper: Int) {
    guard let rank = statistic.percentile?.rank(among: count) else {
      return ((count - 1) / 2, count / 2)
    }
    return (rank - 1, rank - 1)
  }

  /// The midpoint of the values at one or two places.
  private func value(_ ranks: (lower: Int, upper: Int), at place: (Int) -> Double) -> Double {
    let lower = place(ranks.lower)
    return lower + (place(ranks.upper) - lower) / 2
  }

  /// The statistic without each value in turn, in the order of the values.
  private var leaveOneOut: [Double] {
    switch statistic {
    case .mean:
      let origin = values[0]
      let total = values.reduce(into: CompensatedSum()) { $0.add($1 - origin) }.total
      return values.map { origin + (total - ($0 - origin)) / Double(values.count - 1) }
    default:
      let ranks = ranks(among: values.count - 1)
      return values.indices.map { removed in
        // Above the removed value every rank moves up by one place.
        value(ranks) { values[$0 < removed ? $0 : $0 + 1] }
      }
    }
  }
}
