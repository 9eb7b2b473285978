// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Observables that move in steps, and whose steps can end a lease.
///
/// They change only at events, which end a bulk step of the engine anyway.
public struct StepwiseChanges: OptionSet, Sendable, Hashable {
  /// One bit for each observable; the highest bit is not used.
  public let rawValue: UInt16

  /// Creates a set from its bits.
  @inlinable
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Pressure averages: the update every 2 s only.
  @inlinable
  public static var pressure: Self { Self(rawValue: 1 << 0) }

  /// Tasks in the allocation slow path: one entered or left it.
  @inlinable
  public static var waiters: Self { Self(rawValue: 1 << 1) }

  /// A cleaner started or ended.
  @inlinable
  public static var cleaners: Self { Self(rawValue: 1 << 2) }

  /// A notifier chain ran, or a task was killed.
  @inlinable
  public static var outOfMemory: Self { Self(rawValue: 1 << 3) }

  /// kswapd woke, slept or became hopeless.
  @inlinable
  public static var kswapd: Self { Self(rawValue: 1 << 4) }

  /// All of them.
  @inlinable
  public static var any: Self { Self(rawValue: 0x7FFF) }
}
