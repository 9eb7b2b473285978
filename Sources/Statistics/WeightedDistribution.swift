// SPDX-License-Identifier: Apache-2.0

/// The statistics of resamples, each value with the number of resamples that have it.
struct WeightedDistribution {
  private let values: [Double]
  /// How many resamples have this value or a lesser one.
  private let notAbove: [Int]

  /// - Parameter members: in any order, at least one; a value may stand there more than once.
  init(_ members: [(value: Double, count: Int)]) {
    var values: [Double] = []
    var notAbove: [Int] = []
    var passed = 0
    for member in members.sorted(by: { $0.value < $1.value }) {
      passed += member.count
      values.append(member.value)
      notAbove.append(passed)
    }
    self.values = values
    self.notAbove = notAbove
  }

  /// Returns the BCa interval.
  func interval(
    around estimate: Double, level: ConfidenceLevel, acceleration: Double
  ) -> Estimate<ConfidenceInterval> {
    func count(where isCounted: (Double) -> Bool) -> Int {
      values.lastIndex(where: isCounted).map { notAbove[$0] } ?? 0
    }
    let reading = BootstrapReading(
      estimate: estimate, resamples: notAbove[notAbove.count - 1],
      range: values[0]...values[values.count - 1], below: count { $0 < estimate },
      notAbove: count { $0 <= estimate }, acceleration: acceleration)
    return reading.places(level: level).map { places in
      reading.interval(value(at: places.lower), value(at: places.upper), level)
    }
  }

  private func value(at place: BootstrapReading.Place) -> Double {
    func value(ofRank rank: Int) -> Double {
      values[notAbove.firstIndex { $0 > rank } ?? values.count - 1]
    }
    return place.value(value(ofRank: place.rank), value(ofRank: place.nextRank))
  }
}
