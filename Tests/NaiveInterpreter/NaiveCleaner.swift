// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit

/// A cleaner of a guest.
final class NaiveCleaner {
  let guest: NaiveGuest
  let actor: Actor
  let throttle: ReclaimThrottleInstance
  let started: Int64
  var finished: Int64 = 0
  /// The answer that it goes by, once it has asked.
  var pace: CleanerPace?
  /// Ask points that the answer has covered.
  var covered: Int64 = 0
  /// What has changed since the answer.
  var changes = StepwiseChanges(rawValue: 0)
  /// Pages until the next pause.
  var counter: Int64 = 0
  /// The segment of a reboot that it is in.
  var segment: Int?

  init(guest: NaiveGuest, actor: Actor, throttle: ReclaimThrottleInstance, started: Int64) {
    self.guest = guest
    self.actor = actor
    self.throttle = throttle
    self.started = started
  }
}
