// SPDX-License-Identifier: Apache-2.0

/// Elements of an array as Slurm writes them: `0-3,7`.
public struct ElementRanges: Sendable, Hashable, CustomStringConvertible {
  /// The ranges, ascending, with commas between them; empty for no element.
  public let description: String

  /// Describes elements.
  ///
  /// - Parameter elements: indices in ascending order, each once.
  public init(_ elements: [Int]) {
    var ranges: [ClosedRange<Int>] = []
    for element in elements {
      if let last = ranges.last, last.upperBound + 1 == element {
        ranges[ranges.count - 1] = last.lowerBound...element
      } else {
        ranges.append(element...element)
      }
    }
    description = ranges.map { range in
      range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
    }.joined(separator: ",")
  }
}
