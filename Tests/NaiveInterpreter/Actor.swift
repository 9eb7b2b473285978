// SPDX-License-Identifier: Apache-2.0

/// Somebody who works on CPUs: a walk, a cleaner, an exit, kswapd, a thread, a vCPU.
final class Actor {
  let eventClass: Agenda.EventClass
  let index: Int
  /// The CPU in whose ring it is; nil when it is on none.
  var cpu: Int?
  /// The CPU on which it was last.
  var lastCPU: Int?
  /// Its weight since it entered.
  var weight: Int64 = 100
  /// Its weight from the next time on that it enters.
  var nextWeight: Int64 = 100
  /// CPU time that its item still needs.
  var remaining: Int64 = 0
  /// Since when its item has been worked on without a break; nil while it waits for its turn.
  var workingSince: Int64?
  /// CPU time that it has worked.
  var cpuTime: Int64 = 0
  /// When it entered last.
  var enteredAt: Int64 = 0
  /// How long it has been on CPUs, at work or not, until it last left.
  var runnableTime: Int64 = 0
  /// What it does when its item has had its time; nil when it has no item.
  var act: (() -> Void)?
  /// The calls of the Ultravisor in its item.
  var calls: [Work.Call] = []
  /// The planned end of its item, once that can be foretold.
  var completion: Agenda.Ticket?
  /// The planned end of its sleep.
  var wakeUp: Agenda.Ticket?
  /// Whether it counts as a caller of the Ultravisor while it is on a CPU.
  var callsUltravisor = false
  /// Its group of CPU time; nil for the root.
  var group: Int?
  /// What it is in the queues of CPUs that go by weighted time.
  private(set) lazy var entity = FairEntity(actor: self)

  init(_ eventClass: Agenda.EventClass, _ index: Int) {
    self.eventClass = eventClass
    self.index = index
  }

  var isOnCPU: Bool { cpu != nil }
}
