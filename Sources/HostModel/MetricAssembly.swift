// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// Collects the readings of a run in the order of the catalogue.
///
/// Names are not made here, for they are the same in every trial; debug builds check that each
/// reading is the one that is due.
struct MetricAssembly {
  private(set) var readings: [MetricReading] = []
  /// Which metric of the catalogue is due.
  private var due = 0

  /// No reading yet.
  init() { readings.reserveCapacity(128) }

  /// Whether every metric of the catalogue has been given.
  var isComplete: Bool { due == MetricCatalogue.all.count }

  /// Gives the metric that is due.
  mutating func add(_ name: StaticString, _ reading: MetricReading) {
    expect(name)
    readings.append(reading)
  }

  /// Gives the metric that is due a value.
  mutating func add(_ name: StaticString, _ value: Int64) { add(name, .defined(value)) }

  /// Gives the metric that is due to so many guests or tasks.
  mutating func add(_ name: StaticString, of count: Int, _ reading: (Int) -> MetricReading) {
    expect(name)
    for index in 0..<count { readings.append(reading(index)) }
  }

  /// Gives a percentile of observations that are in ascending order, by nearest rank.
  mutating func add(_ name: StaticString, _ sorted: [Int64], perMille rank: Int) {
    guard !sorted.isEmpty else {
      add(name, .undefined("there were none"))
      return
    }
    let place = Swift.max(1, (sorted.count * rank + 999) / 1000)
    add(name, .defined(sorted[place - 1], samples: Int64(sorted.count)))
  }

  private mutating func expect(_ name: StaticString) {
    assert(
      MetricCatalogue.all[due].name == "\(name)",
      "\(MetricCatalogue.all[due].name) is due, and not \(name).")
    due += 1
  }
}
