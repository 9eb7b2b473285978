// SPDX-License-Identifier: Apache-2.0

/// A policy of the same name whose source is another than it was.
struct PolicyChange: Sendable, Hashable {
  /// How many digits of an identity are shown.
  private static let digitsShown = 8

  /// The role, such as `oom-notifier`.
  let role: String
  /// The name of the policy.
  let name: String
  /// The identities, before and now.
  let identities: [String]

  /// The change in words.
  var text: String {
    if identities[1] == "unknown" { return "policy \(name) (\(role)) is not in this program" }
    let shown = identities.map { $0.prefix(Self.digitsShown) }
    return "the source of policy \(name) (\(role)) changed: \(shown[0]) -> \(shown[1])"
  }

  /// The policies that changed between two texts as `TrialIdentity.policies` has them.
  static func list(from old: String, to new: String) -> [PolicyChange] {
    let before = parts(of: old)
    return parts(of: new).compactMap { role, name, identity in
      guard let known = before.first(where: { $0.role == role && $0.name == name }),
        known.identity != identity
      else { return nil }
      return PolicyChange(role: role, name: name, identities: [known.identity, identity])
    }
  }

  private static func parts(
    of text: String
  ) -> [(role: String, name: String, identity: String)] {
    text.split(separator: ",").map { part in
      let words = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1).map(String.init)
      let choice = (words.last ?? "").split(separator: "@", maxSplits: 1).map(String.init)
      return (words.first ?? "", choice.first ?? "", choice.count > 1 ? choice[1] : "")
    }
  }
}
