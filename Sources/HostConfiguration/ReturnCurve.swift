// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit

/// The most pages of a guest that its teardown can have freed by an instant, whatever policies decide.
///
/// Requesters that clean pages in a notifier, and the exits of victims, are not in it.
struct ReturnCurve {
  /// How the pages come back.
  private enum Way {
    /// The guest stays, or its next boot keeps the pages.
    case never
    /// All at once.
    case atOnce
    /// One walk, which pays this for each secure page.
    case walk(secure: Int64)
    /// A walk that sets pages aside or converts them, then cleaners.
    case setAside
  }

  private let way: Way
  /// When the guest is ordered to stop; `Int64.max` for one that stays.
  let stop: Int64
  /// Pages that need no Ultravisor call.
  let shared: Int64
  /// Pages that do.
  let secure: Int64
  /// Pages that nodes can take at once.
  let nodes: Int64
  /// Cleaners that can work side by side.
  let cleaners: Int64
  private let unmap: Int64
  /// What a page costs that the walk converts, at least.
  private let conversion: Int64
  /// What a page costs that a cleaner cleans, at least.
  private let destroy: Int64
  private let wake: Int64
  /// What a page costs that is set aside, the nodes included: this fraction.
  private let asideNumerator: Int64
  private let asideDenominator: Int64
  /// How long the walk takes at least.
  private let walk: Int64

  /// - Parameter shared: the pages of the guest that need no Ultravisor call.
  init(_ guest: GuestDescription, in trial: TrialConfiguration, shared: Int64) {
    let calls = trial.ultravisor
    stop = trial.departure(of: guest) ?? .max
    self.shared = shared
    secure = guest.memory.count - shared
    unmap = trial.costs.unmap.nanoseconds
    destroy = Swift.min(calls.destroy, calls.destroyDirty).nanoseconds
    conversion = Swift.min(destroy, calls.export.nanoseconds)
    wake = trial.costs.wake.nanoseconds
    var cpus = Int64.max
    if case .count(let count) = trial.host.cpus { cpus = count }
    way = Self.way(guest, export: calls.export.nanoseconds, destroy: destroy)
    cleaners = Swift.min(guest.cleaners, cpus)
    let append = trial.costs.append.nanoseconds
    let node = Swift.min(trial.costs.node, trial.costs.failedNode).nanoseconds
    let room = trial.rules.pagesPerNode
    switch trial.rules.pageAtNewNode {
    case .converted:
      asideNumerator = room * append + calls.export.nanoseconds + node
      asideDenominator = room + 1
    case .appended:
      asideNumerator = room * append + node
      asideDenominator = room
    }
    switch way {
    case .never, .atOnce:
      nodes = 0
      walk = 0
    case .walk(let cost):
      nodes = 0
      walk = Int64(
        clamping: Int128(shared) * Int128(unmap) + Int128(secure) * Int128(cost))
    case .setAside:
      nodes = secure / room + 1
      let aside = Int128(secure) * Int128(asideNumerator) / Int128(asideDenominator)
      walk = Int64(
        clamping: Int128(shared) * Int128(unmap)
          + Swift.min(aside, Int128(secure) * Int128(conversion)))
    }
  }

  private static func way(_ guest: GuestDescription, export: Int64, destroy: Int64) -> Way {
    guard case .shutdown = guest.departure else { return .never }
    switch guest.teardown {
    case .free: return .atOnce
    case _ where !guest.isProtected: return .walk(secure: destroy)
    case .synchronousExport: return .walk(secure: export)
    case .synchronousDestroy, .lazyReboot: return .walk(secure: destroy)
    case .lazyShutdown: return .setAside
    }
  }

  /// Whether pages are set aside, so that the guest has a notifier.
  var isLazy: Bool {
    if case .setAside = way { return true }
    return false
  }

  /// Whether it frees anything.
  var frees: Bool {
    if case .never = way { return false }
    return true
  }

  /// When an event of the guest can happen at the earliest.
  func earliest(_ event: TaskDescription.LifeEvent) -> Int64 {
    if stop == .max || event == .stop { return stop }
    let (exit, isTooLate) = stop.addingReportingOverflow(walk)
    return isTooLate ? .max : exit
  }

  /// Pages that can come back at any speed: those whose cost is not that of a conversion.
  var jump: Int64 {
    switch way {
    case .never: 0
    case .atOnce: shared + secure
    case .walk, .setAside: shared + nodes
    }
  }

  /// Actors that can free its pages side by side.
  var lanes: Int64 {
    switch way {
    case .never, .atOnce: 0
    case .walk: 1
    case .setAside: Swift.max(1, cleaners)
    }
  }

  /// The most pages that can be free by an instant.
  ///
  /// - Parameter isPastExit: Whether the instant is known to be after the exit.
  func pages(by instant: Int64, isPastExit: Bool) -> Int64 {
    guard instant >= stop else { return 0 }
    let time = instant - stop
    switch way {
    case .never: return 0
    case .atOnce: return shared + secure
    case .walk(let cost):
      return Swift.min(shared, time / unmap + 1) + Swift.min(secure, time / cost + 1)
    case .setAside:
      let converted = isPastExit ? 0 : time / conversion + 1
      return Swift.min(shared, time / unmap + 1)
        + Swift.min(secure, Swift.max(converted, pagesPastWalk(time - walk)))
    }
  }

  /// The most secure pages that can be free so long after the shortest walk: a page that the walk has
  /// converted is one that it has not set aside.
  private func pagesPastWalk(_ time: Int64) -> Int64 {
    guard time >= 0 else { return 0 }
    let extra =
      Int128(conversion) * Int128(asideDenominator) - Int128(asideNumerator)
    guard extra > 0 else { return secure }
    let converted = Int128(time) * Int128(asideDenominator) / extra + 1
    let cleaning = Int128(Swift.max(0, time - wake))
    let cleaned = Int128(cleaners) * cleaning / Int128(destroy) + Int128(cleaners)
    return Int64(clamping: Swift.max(converted, cleaned))
  }
}
