// SPDX-License-Identifier: Apache-2.0

/// A CPU with its ring.
struct Processor {
  /// The one at the head runs.
  var members: [Actor] = []
  /// When the slot of the head began.
  var slotBegan: Int64 = 0
  /// When the head begins to work: after the context switch, if there is one.
  var worksFrom: Int64 = 0
  /// When the slot ends; nil for a member alone.
  var slotEnd: Int64?
  /// The planned end of the slot.
  var rotation: Agenda.Ticket?
}
