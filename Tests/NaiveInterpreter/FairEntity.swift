// SPDX-License-Identifier: Apache-2.0

/// A member of a queue of a CPU: an actor, or a group on that CPU.
final class FairEntity {
  /// The actor that it is; nil for a group.
  unowned(safe) let actor: Actor?
  /// The queue of the group that it stands for; nil for an actor.
  unowned(safe) let ownQueue: FairQueue?
  /// The number of that group.
  let group: Int?
  /// The queue on which it is.
  weak var queue: FairQueue?
  /// Of an actor: the queue on which it was last.
  weak var lastQueue: FairQueue?
  var weight: Int64 = 0
  /// Weighted time that it has had, `v`.
  var virtualTime: Int64 = 0
  var deadline: Int64 = 0
  var lag: Int64 = 0
  /// Time that it has had since it began to run.
  var ran: Int64 = 0
  var isKnown = false
  var isProtected = false

  init(actor: Actor) {
    self.actor = actor
    ownQueue = nil
    group = nil
  }

  init(ownQueue: FairQueue, group: Int) {
    actor = nil
    self.group = group
    self.ownQueue = ownQueue
  }

  /// A time, weighted.
  func virtual(_ time: Int64) -> Int64 { Int64(Int128(time) * 1024 / Int128(weight)) }
}

/// The members of the root or of a group on one CPU.
final class FairQueue {
  /// In the order in which they came.
  var members: [FairEntity] = []
  /// The value that the model calls `least`.
  var least: Int64 = 0
  /// The mean that it had before its last member left.
  private var meanBefore: Int64 = 0

  /// The sum of its members' weights.
  var load: Int64 { members.reduce(0) { $0 + $1.weight } }

  /// Sum of weight x v.
  private var sum: Int128 {
    members.reduce(Int128(0)) { $0 + Int128($1.weight) * Int128($1.virtualTime) }
  }

  /// The mean of its members' v, rounded down.
  var mean: Int64 {
    guard !members.isEmpty else { return meanBefore }
    let divisor = Int128(load)
    let quotient = sum / divisor
    return Int64(quotient * divisor > sum ? quotient - 1 : quotient)
  }

  /// Whether a member has had no more than the mean.
  func isOwedTime(_ entity: FairEntity) -> Bool {
    sum >= Int128(entity.virtualTime) * Int128(load)
  }

  func raiseLeast() {
    guard let lowest = members.map(\.virtualTime).min() else { return }
    least = max(least, lowest)
  }

  func append(_ entity: FairEntity) {
    members.append(entity)
    entity.queue = self
  }

  func remove(_ entity: FairEntity) {
    if members.count == 1 { meanBefore = mean }
    members.removeAll { $0 === entity }
    entity.queue = nil
    entity.lastQueue = self
  }

  func moveToEnd(_ entity: FairEntity) {
    members.removeAll { $0 === entity }
    members.append(entity)
  }
}
