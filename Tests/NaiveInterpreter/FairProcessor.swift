// SPDX-License-Identifier: Apache-2.0

/// A CPU on which weighted time decides who works.
final class FairProcessor {
  /// An entity, and the queue in which it is when it is on any.
  typealias Step = (entity: FairEntity, queue: FairQueue)

  /// A group on this CPU.
  private struct Group {
    let parent: Int?
    let queue: FairQueue
    let entity: FairEntity
  }

  let number: Int
  let root = FairQueue()
  private let groups: [Group]
  /// Who is here: who has not run for longest comes first.
  var arrivals: [Actor] = []
  var running: Actor?
  var settledAt: Int64 = 0
  /// When the one that runs begins to work: after the context switch, if there is one.
  var worksFrom: Int64 = 0
  var mustSwitch = false
  /// Whether the one that runs gives way after its act.
  var isTold = false
  /// Whom a wake-up has chosen to run next.
  var next: Actor?
  /// Since when two or more have been here.
  var sharedSince: Int64?
  var tick: Agenda.Ticket?
  /// How often in a row a balance has moved nothing here.
  var balancesInVain: Int64 = 0

  /// - Parameters:
  ///   - number: Its number among the CPUs.
  ///   - parents: For each group its parent, nil for the root; parents come first.
  ///   - weights: For each group its weight among the members of its parent.
  init(number: Int, parents: [Int?], weights: [Int64]) {
    self.number = number
    groups = parents.enumerated().map { group, parent in
      let queue = FairQueue()
      let entity = FairEntity(ownQueue: queue, group: group)
      entity.weight = weights[group]
      return Group(parent: parent, queue: queue, entity: entity)
    }
  }

  /// The queue of a group, or of the root.
  func queue(of group: Int?) -> FairQueue { group.map { groups[$0].queue } ?? root }

  /// An actor, the entity of its group here, and so on up to the root's queue.
  func path(of actor: Actor) -> [Step] {
    var path: [Step] = [(actor.entity, queue(of: actor.group))]
    var group = actor.group
    while let number = group {
      group = groups[number].parent
      path.append((groups[number].entity, queue(of: group)))
    }
    return path
  }

  /// The entity by which an actor is in a queue, if it is.
  func entity(of actor: Actor?, in queue: FairQueue) -> FairEntity? {
    guard let actor else { return nil }
    return path(of: actor).first { $0.queue === queue }?.entity
  }

  /// Forgets who is here, so that nothing holds anything.
  func clear() {
    arrivals = []
    running = nil
    next = nil
    root.members = []
    for group in groups { group.queue.members = [] }
  }
}
