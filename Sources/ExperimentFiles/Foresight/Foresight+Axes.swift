// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

extension Foresight {
  /// Axes with values that are one, that no run depends on, or that nobody chooses.
  func axisWarnings() -> [ExperimentWarning] {
    var known: [String] = []
    return plan.axes.flatMap { axis -> [ExperimentWarning] in
      let path = axis.path.description
      // A union may vary a path in each of its members.
      guard !known.contains(path) else { return [] }
      known.append(path)
      if let stream = streams(axis) { return [stream] }
      let effect = AxisEffect(axis, in: plan, bind)
      return twins(axis, effect) + [unread(axis, effect), cost(axis, effect)].compactMap(\.self)
    } + equalPoints()
  }

  /// The axis changes no trial at all; nil for one that changes some.
  static func fault(
    of axis: SweepAxis, in plan: SweepPlan, _ bind: (Node) -> TrialConfiguration?
  ) -> Diagnostic? {
    guard axis.path.segments.first == "assume", axis.values.isEmpty || axis.values.count > 1,
      !AxisEffect(axis, in: plan, bind).changesTrial
    else { return nil }
    return Diagnostic(
      "'\(axis.path)' changes no trial: nothing that a run depends on is computed from it",
      at: axis.keyLocation)
  }

  /// Values that are written differently and are the same.
  private func twins(_ axis: SweepAxis, _ effect: AxisEffect) -> [ExperimentWarning] {
    zip(axis.values.indices, effect.firstEqual).compactMap { place, first in
      let (own, other) = (axis.values[place].label, axis.values[first].label)
      guard first != place, own != other else { return nil }
      return ExperimentWarning(
        "'\(axis.path)': the value '\(own.abbreviated)' is the same as '\(other.abbreviated)', and "
          + "stands twice", at: .value(place, of: axis.path.description))
    }
  }

  /// What no run reads; policies are told of by themselves.
  private func unread(_ axis: SweepAxis, _ effect: AxisEffect) -> ExperimentWarning? {
    guard axis.path.segments.first != "policies", effect.changesTrial, !effect.changesRun else {
      return nil
    }
    let why = Self.reason(axis.path.segments).map { ": \($0)" } ?? ""
    return ExperimentWarning(
      "'\(axis.path)' changes nothing: no run depends on it here\(why)",
      at: .axis(axis.path.description))
  }

  private static func reason(_ path: [String]) -> String? {
    switch (path.first, path.count > 2 ? path[2] : path.last) {
    case ("guests", "load"): "the guest has no vCPUs"
    case ("guests", "after-boot"): "the guest does not reboot"
    case ("guests", "shared"), ("guests", "image"): "the guest is not protected"
    case ("guests", "teardown"): "the guest is not protected, or never torn down"
    case ("guests", _): "nothing of the guest is set aside when it goes"
    case ("tasks", "retry-after"): "a task of the class 'kernel' reclaims, and does not wait"
    case ("ultravisor", "import"): "no guest reboots"
    case ("ultravisor", _): "no guest is protected"
    case ("costs", _), ("mechanism", _): "no guest sets pages aside when it goes"
    default: nil
    }
  }

  /// An axis over random numbers.
  private func streams(_ axis: SweepAxis) -> ExperimentWarning? {
    guard axis.path.segments.last == "stream" else { return nil }
    return ExperimentWarning(
      "'\(axis.path)' chooses other random numbers, as each repetition does: what differs between "
        + "its values is chance", at: .axis(axis.path.description), suggestion: "repetitions: 30")
  }

  /// Costs that are compared as if somebody chose them, or one by one.
  private func cost(_ axis: SweepAxis, _ effect: AxisEffect) -> ExperimentWarning? {
    guard let comparison, !axis.isOuter, effect.changesOnlyCosts, effect.changesRun,
      !comparison.baseline.contains(where: { $0.path == axis.path.description })
    else { return nil }
    let verdicts =
      comparison.baseline.isEmpty
      ? "each of its values counts as a choice" : "each of its values has verdicts of its own"
    return ExperimentWarning(
      "'\(axis.path)' varies what is assumed of costs, which nobody chooses: here \(verdicts); "
        + "under 'outer' the report says in how much of the range a verdict holds",
      at: .axis(axis.path.description),
      suggestion: "outer: { sobol: 32, over: { \(axis.path): … } }")
  }

  /// Members of a union that have a trial of another member once more.
  private func equalPoints() -> [ExperimentWarning] {
    guard plan.count == points.count, plan.isUnion, !plan.hasDesigns else { return [] }
    var first: [TrialConfiguration: Point] = [:]
    var equal: [(Point, Point)] = []
    for point in points {
      guard let other = first[point.trial] else {
        first[point.trial] = point
        continue
      }
      // Twins on one axis are told of there.
      let paths = (point.assignments.map(\.path), other.assignments.map(\.path))
      if paths.0 != paths.1 || point.assignments == other.assignments {
        equal.append((other, point))
      }
    }
    guard let (one, other) = equal.first else { return [] }
    let more = equal.count > 1 ? ", and \(equal.count - 1) more such" : ""
    return [
      ExperimentWarning(
        "'union': points \(one.index) and \(other.index) are the same trial\(more): one is "
          + "compared with itself", at: .key("sweep.union"))
    ]
  }
}
