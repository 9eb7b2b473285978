// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit

/// The earliest instants at which things can happen in a trial, in nanoseconds from its start.
///
/// They are bounds from below, whatever the seed draws: work takes at least its cost on a CPU of
/// its own, and Ultravisor calls at least what all CPUs together need for them. A guest that the
/// OOM killer takes before its order to go is not looked at.
public struct EarliestTimes: Sendable {
  private let trial: TrialConfiguration

  /// Looks at a trial.
  public init(_ trial: TrialConfiguration) {
    self.trial = trial
  }

  /// When the run is cut off.
  public var limit: Int64 { trial.limit.nanoseconds }

  /// The order to go; nil for a guest that stays.
  public func stop(_ guest: GuestDescription) -> Int64? { guest.orderToGo?.earliest }

  /// The exit; nil for a guest that stays.
  public func exit(_ guest: GuestDescription) -> Int64? {
    stop(guest).map { Self.sum($0, walk(guest)) }
  }

  /// The last page of the dead instance; nil for a guest that stays.
  public func allFree(_ guest: GuestDescription) -> Int64? {
    guard let stop = stop(guest), let exit = exit(guest) else { return nil }
    guard guest.hasCleaners else { return exit }
    return Swift.max(exit, Self.sum(stop, destroying(securePages(guest))))
  }

  /// The start of a task; nil if it never begins.
  public func start(_ task: TaskDescription) -> Int64? {
    switch task.start {
    case .at(let time): return time.earliest
    case .after(let guest, let event, let delay):
      return time(of: event, guest).map { Self.sum($0, delay.earliest) }
    case .whenFree(let pages, let guest, let event):
      guard pages.count <= freeMost else { return nil }
      return guest.map { time(of: event, $0) } ?? 0
    }
  }

  /// The end of a task's last request; nil if it never begins, has no end, or cannot hold what it
  /// asks for.
  public func completion(_ task: TaskDescription) -> Int64? {
    guard let start = start(task) else { return nil }
    let need = MemoryNeed(trial)
    guard !need.isTooLarge(task) else { return nil }
    let asked: Int64
    switch task.demand {
    case .periodic, .bursts: return nil
    case .steady(let total, let jitter, let rate, let request):
      let least = MemoryNeed.least(total, jitter)
      let early = Swift.max(0, least - request.count)
      asked = rate.duration(of: .init(early)).nanoseconds
    case .replay(let trace, _):
      // The last growth is spread over the time since the sample before it.
      let samples = trace.samples
      let last = samples.indices.dropFirst().last {
        samples[$0 - 1].resident < samples[$0].resident
      }
      asked = last.map { samples[$0 - 1].time.nanoseconds } ?? 0
    }
    return Swift.max(Self.sum(start, asked), destruction(for: task))
  }

  /// How long all CPUs together take at least to destroy what a task must have before it completes.
  func destruction(for task: TaskDescription) -> Int64 {
    destroying(MemoryNeed(trial).pagesToDestroy(for: task))
  }

  /// The most memory that can ever be free: all but that of the kernel and of nameless programs.
  public var freeMost: Int64 {
    trial.host.memory.count - trial.host.inUseByKernel.count - trial.host.inUseAnonymous.count
  }

  private func time(of event: TaskDescription.LifeEvent, _ name: String) -> Int64? {
    guard let guest = trial.guests.first(where: { $0.name == name }) else { return nil }
    switch event {
    case .stop: return stop(guest)
    case .exit: return exit(guest)
    case .allFree: return allFree(guest)
    }
  }

  /// How long the walk takes at least.
  private func walk(_ guest: GuestDescription) -> Int64 {
    let costs = trial.costs
    let calls = trial.ultravisor
    let memory = guest.memory.count
    guard guest.teardown != .free else { return 0 }
    if case .reboot = guest.departure {
      guard guest.isProtected else { return 0 }
      let isLazy = guest.teardown == .lazyReboot
      let pages = isLazy ? Swift.min(memory, guest.synchronousBelow.count) : memory
      let shared = memory - securePages(guest)
      let cost = Swift.min(calls.destroy.nanoseconds, calls.destroyDirty.nanoseconds)
      let each = guest.teardown == .synchronousExport ? calls.export.nanoseconds : cost
      return Self.product(Swift.max(0, pages - shared), each)
    }
    guard guest.isProtected else { return Self.product(memory, costs.unmap.nanoseconds) }
    let each =
      switch guest.teardown {
      case .synchronousExport: calls.export.nanoseconds
      case .lazyShutdown: costs.append.nanoseconds
      default: Swift.min(calls.destroy.nanoseconds, calls.destroyDirty.nanoseconds)
      }
    return Self.product(securePages(guest), each)
  }

  /// Secure pages at least: of drawn extents any number may be shared.
  private func securePages(_ guest: GuestDescription) -> Int64 {
    MemoryNeed.securePages(guest)
  }

  /// How long all CPUs together take at least for so many pages.
  private func destroying(_ pages: Int64) -> Int64 {
    guard pages > 0 else { return 0 }
    var workers: Int64 = trial.actorCount
    if case .count(let cpus) = trial.host.cpus { workers = Swift.min(workers, cpus) }
    if let servers = trial.ultravisor.servers { workers = Swift.min(workers, servers) }
    let calls = trial.ultravisor
    var cheapest = Swift.min(calls.destroy.nanoseconds, calls.destroyDirty.nanoseconds)
    if exportsMany { cheapest = Swift.min(cheapest, calls.export.nanoseconds) }
    return Int64(clamping: Int128(pages) * Int128(cheapest) / Int128(Swift.max(workers, 1)))
  }

  /// Whether more pages may be exported than one for each node.
  ///
  /// Requests of the class kernel stop at min, down to half of which nodes can be had.
  private var exportsMany: Bool {
    trial.tasks.contains { $0.allocationClass != .kernel }
      || trial.rules.nodeFloor != .allocationClass
      || trial.guests.contains { guest in
        guest.teardown == .synchronousExport
          || (guest.setsPagesAside && (guest.nodeClass == .kernel || guest.nodeClass == .nowait))
      }
  }

  private static func sum(_ left: Int64, _ right: Int64) -> Int64 {
    Int64(clamping: Int128(left) + Int128(right))
  }

  private static func product(_ left: Int64, _ right: Int64) -> Int64 {
    Int64(clamping: Int128(left) * Int128(right))
  }
}
