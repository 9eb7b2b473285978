// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

// Section 4 of the model: calls of the Ultravisor, and contention for it.
extension NaiveInterpreter {
  /// A call that others make longer.
  func stretchedCall(_ kind: Work.Call.Kind, _ cost: Int64) -> Work {
    Work(Work.Call(kind: kind, cost: cost, stretched: stretched(cost)))
  }

  /// A call that others do not make longer: the occasional one of a lazy walk.
  func plainCall(_ kind: Work.Call.Kind, _ cost: Int64) -> Work {
    Work(Work.Call(kind: kind, cost: cost, stretched: cost))
  }

  /// A secure page is destroyed by somebody who is a caller.
  func destroyCall(_ kind: NaiveGuest.PageKind) -> Work {
    stretchedCall(.destroy, destroyCost(kind))
  }

  func destroyCost(_ kind: NaiveGuest.PageKind) -> Int64 {
    kind == .dirty
      ? configuration.ultravisor.destroyDirty.nanoseconds
      : configuration.ultravisor.destroy.nanoseconds
  }

  var exportCost: Int64 { configuration.ultravisor.export.nanoseconds }

  /// What is done to a secure page when its guest waits for it.
  func synchronousCall(_ guest: NaiveGuest, _ index: Int) -> Work {
    guest.description.teardown == .synchronousExport
      ? stretchedCall(.export, exportCost) : destroyCall(guest.kinds[index])
  }

  /// What a call costs now: the caller that begins it counts itself.
  private func stretched(_ cost: Int64) -> Int64 {
    guard let servers = configuration.ultravisor.servers else { return cost }
    let callers = Int64(actors.filter { $0.isOnCPU && $0.callsUltravisor }.count)
    guard callers > servers else { return cost }
    counters.stretchedCalls += 1
    return (cost * callers + servers - 1) / servers
  }

  /// Whether an actor's page is free, and its call counted, before it pays.
  func countsAtOnce(_ actor: Actor) -> Bool {
    switch actor.eventClass {
    case .walk, .cleaner, .exit: paysAfter
    case .thread: configuration.rules.notifierWork == .instant
    default: false
    }
  }

  /// Counts calls.
  func count(_ calls: [Work.Call], of actor: Actor) {
    for call in calls {
      if actor.eventClass == .cleaner { record.cleanerTime += call.stretched }
      switch call.kind {
      case .destroy: record.calls.destroys += 1
      case .export: record.calls.exports += 1
      case .import: record.calls.imports += 1
      }
      record.calls.busy += call.stretched
      record.calls.wait += call.stretched - call.cost
    }
  }
}
