// SPDX-License-Identifier: Apache-2.0

public import PolicyKit

/// A guest of the host: its memory, its load, and how and when it goes.
public struct GuestDescription: Sendable, Hashable {
  /// What happens to a protected guest's memory when the guest stops or reboots.
  public enum Teardown: String, Sendable, Hashable, CaseIterable {
    /// Every page is exported while the user waits: before 2022.
    case synchronousExport = "sync-export"
    /// Every page is destroyed while the user waits: since 2022.
    case synchronousDestroy = "sync-destroy"
    /// Pages are set aside and destroyed afterwards: v1 patch 9, shutdown only.
    case lazyShutdown = "lazy-shutdown"
    /// Pages stay mapped and are destroyed afterwards: v1 patch 8 and PREPARE/PERFORM, reboot only.
    case lazyReboot = "lazy-reboot"
    /// Everything is free at once and for nothing: the reference that slowdowns are held against.
    case free
  }

  /// How the guest leaves.
  public enum Departure: Sendable, Hashable {
    /// It stays.
    case none
    /// It is shut down so many nanoseconds after the start of the trial.
    case shutdown(at: Draw)
    /// It reboots so many nanoseconds after the start of the trial.
    case reboot(at: Draw)
  }

  /// How the pages of a guest's address space differ.
  public enum Image: Sendable, Hashable {
    /// The shared pages first, in one piece (bounce buffers), then clean secure pages.
    case uniform
    /// Extents of exponential length, each shared, dirty or clean with these chances in 64ths,
    /// drawn from stream `stream` of the seed, or from the guest's own if that is nil.
    case extents(mean: Pages, shared64ths: Int64, dirty64ths: Int64, stream: UInt64?)
  }

  /// What the next boot does with the memory.
  public struct AfterBoot: Sendable, Hashable {
    /// In which order it touches its memory.
    public enum Order: String, Sendable, Hashable, CaseIterable {
      /// From the lowest address up.
      case sequential
      /// Segment by segment (1 MiB) in an order drawn for each trial.
      case random
    }

    /// How long it does nothing after its first instruction, in nanoseconds.
    public var idle: Draw
    /// How much of its memory it touches.
    public var touch: Share
    /// How many of its vCPUs touch memory; 1...1024.
    public var threads: Int64
    /// In which order.
    public var order: Order
    /// The share of its memory at which it counts as ready; at most `touch`.
    public var readyAt: Share

    /// Describes a boot.
    public init(
      idle: Draw = .fixed(0), touch: Share = .percent(50), threads: Int64 = 1,
      order: Order = .sequential, readyAt: Share = .percent(50)
    ) {
      self.idle = idle
      self.touch = touch
      self.threads = threads
      self.order = order
      self.readyAt = readyAt
    }
  }

  /// The name: a word of letters, digits and hyphens, unique among guests and tasks.
  public var name: String
  /// Its memory, all of it resident.
  public var memory: Pages
  /// Whether its pages are secure.
  public var isProtected: Bool
  /// Of a uniform image: the share of pages that the guest shares with the host.
  public var shared: Share
  /// How its pages differ.
  public var image: Image
  /// How a protected guest is torn down.
  public var teardown: Teardown
  /// Up to this size a lazy reboot is synchronous, and so much of a larger guest is cleared at once.
  ///
  /// 2 GiB: the prefix-page issue of v1 patch 8, and commit 292a7d6fca33.
  public var synchronousBelow: Pages
  /// The class in which the set-aside walk allocates its nodes.
  public var nodeClass: AllocationClass
  /// How many threads clean its set-aside pages; 0...64.
  ///
  /// With none they stay until somebody else cleans them: a requester in an OOM notifier, or the next boot.
  public var cleaners: Int64
  /// Where its cleaners run.
  public var cleanerIn: CleanerPlace
  /// The CPU weight of a cleaner until its policy says another; 1...10,000, 100 being normal.
  public var cleanerWeight: Int64
  /// The group of its vCPUs; nil for a scope of its own.
  public var cpuGroup: String?
  /// How many vCPUs run its load; 0...1024.
  public var vcpus: Int64
  /// How busy each vCPU is.
  public var load: Share
  /// How the guest leaves.
  public var departure: Departure
  /// What its next boot does.
  public var afterBoot: AfterBoot
  /// Added to its badness in thousandths of the host's memory; -1000 exempts it.
  public var oomScoreAdjustment: Int64

  /// Describes a guest.
  public init(
    name: String, memory: Pages, isProtected: Bool = true,
    shared: Share = Share(partsPerMillion: 0), image: Image = .uniform,
    teardown: Teardown = .synchronousDestroy, synchronousBelow: Pages = .gibibytes(2),
    nodeClass: AllocationClass = .atomicNoMemalloc, cleaners: Int64 = 1,
    cleanerIn: CleanerPlace = .kernel, cleanerWeight: Int64 = 100,
    cpuGroup: String? = nil, vcpus: Int64 = 0,
    load: Share = .percent(100), departure: Departure = .none,
    afterBoot: AfterBoot = AfterBoot(), oomScoreAdjustment: Int64 = 0
  ) {
    self.name = name
    self.memory = memory
    self.isProtected = isProtected
    self.shared = shared
    self.image = image
    self.teardown = teardown
    self.synchronousBelow = synchronousBelow
    self.nodeClass = nodeClass
    self.cleaners = cleaners
    self.cleanerIn = cleanerIn
    self.cleanerWeight = cleanerWeight
    self.cpuGroup = cpuGroup
    self.vcpus = vcpus
    self.load = load
    self.departure = departure
    self.afterBoot = afterBoot
    self.oomScoreAdjustment = oomScoreAdjustment
  }

  /// Whether its pages are set aside when it goes.
  public var isSetAside: Bool {
    guard case .shutdown = departure else { return false }
    return isProtected && teardown == .lazyShutdown
  }
}
