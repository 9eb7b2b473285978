// SPDX-License-Identifier: Apache-2.0

import Policies
import PolicyKit
import Testing

/// Looks up and makes the shipped policies for tests.
enum ShippedPolicies {
  static let catalogue = PolicyCatalogue(allPolicies)

  /// Values that are worth trying with any policy: the defaults, and all parameters at either end.
  static func settings(of policy: PolicyRegistration) -> [[String: Int64]] {
    let lowest = policy.parameters.map { ($0.name, $0.range.lowerBound) }
    let highest = policy.parameters.map { ($0.name, $0.range.upperBound) }
    return [
      [:], Dictionary(uniqueKeysWithValues: lowest), Dictionary(uniqueKeysWithValues: highest),
    ]
  }

  static func allocationFailure(
    _ name: String, _ values: [String: Int64] = [:], seed: UInt64 = 1
  ) throws -> AllocationFailureInstance {
    var setup = PolicySetup(values: values, generator: SeededGenerator(seed: seed))
    let found = try #require(catalogue.registration(.allocationFailure, named: name))
    guard case .allocationFailure(let make) = found.factory else {
      throw WrongRole(name: name)
    }
    return make(&setup)
  }

  static func oomNotifier(
    _ name: String, _ values: [String: Int64] = [:], seed: UInt64 = 1
  ) throws -> OOMNotifierInstance {
    var setup = PolicySetup(values: values, generator: SeededGenerator(seed: seed))
    let found = try #require(catalogue.registration(.oomNotifier, named: name))
    guard case .oomNotifier(let make) = found.factory else { throw WrongRole(name: name) }
    return make(&setup)
  }

  static func reclaimThrottle(
    _ name: String, _ values: [String: Int64] = [:], seed: UInt64 = 1
  ) throws -> ReclaimThrottleInstance {
    var setup = PolicySetup(values: values, generator: SeededGenerator(seed: seed))
    let found = try #require(catalogue.registration(.reclaimThrottle, named: name))
    guard case .reclaimThrottle(let make) = found.factory else { throw WrongRole(name: name) }
    return make(&setup)
  }

  /// A registration whose factory makes another role's instances.
  struct WrongRole: Error {
    let name: String
  }

  /// The name of the Swift type behind a registration.
  static func typeName(of policy: PolicyRegistration) throws -> String {
    let box: Any =
      switch policy.role {
      case .allocationFailure: try allocationFailure(policy.name)
      case .oomNotifier: try oomNotifier(policy.name)
      case .reclaimThrottle: try reclaimThrottle(policy.name)
      }
    let description = String(describing: type(of: box))
    let start = try #require(description.firstIndex(of: "<"))
    return String(description[description.index(after: start)...].dropLast())
  }
}
