// SPDX-License-Identifier: Apache-2.0

public import PolicyKit

/// A program on the host that allocates memory.
public struct TaskDescription: Sendable, Hashable {
  /// When a task begins.
  public enum Start: Sendable, Hashable {
    /// So many nanoseconds after the start of the trial.
    case at(Draw)
    /// So many nanoseconds after an event in a guest's life.
    case after(guest: String, event: LifeEvent, delay: Draw)
    /// As soon as so many pages are free, but not before the guest's event: a manager that waits.
    case whenFree(Pages, guest: String?, event: LifeEvent)
  }

  /// Events in the life of a guest that goes.
  public enum LifeEvent: String, Sendable, Hashable, CaseIterable {
    /// The order to stop, or the guest's own request for a reset.
    case stop
    /// The manager can reap the process; for a reboot, the first instruction of the next boot.
    case exit
    /// The last page of the dead instance is free.
    case allFree = "all-free"
  }

  /// What the task asks for, and when.
  public enum Demand: Sendable, Hashable {
    /// Requests at a steady rate until a total is reached.
    ///
    /// - total: Pages in all, before jitter.
    /// - jitter: The total is multiplied by a factor drawn uniformly from 1 - jitter ... 1 + jitter.
    case steady(total: Pages, jitter: Share, rate: MemoryRate, request: Pages)
    /// The same request again and again, until the run ends; each released when it is complete.
    case periodic(pages: Pages, every: SimulatedDuration)
    /// Bursts one after another, until the run ends: inter-arrival time, size and holding time
    /// drawn in this order, from stream `stream` of the seed, or from the task's own if that is nil.
    case bursts(interval: Draw, pages: Draw, holds: Draw, stream: UInt64?)
    /// The resident memory of a recorded program.
    case replay(ResidentTrace, request: Pages)
  }

  /// The name: a word of letters, digits and hyphens, unique among guests and tasks.
  public var name: String
  /// When it begins.
  public var start: Start
  /// What it asks for.
  public var demand: Demand
  /// Threads that share its requests by turns; 1...1024; 1 for bursts and replays.
  public var threads: Int64
  /// How its pages are allocated.
  public var allocationClass: AllocationClass
  /// How long a class that may not reclaim waits after a failure before it tries again.
  public var retryAfter: SimulatedDuration
  /// A rolling window: what it holds beyond this is released, oldest request first; nil for none.
  public var backlog: Pages?
  /// How long it holds its memory after its last request; nil for ever.
  public var holds: SimulatedDuration?
  /// How long after a kill it goes on with its next burst; nil when a kill is its end.
  public var restartsAfterKill: SimulatedDuration?
  /// What it holds from the start of the trial.
  public var resident: Pages
  /// Whether its stalls are measured.
  public var isMeasured: Bool
  /// Added to its badness in thousandths of the host's memory; -1000 exempts it.
  public var oomScoreAdjustment: Int64
  /// The group of its threads; nil for that of services.
  public var cpuGroup: String?

  /// Describes a task.
  public init(
    name: String, start: Start = .at(.fixed(0)), demand: Demand, threads: Int64 = 1,
    allocationClass: AllocationClass = .kernel, retryAfter: SimulatedDuration = .milliseconds(1),
    backlog: Pages? = nil, holds: SimulatedDuration? = nil,
    restartsAfterKill: SimulatedDuration? = nil, resident: Pages = 0, isMeasured: Bool = false,
    oomScoreAdjustment: Int64 = 0, cpuGroup: String? = nil
  ) {
    self.name = name
    self.start = start
    self.demand = demand
    self.threads = threads
    self.allocationClass = allocationClass
    self.retryAfter = retryAfter
    self.backlog = backlog
    self.holds = holds
    self.restartsAfterKill = restartsAfterKill
    self.resident = resident
    self.isMeasured = isMeasured
    self.oomScoreAdjustment = oomScoreAdjustment
    self.cpuGroup = cpuGroup
  }
}
