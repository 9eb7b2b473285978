// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration
internal import PolicyKit
internal import TrialExecution

/// A unit that people read, and how much of a metric's stored integers makes one of it.
public struct DisplayUnit: Sendable, Hashable {
  /// The unit's name; empty for counts.
  public let name: String
  /// How many of the stored unit make one.
  let size: Double
  private let isCount: Bool

  /// Chooses the largest unit in which the value is at least 1.
  ///
  /// - Parameters:
  ///   - unit: what the stored integer counts.
  ///   - magnitude: the largest value that is to be shown beside others, in that unit.
  public init(for unit: MetricDefinition.Unit, magnitude: Double) {
    let units = Self.units(unit)
    let fitting = units.first { magnitude.magnitude >= $0.size } ?? units[units.count - 1]
    // What is nothing is nothing of the unit that people expect.
    let chosen = magnitude == 0 ? units[0] : fitting
    name = chosen.name
    size = chosen.size
    isCount = unit == .count || chosen.name == "pages"
  }

  /// A value of the metric as a number in this unit: three significant digits, counts in full.
  public func number(_ value: Double) -> String {
    let shown = value / size
    if isCount, shown == shown.rounded() { return DecimalText.fixed(shown, decimals: 0) }
    let decimals =
      switch shown.magnitude {
      case 0: 0
      case 100...: 0
      case 10..<100: 1
      case 1..<10: 2
      default: 3
      }
    return DecimalText.fixed(shown, decimals: decimals)
  }

  /// A value of the metric as a number with its unit.
  public func text(_ value: Double) -> String {
    name.isEmpty ? number(value) : "\(number(value)) \(name)"
  }

  /// A single value in the unit that suits it.
  public static func text(_ value: Double, _ unit: MetricDefinition.Unit) -> String {
    DisplayUnit(for: unit, magnitude: value).text(value)
  }

  private static let pagesPerGibibyte = Double(Pages.gibibytes(1).count)

  private static func units(_ unit: MetricDefinition.Unit) -> [(name: String, size: Double)] {
    switch unit {
    case .nanoseconds: [("s", 1e9), ("ms", 1e6), ("us", 1e3), ("ns", 1)]
    case .pages: [("GiB", pagesPerGibibyte), ("MiB", 256), ("pages", 1)]
    case .count: [("", 1)]
    case .pageNanoseconds:
      [
        ("GiB s", pagesPerGibibyte * 1e9), ("MiB s", 256e9), ("MiB ms", 256e6), ("page us", 1e3),
        ("page ns", 1),
      ]
    case .partsPerMillion: [("%", 1e4)]
    case .bytesPerSecond:
      [("GiB/s", 1_073_741_824), ("MiB/s", 1_048_576), ("KiB/s", 1_024), ("B/s", 1)]
    }
  }
}
