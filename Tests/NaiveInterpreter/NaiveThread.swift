// SPDX-License-Identifier: Apache-2.0

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
  /// What it is about while it is stalled, and since when.
  var stallPart = NaiveRecord.StallPart.reclaim
  var stallPartSince: Int64 = 0
  /// Time for which its request has been stalled.
  var stallOfRequest: Int64 = 0
  /// Barren passes in a row.
  var loops: Int64 = 0
  var waitsForLock = false
  /// When its last sleep for `oom_lock` ends.
  var lockWaitEnd: Int64 = 0

  init(actor: Actor, task: NaiveTask, numberInTask: Int) {
    self.actor = actor
    self.task = task
    self.numberInTask = numberInTask
  }
}
