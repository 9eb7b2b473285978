// SPDX-License-Identifier: Apache-2.0 OR MIT

/// A point of simulated time: nanoseconds since the start of the trial.
public struct SimulatedInstant: Hashable, Comparable, Sendable {
  /// Nanoseconds since the start of the trial.
  public var nanoseconds: Int64

  /// Creates the instant so many nanoseconds after the start of the trial.
  @inlinable
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// The start of the trial.
  @inlinable
  public static var start: Self { Self(nanoseconds: 0) }

  /// Later than every instant that a trial reaches.
  @inlinable
  public static var never: Self { Self(nanoseconds: .max) }

  /// Orders by time.
  @inlinable
  public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

  /// The instant a duration later.
  @inlinable
  public static func + (instant: Self, duration: SimulatedDuration) -> Self {
    Self(nanoseconds: instant.nanoseconds + duration.nanoseconds)
  }

  /// The duration from the right instant to the left one.
  @inlinable
  public static func - (left: Self, right: Self) -> SimulatedDuration {
    SimulatedDuration(nanoseconds: left.nanoseconds - right.nanoseconds)
  }
}
