// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Bookkeeping of deferred pages: what happens when the set-aside walk cannot have a node.
///
/// One instance for each dying guest. In the merged kernel (PREPARE and PERFORM, or QEMU's helper)
/// there are no nodes and `failed` is never reached; its live analogues are the `GFP_NOWAIT` batch
/// of `mmu_gather` and the deferred free lists of TDX, SEV-SNP and pKVM.
public protocol AllocationFailurePolicy: Policy {
  /// Decides how a guest is torn down.
  ///
  /// Context: process, may sleep, `GFP_KERNEL`; asked once, when the order to stop arrives and
  /// before anything is unmapped. An illegal answer is clamped to what the guest has.
  mutating func plan(_ view: TeardownView) -> TeardownPlan

  /// Decides how the next node is to be had.
  ///
  /// Context: page-table lock held, atomic; asked before each node allocation, until the answer is
  /// `.always`. A class that sleeps (`kernel`) is illegal here and becomes the mechanism's own, for this
  /// node; so does a reserve that is empty.
  mutating func request(_ view: NodeRequestView) -> NodeRequest

  /// Decides what happens after a node allocation returned nothing.
  ///
  /// Context: page-table lock held, atomic: may not sleep, may not allocate. An illegal answer is
  /// clamped to `.convert(1)` and counted.
  mutating func failed(_ view: inout NodeFailureView) -> NodeFailureAnswer

  /// Decides what becomes of the rest when the teardown is interrupted by a fatal signal.
  ///
  /// Context: process, may sleep. Declared for the teardown modes that can be interrupted; the
  /// modes of this version cannot, so it is not asked yet.
  mutating func interrupted(_ view: TeardownView) -> InterruptionAnswer

  /// Says how many pages a reserve should hold.
  ///
  /// Context: process, may sleep, `GFP_KERNEL`; asked once, when the guest starts, which is the only
  /// time at which memory is sure to be there. More than is free above `min` is clamped and counted.
  mutating func refill(_ view: ReserveView) -> Pages
}

extension AllocationFailurePolicy {
  /// Tears down as the guest's configuration says.
  public mutating func plan(_ view: TeardownView) -> TeardownPlan { TeardownPlan() }
  /// Asks for all nodes in the mechanism's own class.
  public mutating func request(_ view: NodeRequestView) -> NodeRequest { .always(view.nodeClass) }
  /// Finishes what was begun.
  public mutating func interrupted(_ view: TeardownView) -> InterruptionAnswer { .finish }
  /// Holds no reserve.
  public mutating func refill(_ view: ReserveView) -> Pages { 0 }
}

/// What `plan` sees.
public struct TeardownView: Sendable {
  /// The host at this instant.
  public let host: HostView
  /// All pages of the dying guest.
  public let resident: Pages
  /// Those of them that the guest shares, and that need no Ultravisor call.
  ///
  /// - Complexity: O(extents of the guest's image).
  public var shared: Pages { countShared() }
  private let countShared: @Sendable () -> Pages
  /// Guests whose teardown is not finished, this one not included.
  public let otherDyingGuests: Int32
  /// Node pages that this guest's reserve holds.
  public let reserve: Pages

  /// Describes a teardown.
  package init(
    host: HostView, resident: Pages, shared: @escaping @Sendable () -> Pages,
    otherDyingGuests: Int32, reserve: Pages
  ) {
    self.host = host
    self.resident = resident
    countShared = shared
    self.otherDyingGuests = otherDyingGuests
    self.reserve = reserve
  }
}

/// How a guest is to be torn down.
public struct TeardownPlan: Sendable, Hashable {
  /// The first pages, converted at once; the rest as configured.
  ///
  /// `.unlimited` converts all of them at once.
  public var synchronousFirst: Pages

  /// Makes a plan; the default is to defer everything that the guest's mode defers.
  public init(synchronousFirst: Pages = 0) { self.synchronousFirst = synchronousFirst }
}

/// What `request` sees.
public struct NodeRequestView: Sendable {
  /// The host at this instant.
  public let host: HostView
  /// Nodes that this teardown has had so far.
  public let nodes: Int64
  /// Node pages left in the reserve.
  public let reserve: Pages
  /// The class that the mechanism uses by itself.
  public let nodeClass: AllocationClass

  /// Describes a request.
  @inlinable
  package init(host: HostView, nodes: Int64, reserve: Pages, nodeClass: AllocationClass) {
    self.host = host
    self.nodes = nodes
    self.reserve = reserve
    self.nodeClass = nodeClass
  }
}

/// How a node is to be had.
public enum NodeRequest: Sendable, Hashable {
  /// From the page allocator, in this class.
  case allocate(AllocationClass)
  /// From the page allocator, in this class, and so for every further node of this teardown: the policy is
  /// not asked again, unless the answer is illegal.
  case always(AllocationClass)
  /// From the reserve.
  case fromReserve
}

/// What `failed` sees.
public struct NodeFailureView: Sendable {
  /// The host at this instant.
  public let host: HostView
  /// Failures since the last node that could be had, this one included.
  public let failuresInARow: Int64
  /// Failures of this teardown, this one included.
  public let failures: Int64
  /// Node pages left in the reserve.
  public let reserve: Pages
  /// Pages set aside by this teardown so far.
  public let setAside: Pages
  private let remaining: Pages
  /// How often something was read here that the kernel does not know in this place.
  package private(set) var infeasibleReads: Int64 = 0

  /// Pages that the walk has not reached yet.
  ///
  /// *Infeasible*: the page-table walk does not know it. Reading it is allowed, counted and
  /// reported.
  public var pagesLeft: Pages {
    mutating get {
      infeasibleReads += 1
      return remaining
    }
  }

  /// Describes a failure.
  package init(
    host: HostView, failuresInARow: Int64, failures: Int64, reserve: Pages, setAside: Pages,
    pagesLeft: Pages
  ) {
    self.host = host
    self.failuresInARow = failuresInARow
    self.failures = failures
    self.reserve = reserve
    self.setAside = setAside
    remaining = pagesLeft
  }
}

/// What happens after a node allocation returned nothing.
public enum NodeFailureAnswer: Sendable, Hashable {
  /// This page and the next so many less one are converted at once, then a node is tried again.
  case convert(Pages)
  /// Everything that is left is converted at once.
  case convertRest
  /// The node comes out of the reserve; illegal when that is empty.
  case takeReserve
  /// The page that has just been converted becomes the node; a kernel
  /// could not do it to a page that is mapped twice, which is not modelled.
  case recyclePage
}

/// What becomes of an interrupted teardown.
public enum InterruptionAnswer: Sendable, Hashable {
  /// The dying process goes on to the end.
  case finish
  /// What is left waits for the next teardown of the same guest.
  case leave
  /// A kernel thread takes over.
  case handOver
}

/// What `refill` sees.
public struct ReserveView: Sendable {
  /// The host at this instant.
  public let host: HostView
  /// All pages of the guest.
  public let resident: Pages
  /// Pages that one node can hold.
  public let pagesPerNode: Int64
  /// Node pages that the reserve holds now.
  public let reserve: Pages

  /// Describes a reserve.
  package init(host: HostView, resident: Pages, pagesPerNode: Int64, reserve: Pages) {
    self.host = host
    self.resident = resident
    self.pagesPerNode = pagesPerNode
    self.reserve = reserve
  }
}
