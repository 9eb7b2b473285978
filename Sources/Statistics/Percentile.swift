// SPDX-License-Identifier: Apache-2.0

/// A percentile by nearest rank, held as an exact fraction so that no rounding decides a rank.
///
/// The percentile p of n values is the k-th smallest, with k = max(1, ⌈n·p⌉): always one of the values
/// and never an interpolation (Hyndman and Fan 1996, definition 1, doi:10.2307/2684934). In floating
/// point, `ceil(1000 * 0.999)` and its like depend on how 0.999 was rounded; in parts per million they
/// do not.
public struct Percentile: Sendable, Hashable, Comparable {
  /// The fraction of values at or below the percentile, in parts per million, from 0 to 1,000,000.
  public let partsPerMillion: Int

  /// The value that at least half of the values do not exceed.
  public static let p50 = Percentile(unchecked: 500_000)
  /// The value that at least 90 % of the values do not exceed.
  public static let p90 = Percentile(unchecked: 900_000)
  /// The value that at least 95 % of the values do not exceed.
  public static let p95 = Percentile(unchecked: 950_000)
  /// The value that at least 99 % of the values do not exceed.
  public static let p99 = Percentile(unchecked: 990_000)
  /// The value that at least 99.9 % of the values do not exceed.
  public static let p999 = Percentile(unchecked: 999_000)

  /// Creates a percentile.
  ///
  /// - Parameter partsPerMillion: 0 (the minimum) to 1,000,000 (the maximum); `nil` results otherwise.
  public init?(partsPerMillion: Int) {
    guard (0...1_000_000).contains(partsPerMillion) else { return nil }
    self.partsPerMillion = partsPerMillion
  }

  private init(unchecked partsPerMillion: Int) {
    self.partsPerMillion = partsPerMillion
  }

  /// Tells whether one percentile lies below another.
  public static func < (left: Percentile, right: Percentile) -> Bool {
    left.partsPerMillion < right.partsPerMillion
  }

  /// Returns the rank of this percentile among a number of values.
  ///
  /// - Parameter count: the number of values, zero or more.
  /// - Returns: a rank from 1 to `count`, or `nil` if there are no values.
  public func rank(among count: Int) -> Int? {
    precondition(count >= 0, "a count is not negative")
    guard count > 0 else { return nil }
    let (high, low) = count.multipliedFullWidth(by: partsPerMillion)
    let (quotient, remainder) = 1_000_000.dividingFullWidth((high, low))
    return max(1, remainder > 0 ? quotient + 1 : quotient)
  }

  /// Returns this percentile of values in any order.
  ///
  /// - Parameter values: integers of any unit.
  /// - Returns: one of the values; undefined if there are none.
  /// - Complexity: O(n log n). For several percentiles sort once and use `value(inSorted:)`.
  public func value(in values: [Int]) -> Estimate<Int> {
    value(inSorted: values.sorted())
  }

  /// Returns this percentile of values in ascending order.
  ///
  /// - Parameter values: integers of any unit, ascending.
  /// - Returns: one of the values; undefined if there are none.
  /// - Complexity: O(1).
  public func value(inSorted values: [Int]) -> Estimate<Int> {
    guard let rank = rank(among: values.count) else { return .undefined(.noValues) }
    return .defined(values[rank - 1])
  }
}
