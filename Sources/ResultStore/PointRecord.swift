// SPDX-License-Identifier: Apache-2.0

/// One point of a sweep: a combination of values that is run once or several times.
public struct PointRecord: Sendable, Hashable {
  /// The place in the sweep's order, from 0.
  public let index: Int
  /// A short name for tables.
  public let label: String
  /// What the point sets, as a JSON object from path to value.
  public let assignments: String

  /// Creates a point.
  ///
  /// - Parameters:
  ///   - index: the place in the sweep's order, from 0.
  ///   - label: a short name for tables.
  ///   - assignments: a JSON object from path to value; the store refuses anything else.
  public init(index: Int, label: String, assignments: String) {
    self.index = index
    self.label = label
    self.assignments = assignments
  }
}
