// SPDX-License-Identifier: Apache-2.0 OR MIT

/// A rate of memory in bytes per second of simulated time.
public struct MemoryRate: Hashable, Comparable, Sendable {
  /// Bytes per second.
  public var bytesPerSecond: Int64

  /// Creates a rate of so many bytes per second.
  @inlinable
  public init(bytesPerSecond: Int64) { self.bytesPerSecond = bytesPerSecond }

  /// A whole number of mebibytes per second.
  @inlinable
  public static func mebibytesPerSecond(_ count: Int64) -> Self {
    Self(bytesPerSecond: count << 20)
  }

  /// Orders by rate.
  @inlinable
  public static func < (left: Self, right: Self) -> Bool {
    left.bytesPerSecond < right.bytesPerSecond
  }

  /// The time in which this rate amounts to `pages`, rounded up to a whole nanosecond;
  /// about 292 years when it is longer.
  ///
  /// - Precondition: The rate is positive.
  @inlinable
  public func duration(of pages: Pages) -> SimulatedDuration {
    precondition(bytesPerSecond > 0, "A rate must be positive to take a time.")
    let scaled = Int128(pages.count) * Int128(Pages.bytesPerPage) * 1_000_000_000
    let rate = Int128(bytesPerSecond)
    return SimulatedDuration(nanoseconds: Int64(clamping: (scaled + rate - 1) / rate))
  }
}
