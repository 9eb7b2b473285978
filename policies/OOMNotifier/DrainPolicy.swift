// SPDX-License-Identifier: Apache-2.0 OR MIT

internal import PolicyKit

/// Lets the requester sleep until all set-aside pages of the guest are freed.
///
/// Idea: there will be no better time to finish the teardown than when the host is out of memory;
/// one long stall instead of many short ones.
///
/// Wins when the requester needs most of what is set aside anyway: it is called once, where a quota
/// is called, and reclaim fails, again and again.
///
/// Loses in every latency: `oom_lock` is held for as long as the cleaner needs, half a minute for
/// 30 GiB on one CPU, and every other requester of the host waits with it, for how little soever it
/// asked.
///
/// Source: the far end of the notifiers that give up all they have, as i915's shrinker does in
/// `drivers/gpu/drm/i915/gem/i915_gem_shrinker.c` of Linux 6.12; a bound for comparison, proposed
/// by nobody for protected guests.
///
/// Departs from the source in: i915 frees by itself, this waits for the cleaner. A wait that
/// reaches its timeout reports what was freed, and the notifier is asked again if that was not
/// enough.
struct DrainPolicy: OOMNotifierPolicy {
  static let name = "drain"
  static let summary = "lets the requester sleep until all set-aside pages are freed"

  private let timeout: SimulatedDuration

  init(_ setup: inout PolicySetup) {
    timeout = setup(
      "timeout", default: .seconds(10), in: .microseconds(1) ... .seconds(3600),
      "The longest sleep of one call.")
  }

  mutating func outOfMemory(_ view: OutOfMemoryView) -> OutOfMemoryAnswer {
    guard view.cleaners > 0, view.setAside > 0 else { return .nothing }
    return .wait(view.setAside, atMost: timeout, .pages)
  }
}
