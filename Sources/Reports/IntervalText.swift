// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// An amount with what it could as well be, as people read it.
enum IntervalText {
  /// A mean with the ends of its interval, such as `-10.9 [-11.5, -10.2] s`.
  ///
  /// Ends that would print alike say nothing: then it is `26.8 s ± 3.81 ms`, with the larger of the distances
  /// to both ends.
  ///
  /// - Parameters:
  ///   - mean: in the metric's stored unit.
  ///   - ends: of the interval; nil without one.
  ///   - unit: in which to show them.
  ///   - definition: what the stored integer counts.
  ///   - name: the unit's name, where a difference has another than an amount.
  ///   - sign: what stands before the mean.
  static func of(
    _ mean: Double, _ ends: (lower: Double, upper: Double)?, in unit: DisplayUnit,
    _ definition: MetricDefinition.Unit, named name: String? = nil, sign: String = ""
  ) -> String {
    let name = name ?? unit.name
    let suffix = name.isEmpty ? "" : " \(name)"
    guard let ends else { return sign + unit.number(mean) + suffix }
    let (lower, upper) = (unit.number(ends.lower), unit.number(ends.upper))
    guard lower == upper else { return "\(sign)\(unit.number(mean)) [\(lower), \(upper)]\(suffix)" }
    let half = max(ends.upper - mean, mean - ends.lower)
    return "\(sign)\(unit.number(mean))\(suffix) ± \(DisplayUnit.text(half, definition))"
  }
}
