// SPDX-License-Identifier: Apache-2.0

/// A name of metrics in which `*` stands for any letters: `task.*.completion`, `stall.*`.
public struct MetricPattern: Sendable, Hashable {
  private let parts: [String]

  /// Reads a pattern.
  public init(_ text: String) {
    parts = text.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
  }

  /// The names that match, in their order.
  public func matches(in names: [String]) -> [String] { names.filter(matches) }

  private func matches(_ name: String) -> Bool {
    guard let first = parts.first, let last = parts.last, name.hasPrefix(first) else {
      return false
    }
    guard parts.count > 1 else { return name == first }
    var rest = name.dropFirst(first.count)
    for part in parts.dropFirst().dropLast() {
      guard let place = part.isEmpty ? rest.startIndex..<rest.startIndex : rest.firstRange(of: part)
      else { return false }
      rest = rest[place.upperBound...]
    }
    return rest.hasSuffix(last)
  }
}
