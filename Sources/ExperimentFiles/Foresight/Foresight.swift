// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// What can be known of an experiment before any of its trials is run: what it cannot show.
///
/// Every rule looks at the trials of the points that were checked. What holds at all of them is
/// told without a number, what holds at some of them with their number.
struct Foresight {
  /// A point of the sweep with its trial.
  struct Point: Sendable {
    /// Its place in the sweep.
    let index: Int
    /// What it is made of.
    let trial: TrialConfiguration
    /// The values of the axes.
    let assignments: [SweepAssignment]
  }

  /// The experiment without the values of a point.
  let root: Node
  /// The points of the sweep.
  let plan: SweepPlan
  /// Those that were checked.
  let points: [Point]
  /// The metrics that reports show, as far as the file says so.
  let measure: [String]
  /// What is compared.
  let comparison: Comparison?
  /// Whether the command line sets values: then an axis may be missing on purpose.
  let hasSettings: Bool
  /// Makes a trial of a tree; nil for one with faults.
  let bind: (Node) -> TrialConfiguration?

  /// Everything that is to be told, each thing once.
  func warnings() -> [ExperimentWarning] {
    guard !points.isEmpty else { return [] }
    let tasks = taskWarnings()
    var all = guestWarnings() + tasks.map(\.warning) + policyWarnings() + axisWarnings()
    all += metricWarnings(exceptOfTasks: tasks.map(\.task)) + requirementWarnings()
    all += baselineWarnings() + repetitionWarnings()
    return all.enumerated().filter { place, warning in
      all.firstIndex(of: warning) == place
    }.map(\.element)
  }

  /// The warnings at their places, and the axes that change no trial.
  func diagnostics() -> Diagnostics {
    var diagnostics = Diagnostics()
    for axis in plan.axes {
      if let fault = Self.fault(of: axis, in: plan, bind) { diagnostics.report(fault) }
    }
    guard !diagnostics.hasErrors else { return diagnostics }
    let places = WarningPlaces(root: root, axes: plan.axes)
    for warning in warnings() { diagnostics.report(places.located(warning)) }
    return diagnostics
  }

  /// How many points something holds at, in words; empty where it is all of them.
  func share(_ count: Int) -> String {
    count == points.count ? "" : " (at \(count) of \(CountText.of(points.count, "point")))"
  }

  /// Whether the sweep varies a path, or a block around it.
  func isVaried(_ path: String) -> Bool { axis(of: path) != nil }

  /// The axis that decides on the value at a path.
  func axis(of path: String) -> String? {
    plan.axes.map(\.path.description).first { path == $0 || path.hasPrefix($0 + ".") }
  }

  /// Where the value at a path is decided: by an axis, or by the file.
  func place(of path: String) -> ExperimentWarning.Place {
    axis(of: path).map { .axis($0) } ?? .key(path)
  }

  /// Whether a key is written in the file.
  func isWritten(_ path: String) -> Bool {
    NodePath(path).flatMap { root.node(at: $0.segments) } != nil
  }

  /// Whether reports compare by anything.
  var isCompared: Bool { comparison != nil }

  /// The metrics that verdicts are asked for.
  var judgedMetrics: [String] {
    guard let comparison else { return [] }
    return comparison.minimize + comparison.pareto + comparison.families.flatMap(\.metrics)
      + (comparison.requirement.map { [$0.metric] } ?? [])
  }
}
