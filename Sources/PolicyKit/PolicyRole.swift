// SPDX-License-Identifier: Apache-2.0 OR MIT

/// The three places at which policies decide, by their keys in an experiment.
public enum PolicyRole: String, Sendable, Hashable, CaseIterable {
  /// Bookkeeping of deferred pages.
  case allocationFailure = "allocation-failure"
  /// What happens at or before an OOM kill.
  case oomNotifier = "oom-notifier"
  /// Rates of cleaners and allocating tasks.
  case reclaimThrottle = "reclaim-throttle"
}
