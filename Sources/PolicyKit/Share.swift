// SPDX-License-Identifier: Apache-2.0 OR MIT

/// A share of a whole in parts per million.
public struct Share: Hashable, Comparable, Sendable {
  /// Parts per million; 1,000,000 is the whole.
  public var partsPerMillion: Int64

  /// Creates a share of so many parts per million.
  @inlinable
  public init(partsPerMillion: Int64) { self.partsPerMillion = partsPerMillion }

  /// A whole number of percent.
  @inlinable
  public static func percent(_ count: Int64) -> Self { Self(partsPerMillion: count * 10_000) }

  /// Orders by size.
  @inlinable
  public static func < (left: Self, right: Self) -> Bool {
    left.partsPerMillion < right.partsPerMillion
  }

  /// This share of a number of pages, rounded down.
  @inlinable
  public func of(_ pages: Pages) -> Pages {
    Pages(Int64(Int128(pages.count) * Int128(partsPerMillion) / 1_000_000))
  }
}
