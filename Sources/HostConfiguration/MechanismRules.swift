/// Where the mechanism can go more than one way: the kernel's is always the default.
///
/// The other ways are those of the reference workload RW-1, each a named switch of the one engine,
/// so that the workload is reproduced without a second path.
public struct MechanismRules: Sendable, Hashable {
  /// When an actor that frees pages pays for one.
  public enum Payment: String, Sendable, Hashable, CaseIterable {
    /// It works first, then the page is free: the kernel's order.
    case before
    /// The page is free at once, then it works: RW-1.
    case after
  }

  /// In which order set-aside pages are cleaned.
  public enum CleaningOrder: String, Sendable, Hashable, CaseIterable {
    /// The newest node first, within a node the oldest page first: v1 patch 9 adds at the head.
    case newestNodeFirst = "newest-node-first"
    /// The oldest page first: RW-1.
    case oldestFirst = "oldest-first"
  }

  /// What becomes of the page at which a node is needed.
  public enum PageAtNewNode: String, Sendable, Hashable, CaseIterable {
    /// It is exported, then the node is tried: v1 patch 9.
    case converted
    /// The node is tried first; the page goes into it, or is destroyed if there is none: RW-1.
    case appended
  }

  /// How a requester cleans pages itself in a notifier.
  public enum NotifierWork: String, Sendable, Hashable, CaseIterable {
    /// Page by page, each free when its call has been paid.
    case timed
    /// All at once, then it pays: RW-1.
    case instant
  }

  /// When barren reclaim gives up.
  public enum ReclaimRetry: String, Sendable, Hashable, CaseIterable {
    /// At once when free and reclaimable pages together cannot meet `min`: `should_reclaim_retry`.
    case hopeful
    /// Only after all retries: RW-1.
    case always
  }

  /// Which mark a request is held against before the OOM killer is called.
  public enum LastTest: String, Sendable, Hashable, CaseIterable {
    /// `high`, so that a parallel kill is noticed: `__alloc_pages_may_oom`.
    case high
    /// `min`: RW-1.
    case min
  }

  /// How a killed task's memory comes back.
  public enum KillRefund: String, Sendable, Hashable, CaseIterable {
    /// Page by page, as it exits.
    case overTime = "over-time"
    /// At once: RW-1.
    case instant
  }

  /// Which floor a node allocation has.
  public enum NodeFloor: String, Sendable, Hashable, CaseIterable {
    /// That of its allocation class.
    case allocationClass = "class"
    /// `min`: RW-1.
    case min
  }

  /// When a freeing actor pays.
  public var payment: Payment
  /// In which order set-aside pages are cleaned.
  public var cleaningOrder: CleaningOrder
  /// Pages that a node holds, 1...65,535; `PV_MAX_LAZY_COUNT` = (4096 - 24) / 8 = 509.
  public var pagesPerNode: Int64
  /// What becomes of the page at which a node is needed.
  public var pageAtNewNode: PageAtNewNode
  /// How a requester cleans pages itself.
  public var notifierWork: NotifierWork
  /// When barren reclaim gives up.
  public var reclaimRetry: ReclaimRetry
  /// Barren passes that are followed by another one; `MAX_RECLAIM_RETRIES` = 16.
  public var reclaimRetries: Int64
  /// Which mark is tested last.
  public var lastTest: LastTest
  /// How a killed task's memory comes back.
  public var killRefund: KillRefund
  /// Which floor a node allocation has.
  public var nodeFloor: NodeFloor

  /// Rules; the default is the kernel's way throughout.
  public init(
    payment: Payment = .before, cleaningOrder: CleaningOrder = .newestNodeFirst,
    pagesPerNode: Int64 = 509, pageAtNewNode: PageAtNewNode = .converted,
    notifierWork: NotifierWork = .timed, reclaimRetry: ReclaimRetry = .hopeful,
    reclaimRetries: Int64 = 16, lastTest: LastTest = .high, killRefund: KillRefund = .overTime,
    nodeFloor: NodeFloor = .allocationClass
  ) {
    self.payment = payment
    self.cleaningOrder = cleaningOrder
    self.pagesPerNode = pagesPerNode
    self.pageAtNewNode = pageAtNewNode
    self.notifierWork = notifierWork
    self.reclaimRetry = reclaimRetry
    self.reclaimRetries = reclaimRetries
    self.lastTest = lastTest
    self.killRefund = killRefund
    self.nodeFloor = nodeFloor
  }
}
