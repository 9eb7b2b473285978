// SPDX-License-Identifier: Apache-2.0

public import PolicyKit

/// Bounds of what one trial can describe; a file beyond them is refused.
public enum HostLimits {
  /// The largest host: leases saturate beyond it.
  public static let memory = Pages.gibibytes(16 * 1024)
  /// The longest trial: the keys of events hold 47 bits of nanoseconds, about 39 hours.
  ///
  /// Thirty days would take 52 bits, which with 4 bits of class and 12 of index exceed one word; keys of
  /// two words would slow down every event of every trial.
  public static let until = SimulatedDuration.seconds(24 * 3600)
  /// The largest single cost or interval.
  public static let cost = SimulatedDuration.seconds(3600)
  /// Guests: the keys of events hold 64 of them with 64 cleaners each.
  public static let guests = 64
  /// Requests of one measured task in one trial, each of which is kept.
  public static let requests: Int64 = 10_000_000
  /// Actors of all kinds together: the keys of events hold 12 bits of them.
  public static let actors: Int64 = 4000
}
