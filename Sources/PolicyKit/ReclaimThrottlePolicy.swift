// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Rates: how fast cleaners clean and allocating tasks may go on.
///
/// One instance for each cleaner.
public protocol ReclaimThrottlePolicy: Policy {
  /// Decides how a cleaner goes on after a page.
  ///
  /// Context: kernel thread or ioctl of a userspace thread, may sleep. Ask point: each page that
  /// this cleaner has finished. A weight outside 1...10000 is clamped and counted.
  mutating func pace(_ view: borrowing CleanerView) -> CleanerPace

  /// Decides how long an allocating task waits.
  ///
  /// Context: the slow path of a user task, may sleep killably; `reason` says where. Declared for
  /// the throttles of `mm/vmscan.c` and `memory.high`; not asked by this version.
  mutating func delay(_ view: AllocatorView) -> AllocatorDelay

  /// Turns knobs at regular times.
  ///
  /// Context: userspace daemon or kernel work item. Declared for senpai, DAMON_RECLAIM and
  /// vmpressure; not asked by this version.
  mutating func tick(_ view: HostView) -> [KnobChange]
}

extension ReclaimThrottlePolicy {
  /// No wait beyond the kernel's own.
  public mutating func delay(_ view: AllocatorView) -> AllocatorDelay { .none }
  /// Turns no knob.
  public mutating func tick(_ view: HostView) -> [KnobChange] { [] }
}

/// What `pace` sees.
public struct CleanerView: Sendable {
  /// The host at this instant, the page just finished included.
  public package(set) var host = HostView()
  /// Pages that this cleaner has finished in all.
  public package(set) var finished: Pages = 0
  /// Pages of this guest that still wait to be cleaned.
  public package(set) var queue: Pages = 0
  /// When this cleaner started.
  public package(set) var started = SimulatedInstant.start

  /// An empty view.
  package init() {}
}

/// How a cleaner goes on.
public struct CleanerPace: Sendable, Hashable {
  /// How long the answer holds; stands first so that `weight` fills its tail.
  public var lease: Lease
  /// The cleaner's CPU weight: 1...10000, 100 is nice 0.
  public var weight: UInt16
  /// Pages before each pause; at least 1.
  public var burst: UInt32
  /// How long it pauses after each burst, off the CPU; zero for no pause.
  public var pause: SimulatedDuration

  /// Goes on without a pause.
  ///
  /// - Parameters:
  ///   - weight: CPU weight, 1...10000.
  ///   - lease: How long this holds.
  @inlinable
  public static func unpaced(weight: UInt16 = 100, _ lease: Lease) -> Self {
    Self(burst: .max, pause: .zero, weight: weight, lease)
  }

  /// Goes on in bursts.
  ///
  /// A new answer begins a burst, of which the page just finished is the first; an answer that is
  /// leased goes through its bursts again and again.
  ///
  /// - Parameters:
  ///   - burst: Pages before each pause, at least 1. A burst of 1 pauses after every page.
  ///   - pause: How long it pauses.
  ///   - weight: CPU weight, 1...10000.
  ///   - lease: How long this holds.
  @inlinable
  public init(burst: UInt32, pause: SimulatedDuration, weight: UInt16 = 100, _ lease: Lease) {
    self.lease = lease
    self.weight = weight
    self.burst = burst
    self.pause = pause
  }
}

/// Why an allocating task is about to wait.
public enum DelayReason: String, Sendable, Hashable, CaseIterable {
  /// kswapd meets pages under writeback.
  case writeback
  /// Too many pages are isolated.
  case isolated
  /// Reclaim at priority 1 freed nothing.
  case noProgress = "no-progress"
  /// The node is congested.
  case congested
  /// Free memory is below half of `min`.
  case memoryReserves = "pfmemalloc"
  /// Another thread holds `oom_lock`.
  case oomLock = "oom-lock"
  /// The cgroup is above `memory.high`.
  case memoryHigh = "memory-high"
  /// A page fault of a task that reclaims itself.
  case fault
}

/// What `delay` sees.
public struct AllocatorView: Sendable {
  /// The host at this instant.
  public let host: HostView
  /// Where the task is.
  public let reason: DelayReason
  /// Pages that its last pass of reclaim freed.
  public let reclaimed: Pages

  /// Describes a task about to wait.
  package init(host: HostView, reason: DelayReason, reclaimed: Pages) {
    self.host = host
    self.reason = reason
    self.reclaimed = reclaimed
  }
}

/// How long an allocating task waits.
public struct AllocatorDelay: Sendable, Hashable {
  /// At most so long.
  public var atMost: SimulatedDuration
  /// Or until so much memory is free.
  public var untilFree: Pages

  /// Waits at most so long, or until so much memory is free.
  public init(atMost: SimulatedDuration, untilFree: Pages = .unlimited) {
    self.atMost = atMost
    self.untilFree = untilFree
  }

  /// No wait.
  public static var none: Self { Self(atMost: .zero) }
}

/// A knob that a policy turns.
public enum KnobChange: Sendable, Hashable {
  /// Reclaims so many pages now, as a write to `memory.reclaim` does.
  case reclaim(Pages)
  /// Sets `watermark_scale_factor`, in parts of 10,000.
  case watermarkScaleFactor(Int32)
  /// Sets the CPU weight of all cleaners.
  case cleanerWeight(UInt16)
}
