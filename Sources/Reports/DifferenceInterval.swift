// SPDX-License-Identifier: Apache-2.0

internal import Statistics

/// The interval of a difference, and how it was made.
struct DifferenceInterval: Sendable, Hashable {
  /// The lower end, in the unit of the difference.
  let lower: Double
  /// The upper end.
  let upper: Double
  /// The method, as the report names it.
  let method: String

  init(_ interval: ConfidenceInterval) {
    lower = interval.lower
    upper = interval.upper
    method = interval.method.rawValue
  }
}
