// SPDX-License-Identifier: Apache-2.0 OR MIT

/// What happens at or before an OOM kill.
///
/// One instance for each dying guest, registered while the guest is in one of the registration's
/// phases, as v2 patch 12 of the lazy-destroy series registered `kvm_s390_pv_oom_notify`.
public protocol OOMNotifierPolicy: Policy {
  /// Where in the chain the notifier stands, and when.
  var registration: NotifierRegistration { get }

  /// Decides what is done for a requester that is about to cause a kill.
  ///
  /// Context: the process context of the requester with `oom_lock` held; may sleep, and keeps every
  /// other requester out meanwhile; must not allocate. "Freed" is what the engine counted, never
  /// what a policy says. No lease: each call is a decision.
  mutating func outOfMemory(_ view: OutOfMemoryView) -> OutOfMemoryAnswer

  /// Says how many set-aside pages to clean when reclaim runs.
  ///
  /// Context: direct reclaim or kswapd, priority and batch as in `mm/shrinker.c`. Declared for the
  /// shrinker alternative of the 2021 discussion; not asked by this version.
  mutating func shrink(_ view: ShrinkView) -> Pages

  /// Reacts to a signal that userspace gets: pressure, a timer, memory events.
  ///
  /// Context: a userspace process with its own wake-up latency. Declared for lmkd, systemd-oomd and
  /// oomd; not asked by this version.
  mutating func signalled(_ view: SignalView) -> SignalAnswer
}

extension OOMNotifierPolicy {
  /// Global, priority 70, while the guest is being cleaned: as in v2 patch 12.
  public var registration: NotifierRegistration { NotifierRegistration() }
  /// Cleans nothing.
  public mutating func shrink(_ view: ShrinkView) -> Pages { 0 }
  /// Does nothing.
  public mutating func signalled(_ view: SignalView) -> SignalAnswer { .nothing }
}

/// Where and when a notifier is registered.
public struct NotifierRegistration: Sendable, Hashable {
  /// Which out-of-memory events reach the notifier.
  public enum Scope: String, Sendable, Hashable, CaseIterable {
    /// Those of the host.
    case global
    /// Those of a memory cgroup, which the kernel does not offer.
    case memoryCgroup = "memcg"
  }

  /// The phases of a dying guest.
  public struct Phases: OptionSet, Sendable, Hashable {
    /// One bit for each phase.
    public let rawValue: UInt8
    /// Creates a set from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// The guest is being unmapped: set-aside pages appear.
    public static let walking = Phases(rawValue: 1)
    /// Its cleaner is at work: set-aside pages vanish.
    public static let cleaning = Phases(rawValue: 2)
  }

  /// Higher is called first; equal priorities are called in the order of the guests.
  public var priority: Int32
  /// Which events reach it.
  public var scope: Scope
  /// When it is registered.
  public var phases: Phases

  /// Makes a registration.
  public init(priority: Int32 = 70, scope: Scope = .global, phases: Phases = [.cleaning]) {
    self.priority = priority
    self.scope = scope
    self.phases = phases
  }
}

/// What `outOfMemory` sees.
public struct OutOfMemoryView: Sendable {
  /// The host at this instant.
  public let host: HostView
  /// What the counters showed for the notifiers earlier in this chain.
  public let freedByEarlier: Pages
  /// Set-aside pages of this guest that nobody has taken up yet.
  public let setAside: Pages
  /// Pages of this guest that have been cleaned and freed so far.
  public let freedSoFar: Pages
  /// Whether the guest is still being unmapped.
  public let isWalking: Bool
  /// Cleaners of this guest that are at work or paused.
  public let cleaners: Int32
  /// Calls of the chain in this episode so far, this one included; calls less than 1 s apart are
  /// one episode.
  public let callsInEpisode: Int64
  /// Threads that wait for `oom_lock`.
  public let waitersForLock: Int32
  /// Whether an earlier victim is still giving back its memory.
  public let victimInFlight: Bool

  /// Describes a call.
  package init(
    host: HostView, freedByEarlier: Pages, setAside: Pages, freedSoFar: Pages, isWalking: Bool,
    cleaners: Int32, callsInEpisode: Int64, waitersForLock: Int32, victimInFlight: Bool
  ) {
    self.host = host
    self.freedByEarlier = freedByEarlier
    self.setAside = setAside
    self.freedSoFar = freedSoFar
    self.isWalking = isWalking
    self.cleaners = cleaners
    self.callsInEpisode = callsInEpisode
    self.waitersForLock = waitersForLock
    self.victimInFlight = victimInFlight
  }
}

/// What a notifier does.
public enum OutOfMemoryAnswer: Sendable, Hashable {
  /// In which steps the mechanism counts freed pages for a sleeping notifier.
  public enum Counter: String, Sendable, Hashable, CaseIterable {
    /// Page by page.
    case pages
    /// When a node is finished: v2 patch 12 added `count + 1` at a time, up to 510.
    case nodes
  }

  /// Nothing.
  case nothing
  /// The requester itself cleans so many set-aside pages of this guest, and pays for them.
  case freeNow(Pages)
  /// The requester sleeps until cleaners have freed so many pages of this guest, or the time is up.
  case wait(Pages, atMost: SimulatedDuration, Counter)
  /// The requester sleeps for so long; what the counter gained meanwhile is reported.
  case sleep(SimulatedDuration, Counter)
  /// No kill and nothing claimed, as while a victim is exiting: the requester tries again.
  case abort
}

/// What `shrink` sees.
public struct ShrinkView: Sendable {
  /// The host at this instant.
  public let host: HostView
  /// Set-aside pages of this guest.
  public let setAside: Pages
  /// Reclaim priority, 12 (least urgent) down to 0.
  public let priority: Int32
  /// Pages that reclaim would like freed, at most.
  public let batch: Pages

  /// Describes a scan.
  package init(host: HostView, setAside: Pages, priority: Int32, batch: Pages) {
    self.host = host
    self.setAside = setAside
    self.priority = priority
    self.batch = batch
  }
}

/// What `signalled` sees.
public struct SignalView: Sendable {
  /// The host at this instant.
  public let host: HostView
  /// Pages that dying guests still hold.
  public let inTransit: Pages

  /// Describes a signal.
  package init(host: HostView, inTransit: Pages) {
    self.host = host
    self.inTransit = inTransit
  }
}

/// What a userspace daemon does on a signal.
public enum SignalAnswer: Sendable, Hashable {
  /// Nothing.
  case nothing
  /// Kills the task with the highest badness.
  case killWorst
}
