// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// A task and everything that is known of its running.
final class NaiveTask {
  let number: Int
  let description: TaskDescription
  let exit: Actor
  var threads: [NaiveThread] = []

  var startTime: Int64?
  /// When its first thread entered.
  var enteredTime: Int64?
  /// When its last request completed.
  var doneTime: Int64?
  var killTimes: [Int64] = []
  /// When the requests were due that kills cut off.
  var lostRequests: [Int64] = []
  var isStartPlanned = false
  var hasEntered = false
  var isDone = false
  /// It has completed and released everything.
  var hasFinished = false
  /// It is done, and its exit gives back what it held.
  var isReleasing = false
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
    !isDead && !isExiting && !isReleasing && !hasFinished
      && (startTime != nil || description.resident > 0)
  }
}
