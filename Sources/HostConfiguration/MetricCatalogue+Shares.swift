// SPDX-License-Identifier: Apache-2.0

extension MetricCatalogue {
  private static let sharesOfRuns = [
    "oom.kills", "oom.kills.bystander", "oom.kills.avoidable", "task.*.completed",
  ]

  /// Whether the share of runs in which a metric is above zero is told, not its mean: it says that
  /// something happened in a run or not.
  public static func isShareOfRuns(_ name: String) -> Bool {
    sharesOfRuns.contains(generalised(name))
  }
}
