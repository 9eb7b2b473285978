// SPDX-License-Identifier: Apache-2.0 OR MIT

/// A length of simulated time in whole nanoseconds.
public struct SimulatedDuration: Hashable, Comparable, Sendable {
  /// The length in nanoseconds.
  public var nanoseconds: Int64

  /// Creates a duration of so many nanoseconds.
  @inlinable
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// A whole number of microseconds.
  @inlinable
  public static func microseconds(_ count: Int64) -> Self { Self(nanoseconds: count * 1_000) }

  /// A whole number of milliseconds.
  @inlinable
  public static func milliseconds(_ count: Int64) -> Self { Self(nanoseconds: count * 1_000_000) }

  /// A whole number of seconds.
  @inlinable
  public static func seconds(_ count: Int64) -> Self { Self(nanoseconds: count * 1_000_000_000) }

  /// No time at all.
  @inlinable
  public static var zero: Self { Self(nanoseconds: 0) }

  /// Orders by length.
  @inlinable
  public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

  /// The sum of two durations.
  @inlinable
  public static func + (left: Self, right: Self) -> Self {
    Self(nanoseconds: left.nanoseconds + right.nanoseconds)
  }
}
