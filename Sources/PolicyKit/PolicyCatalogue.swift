// SPDX-License-Identifier: Apache-2.0 OR MIT

/// The policies that a program knows: a value that is passed in, never a global.
public struct PolicyCatalogue: Sendable {
  /// All policies, ordered by role and name.
  public let registrations: [PolicyRegistration]

  /// Makes a catalogue.
  ///
  /// - Precondition: No two policies of one role have the same name.
  public init(_ registrations: [PolicyRegistration]) {
    let roles = PolicyRole.allCases
    let sorted = registrations.sorted { left, right in
      let leftRole = roles.firstIndex(of: left.role) ?? 0
      let rightRole = roles.firstIndex(of: right.role) ?? 0
      return (leftRole, left.name) < (rightRole, right.name)
    }
    for (one, next) in zip(sorted, sorted.dropFirst()) {
      precondition(
        one.role != next.role || one.name != next.name,
        "Two policies are named \(one.name) for \(one.role.rawValue).")
    }
    self.registrations = sorted
  }

  /// The policy of a role by its name, if there is one.
  public func registration(_ role: PolicyRole, named name: String) -> PolicyRegistration? {
    // By place: a registration is large, and one to look at would be a copy of all its parts.
    registrations.indices.first {
      registrations[$0].role == role && registrations[$0].name == name
    }.map { registrations[$0] }
  }

  /// The names of all policies of a role, sorted.
  public func names(of role: PolicyRole) -> [String] {
    registrations.filter { $0.role == role }.map(\.name)
  }
}
