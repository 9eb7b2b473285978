// SPDX-License-Identifier: Apache-2.0 OR MIT

/// How long an answer holds.
///
/// An *ask point* is a place in the model, never in the engine: a page finished by a cleaner, a node
/// allocation that failed. At each later ask point of the same asker the lease is tested on what is
/// true there; while it holds, the same answer applies and the policy is not asked. At the first
/// ask point where it does not hold the policy is asked: never earlier, never later. So the
/// sequence of calls depends on simulated history alone, whatever the engine's step.
///
/// Every observable is of one of three kinds and has its own kind of bound: *clock* (`until`),
/// *linear between events* (`whileFree`) or *stepwise* (`indifferent(to:)`).
///
/// A *prediction* claims in addition that the policy, asked at any ask point inside, would have said
/// the same; a *commitment* (a batch, a throw of dice) makes no such claim.
public struct Lease: Hashable, Sendable {
  // 22 bytes, so that an answer with its lease is four machine words and returns in registers.
  @usableFromInline var end: SimulatedInstant
  @usableFromInline var from: UInt32
  @usableFromInline var below: UInt32
  @usableFromInline var points: UInt32
  @usableFromInline var bits: UInt16

  @inlinable
  init(points: UInt32, bits: UInt16) {
    end = .never
    from = 0
    below = .max
    self.points = points
    self.bits = bits
  }

  /// For this ask point only: always right, at the price of a call each time.
  @inlinable
  public static var once: Self { Self(points: 1, bits: 0x8000) }

  /// For so many ask points, this one included, whatever happens.
  @inlinable
  public static func commitment(_ points: Int64) -> Self {
    Self(points: UInt32(clamping: points), bits: 0x8000)
  }

  /// Until a bound ends it.
  ///
  /// Any stepwise change ends it too, unless `indifferent(to:)` says otherwise.
  @inlinable
  public static var prediction: Self {
    Self(points: .max, bits: StepwiseChanges.any.rawValue)
  }

  /// Ends the lease at the first ask point at which free memory is outside `range`.
  ///
  /// Bounds saturate at 16 TiB of 4 KiB pages.
  @inlinable
  public func whileFree(in range: Range<Pages>) -> Self {
    var copy = self
    copy.from = UInt32(clamping: range.lowerBound.count)
    copy.below = UInt32(clamping: range.upperBound.count)
    return copy
  }

  /// Ends the lease at the first ask point at or after `instant`.
  @inlinable
  public func until(_ instant: SimulatedInstant) -> Self {
    var copy = self
    copy.end = instant
    return copy
  }

  /// Keeps the lease through changes of these observables.
  @inlinable
  public func indifferent(to changes: StepwiseChanges) -> Self {
    var copy = self
    copy.bits &= ~(changes.rawValue & 0x7FFF)
    return copy
  }

  /// How many ask points the lease covers at most; `Int64.max` when it does not count them.
  @inlinable
  public var askPoints: Int64 { points == .max ? .max : Int64(points) }

  /// The least free memory, in pages, at which the lease holds.
  @inlinable
  public var freeFrom: Int64 { Int64(from) }

  /// The least free memory, in pages, at which the lease no longer holds.
  @inlinable
  public var freeBelow: Int64 { below == .max ? .max : Int64(below) }

  /// The first instant at which the lease no longer holds.
  @inlinable
  public var expiry: SimulatedInstant { end }

  /// The stepwise changes that end the lease.
  @inlinable
  public var endsOn: StepwiseChanges { StepwiseChanges(rawValue: bits & 0x7FFF) }

  /// Whether the policy claims that it would have said the same inside the lease.
  @inlinable
  public var isPrediction: Bool { bits & 0x8000 == 0 }

  /// Whether the answer still applies at an ask point: the one test, for the engine and for audits.
  ///
  /// - Parameters:
  ///   - used: Ask points that the lease has covered already.
  ///   - free: Free memory at this ask point, in pages.
  ///   - now: The time of this ask point.
  ///   - changed: What has changed stepwise since the answer was given.
  @inlinable
  package func holds(
    after used: Int64, free: Int64, now: SimulatedInstant, changed: StepwiseChanges
  ) -> Bool {
    used < askPoints && free >= freeFrom && free < freeBelow && now < end
      && bits & changed.rawValue & 0x7FFF == 0
  }
}
