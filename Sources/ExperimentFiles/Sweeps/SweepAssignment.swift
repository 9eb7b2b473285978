// SPDX-License-Identifier: Apache-2.0

/// The value that one axis has at a point of a sweep.
public struct SweepAssignment: Sendable, Hashable {
  /// The path of the varied value, such as `tasks.batch.rate`.
  public let path: String
  /// The value as it is shown in tables, such as `4 GiB/s` or `wait-for-quota pages=256`.
  ///
  /// A number drawn from a range is shortened to as many digits, three at least, as tell it from the
  /// others that were drawn.
  public let label: String
  /// Whether the axis is an assumption of an outer design.
  public var isOuter = false
}
