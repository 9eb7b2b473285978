// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// How large a metric can be in a run, whatever happens in it.
enum MetricBound {
  /// Durations that add up over threads, CPUs or victims, and may be longer than the run.
  private static let sums = [
    "stall.total", "stall.by.reclaim", "stall.by.oom-lock", "stall.by.notifier-wait",
    "stall.by.notifier-work", "stall.by.retry", "cleaner.cpu", "cleaner.paused-in-need", "uv.busy",
    "uv.wait", "oom.lost-work", "guest.*.reuse-tax", "bound.*.completion",
  ]

  private static let sharesOfTime = [
    "stall.worst-window", "stall.worst-window.1s", "guest.*.slowdown",
  ]

  /// Whether a duration is a span of one run, and so at most as long as its run.
  static func isWithinRun(_ name: String) -> Bool {
    !sums.contains(MetricCatalogue.generalised(name))
  }

  /// Whether a metric is a share of time, from nothing to all of it.
  static func isShareOfTime(_ name: String) -> Bool {
    sharesOfTime.contains(MetricCatalogue.generalised(name))
  }
}
