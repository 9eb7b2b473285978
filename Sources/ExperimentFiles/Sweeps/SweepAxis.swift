// SPDX-License-Identifier: Apache-2.0

/// One quantity that a sweep varies, with the values that it takes.
struct SweepAxis: Sendable {
  /// What an axis takes its values from.
  enum Domain: Sendable {
    /// Values of their own, in the order of the file; at least one.
    case choices([Node])
    /// Any value of a range.
    case range(ValueRange)
  }

  /// Where the values are put.
  var path: NodePath
  /// The place where the path is written.
  var keyLocation: SourceLocation
  /// What the values are.
  var domain: Domain
  /// Whether the axis is an assumption of an outer design.
  var isOuter = false

  /// The values, where they can be counted; none of a range.
  var values: [Node] {
    if case .choices(let values) = domain { values } else { [] }
  }

  /// Any of the values, to try whether the path leads anywhere.
  var example: Node? {
    switch domain {
    case .choices(let values): values.first
    case .range(let range): range.node(range.lower)
    }
  }
}
