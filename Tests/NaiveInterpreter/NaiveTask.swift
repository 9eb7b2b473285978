internal import HostConfiguration
internal import PolicyKit

/// A task and everything that is known of its running.
final class NaiveTask {
  let number: Int
  let description: TaskDescription
  let exit: Actor
  var threads: [NaiveThread] = []

  var startTime: Int64?
  var isStartPlanned = false
  var hasEntered = false
  var isDone = false
  /// It has completed and released everything.
  var hasFinished = false
  /// It has been killed and will not come back.
  var isDead = false
  /// It has been killed and is still exiting.
  var isExiting = false
  /// How often it has been killed: releases of an earlier life are void.
  var life = 0

  /// Pages of a steady demand, jitter included.
  var total: Int64 = 0
  /// Steps of a replay.
  var steps: [NaiveThread.Request] = []
  /// Bursts that have arrived and wait.
  var queue: [NaiveThread.Request] = []
  var arrivals: Int64 = 0
  var bursts: SeededGenerator

  init(number: Int, description: TaskDescription, guests: Int, bursts: SeededGenerator) {
    self.number = number
    self.description = description
    self.bursts = bursts
    exit = Actor(.exit, guests + number)
  }

  /// Whether its demand comes to an end.
  var ends: Bool {
    switch description.demand {
    case .steady, .replay: true
    case .periodic, .bursts: false
    }
  }

  /// Whether it can be a victim.
  var exists: Bool {
    !isDead && !isExiting && !hasFinished && (startTime != nil || description.resident > 0)
  }
}

/// A thread of a task.
final class NaiveThread {
  /// A request, or a release in its place of a replay's stream.
  struct Request {
    /// Its number in its thread.
    var number: Int64
    /// When it may begin.
    var due: Int64
    var pages: Int64
    /// Of a burst: how long it holds its pages.
    var holds: Int64 = 0
    /// Whether it gives its pages back instead of asking for them.
    var isRelease = false
  }

  let actor: Actor
  let task: NaiveTask
  let numberInTask: Int
  var current: Request?
  var pagesLeft: Int64 = 0
  /// How many steps of its stream it has taken.
  var taken: Int64 = 0
  /// Whether it has no request and waits for an arrival, or has none left.
  var isIdle = false
  var stalledSince: Int64?
  /// Time for which its request has been stalled.
  var stallOfRequest: Int64 = 0
  /// Barren passes in a row.
  var loops: Int64 = 0
  var waitsForLock = false

  init(actor: Actor, task: NaiveTask, numberInTask: Int) {
    self.actor = actor
    self.task = task
    self.numberInTask = numberInTask
  }
}
