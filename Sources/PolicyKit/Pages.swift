// SPDX-License-Identifier: Apache-2.0 OR MIT

/// A number of 4 KiB pages.
///
/// Negative only as a difference. Arithmetic traps on overflow, like that of `Int64`.
public struct Pages: Hashable, Comparable, Sendable, ExpressibleByIntegerLiteral {
  /// Bytes in one page; s390 and x86 host pages are both 4 KiB.
  public static let bytesPerPage: Int64 = 4096

  /// The number of pages.
  public var count: Int64

  /// Creates a number of pages.
  @inlinable
  public init(_ count: Int64) { self.count = count }

  /// Creates a number of pages from a literal.
  @inlinable
  public init(integerLiteral value: Int64) { count = value }

  /// A whole number of gibibytes.
  @inlinable
  public static func gibibytes(_ count: Int64) -> Self { Self(count << 18) }

  /// A whole number of mebibytes.
  @inlinable
  public static func mebibytes(_ count: Int64) -> Self { Self(count << 8) }

  /// More pages than any host has.
  @inlinable
  public static var unlimited: Self { Self(.max) }

  /// Orders by number.
  @inlinable
  public static func < (left: Self, right: Self) -> Bool { left.count < right.count }

  /// The sum of two numbers of pages.
  @inlinable
  public static func + (left: Self, right: Self) -> Self { Self(left.count + right.count) }

  /// The difference of two numbers of pages.
  @inlinable
  public static func - (left: Self, right: Self) -> Self { Self(left.count - right.count) }
}
