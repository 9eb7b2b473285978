// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

extension Foresight {
  /// A requirement that holds or fails whatever the runs do, or that asks for what is bad.
  func requirementWarnings() -> [ExperimentWarning] {
    guard let requirement = comparison?.requirement,
      let definition = MetricCatalogue.definition(of: requirement.metric)
    else { return [] }
    let place = ExperimentWarning.Place.key("compare.require")
    if let verdict = Self.foregone(requirement, definition) {
      return [ExperimentWarning("'require' is \(verdict) whatever the runs do", at: place)]
    }
    guard Self.asksForWorse(requirement, definition) else { return [] }
    return [
      ExperimentWarning(
        "'require' asks that '\(requirement.metric)' is bad in many runs: "
          + "\(definition.direction == .lower ? "lower" : "higher") is better", at: place,
        suggestion: requirement.bound == .lessOrEqual ? ">=" : "<=")
    ]
  }

  /// The outcome of a requirement that needs no runs.
  private static func foregone(
    _ requirement: Requirement, _ definition: MetricDefinition
  ) -> String? {
    let isUpper = requirement.bound == .lessOrEqual
    if isUpper ? requirement.share >= 1_000_000 : requirement.share <= 0 { return "fulfilled" }
    // A slowdown may be negative, all else counts from 0.
    guard definition.name != "guest.*.slowdown" else { return nil }
    let isEvent = definition.name == "task.*.completed"
    let values =
      isEvent ? [Int64(0), 1] : [0, 1, requirement.threshold &- 1, requirement.threshold, .max]
    let held = values.filter { $0 >= 0 }.map {
      requirement.relation.holds($0, requirement.threshold)
    }
    if held.allSatisfy(\.self) { return isUpper ? "violated" : "fulfilled" }
    if !held.contains(true) { return isUpper ? "fulfilled" : "violated" }
    return nil
  }

  private static func asksForWorse(
    _ requirement: Requirement, _ definition: MetricDefinition
  ) -> Bool {
    let countsMore: Bool
    switch requirement.relation {
    case .greater, .greaterOrEqual: countsMore = true
    case .less, .lessOrEqual: countsMore = false
    case .equal, .unequal: return false
    }
    let isUpper = requirement.bound == .lessOrEqual
    switch definition.direction {
    case .lower: return countsMore != isUpper
    case .higher: return countsMore == isUpper
    case .neutral: return false
    }
  }
}
