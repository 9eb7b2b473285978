// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

extension Foresight {
  /// The most points that are sorted into conditions.
  private static let sortedMax = 20_000

  /// Conditions without a point to compare with, or with nothing beside it.
  func baselineWarnings() -> [ExperimentWarning] {
    guard let comparison, plan.count <= Self.sortedMax else { return [] }
    guard !comparison.baseline.isEmpty else {
      guard plan.count == 1, !hasSettings else { return [] }
      return [
        ExperimentWarning(
          "'compare': there is one point only, so nothing is compared", at: .key("compare"))
      ]
    }
    let conditions = conditions(comparison)
    let without = conditions.filter { $0.baselines == 0 }
    let place = ExperimentWarning.Place.key(
      isWritten("sweep.where") ? "sweep.where" : "compare.baseline")
    let values = comparison.baseline.map { "\($0.path) = \($0.label)" }.joined(separator: ", ")
    guard without.isEmpty else {
      let who =
        isWritten("sweep.where") ? "'where' removes the baseline" : "the baseline is missing"
      let scope =
        without.count == conditions.count
        ? "no point has \(values), so nothing is compared"
        : "under \(without.count) of \(conditions.count) conditions no point has \(values), and "
          + "nothing is compared there"
      return [ExperimentWarning("\(who): \(scope)", at: place)]
    }
    let alone = conditions.count { $0.others == 0 }
    guard alone > 0, alone == conditions.count, !hasSettings else { return [] }
    return [
      ExperimentWarning(
        "'baseline': no other choice stands beside \(values), so nothing is compared", at: place)
    ]
  }

  private struct Condition {
    var baselines = 0
    var others = 0
  }

  /// The conditions, each with how many points have the baseline's values and how many have not.
  private func conditions(_ comparison: Comparison) -> [Condition] {
    let decided = comparison.baseline.map(\.path)
    let all = (0..<plan.count).map { plan.assignments(of: $0) }
    var counts: [String: Int] = [:]
    for assignments in all {
      for assignment in assignments { counts[assignment.path, default: 0] += 1 }
    }
    var places: [String: Int] = [:]
    var conditions: [Condition] = []
    for assignments in all {
      // What only some members of a union vary is a choice, as the axes of the baseline are.
      let key = assignments.filter { !decided.contains($0.path) && counts[$0.path] == all.count }
        .map { "\($0.path)=\($0.label)" }.joined(separator: "\n")
      let isBaseline = comparison.baseline.allSatisfy { wanted in
        assignments.contains { $0.path == wanted.path && $0.label == wanted.label }
      }
      let place = places[key] ?? conditions.count
      if place == conditions.count {
        places[key] = place
        conditions.append(Condition())
      }
      if isBaseline { conditions[place].baselines += 1 } else { conditions[place].others += 1 }
    }
    return conditions
  }
}
