// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import Statistics

/// The largest difference of a metric that does not matter beside a baseline.
enum RelevantMargin {
  /// Returns the margin, in the metric's stored unit or as a share of runs.
  ///
  /// A relative margin is one of the baseline's runs that came to their end: that of a restricted mean would
  /// depend on when runs are cut off. Without such a run nothing but an absolute margin is left. Of a share
  /// of time the default is taken of what it has or of what it lacks, whichever is less, so that it does not
  /// matter which of the two is measured.
  ///
  /// - Parameters:
  ///   - stated: what the experiment says; nil for the default of the catalogue.
  ///   - definition: the metric.
  ///   - ended: the baseline's values in pairs in which it has one of its own.
  ///   - isShare: whether shares of runs are compared.
  static func of(
    _ stated: ComparisonSettings.Margin?, _ definition: MetricDefinition, ended: [Double],
    isShare: Bool
  ) -> Double {
    let base = Sample(ended).mean.value?.magnitude
    switch stated {
    case .absolute(let margin): return margin
    // Of a share of runs, percents are points: a share of a rate of 0 would be no margin at all.
    case .relative(let share): return isShare ? share : (base ?? 0) * share
    case nil: break
    }
    if isShare { return ComparisonSettings.shareMargin }
    let floor = Double(definition.absoluteMargin)
    guard let base else { return floor }
    let whole = MetricBound.isShareOfTime(definition.name) ? min(base, max(0, 1e6 - base)) : base
    return max(floor, whole * Double(definition.relativeMargin) / 1e6)
  }
}
