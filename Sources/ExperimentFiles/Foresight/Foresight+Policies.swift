// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

extension Foresight {
  /// Policies that are chosen between, or chosen, and are never asked.
  func policyWarnings() -> [ExperimentWarning] {
    PolicyRole.allCases.compactMap { role in
      let path = "policies.\(role.rawValue)"
      let axes = plan.axes.map(\.path.description).filter {
        $0 == path || $0.hasPrefix(path + ".") || $0 == "policies"
      }
      guard let axis = axes.first else { return chosen(role, at: path) }
      // A file that chooses between all three at once is told of the first that is never asked.
      return swept(role, axes, at: axis)
    }
  }

  private static func asked(_ role: PolicyRole) -> String {
    switch role {
    case .allocationFailure: "no node is ever refused"
    case .oomNotifier: "no OOM notifier is ever asked"
    case .reclaimThrottle: "no cleaner is ever throttled"
    }
  }

  /// Whether a role decides about guests of this kind.
  private static func concerns(_ guest: GuestDescription, _ role: PolicyRole) -> Bool {
    role == .reclaimThrottle ? guest.hasCleaners : guest.setsPagesAside
  }

  /// An axis that chooses between policies: it must matter wherever two of its values stand side by
  /// side.
  private func swept(
    _ role: PolicyRole, _ axes: [String], at axis: String
  ) -> ExperimentWarning? {
    var groups: [String: [Point]] = [:]
    var order: [String] = []
    let choices = points.filter { point in
      point.assignments.contains { axes.contains($0.path) }
    }
    for point in choices {
      let rest = point.assignments.filter { !axes.contains($0.path) }
        .map { "\($0.path)=\($0.label)" }.joined(separator: "\n")
      if groups[rest] == nil { order.append(rest) }
      groups[rest, default: []].append(point)
    }
    var empty = 0
    var structural = 0
    var obstacle: PolicyProspect.Obstacle?
    for members in order.compactMap({ groups[$0] }) where members.count > 1 {
      let obstacles = members.map { PolicyProspect($0.trial).obstacle(to: role) }
      guard let first = obstacles.first, let first, obstacles.allSatisfy({ $0 != nil }) else {
        continue
      }
      empty += members.count
      // Loads under which memory is not short may well be among those of a sweep; guests that set
      // nothing aside are not what it is about.
      if !members.contains(where: { $0.trial.guests.contains { Self.concerns($0, role) } }) {
        structural += members.count
        obstacle = first
      }
      obstacle = obstacle ?? first
    }
    let isAll = empty == choices.count
    guard let obstacle, isAll || structural > 0 else { return nil }
    let count = isAll ? points.count : structural
    // A reserve is filled for a guest whether it is needed or not.
    let nothing = role == .allocationFailure && structural == 0 ? "" : " changes nothing"
    return ExperimentWarning(
      "'\(axis)'\(nothing): \(Self.asked(role)), because \(obstacle.reason)\(share(count))",
      at: .axis(axis), suggestion: obstacle.lacking)
  }

  /// A policy that the file chooses for guests that there are not.
  private func chosen(_ role: PolicyRole, at path: String) -> ExperimentWarning? {
    let initial = TrialConfiguration(host: HostDescription(memory: 0))
    guard isWritten(path),
      points.allSatisfy({ point in
        let guests = point.trial.guests
        return point.trial.choice(of: role).name != initial.choice(of: role).name
          && !guests.contains { Self.concerns($0, role) }
      }), let obstacle = points.first.flatMap({ PolicyProspect($0.trial).obstacle(to: role) })
    else { return nil }
    return ExperimentWarning(
      "'\(role.rawValue)' is never asked: \(obstacle.reason)", at: .key(path),
      suggestion: obstacle.lacking)
  }
}
