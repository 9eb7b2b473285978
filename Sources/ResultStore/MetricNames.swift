// SPDX-License-Identifier: Apache-2.0

/// The names of the metrics of trials of one shape, in the order of their values.
///
/// A class, so that a thousand trials of a sweep share one list, and that they do is seen without
/// comparing names: make one for each shape, not for each trial.
public final class MetricNames: Sendable, Hashable {
  /// No metrics, as a failed trial has.
  public static let none = MetricNames([])

  /// The names in the catalogue, no name twice.
  public let names: [String]
  /// The names as a JSON array.
  let text: String

  /// Names a shape.
  ///
  /// - Parameter names: names of metrics, in any order but none twice.
  /// - Complexity: O(n log n).
  public init(_ names: [String]) {
    let sorted = names.sorted()
    precondition(
      zip(sorted, sorted.dropFirst()).allSatisfy { $0 != $1 },
      "a trial has each metric at most once")
    self.names = names
    text = MetricWriter.list(names)
  }

  /// Compares the names; at once if both are one object.
  public static func == (left: MetricNames, right: MetricNames) -> Bool {
    left === right || left.names == right.names
  }

  /// Hashes the names.
  public func hash(into hasher: inout Hasher) { hasher.combine(names) }
}
