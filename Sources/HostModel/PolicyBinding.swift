// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// The chosen policies of a trial, ready to make instances.
struct PolicyBinding {
  /// A choice with what makes its instances.
  private struct Role {
    let role: PolicyRole
    let values: [String: Int64]
    let factory: PolicyRegistration.Factory
  }

  private let allocationFailure: Role
  private let notifier: Role
  private let throttle: Role
  /// The seed of what policies draw.
  var seed: UInt64

  /// Looks the policies up.
  ///
  /// - Throws: `SimulationError` when the catalogue has no policy of a name.
  init(_ configuration: TrialConfiguration, catalogue: PolicyCatalogue) throws(SimulationError) {
    func role(_ role: PolicyRole) -> Role? {
      let choice = configuration.choice(of: role)
      return catalogue.registration(role, named: choice.name).map {
        Role(role: role, values: choice.values, factory: $0.factory)
      }
    }
    guard let allocationFailure = role(.allocationFailure), let notifier = role(.oomNotifier),
      let throttle = role(.reclaimThrottle)
    else {
      throw SimulationError(faults: Self.faults(configuration, catalogue))
    }
    self.allocationFailure = allocationFailure
    self.notifier = notifier
    self.throttle = throttle
    seed = configuration.seed
  }

  private static func faults(
    _ configuration: TrialConfiguration, _ catalogue: PolicyCatalogue
  ) -> [ConfigurationFault] {
    PolicyRole.allCases.compactMap { role in
      let name = configuration.choice(of: role).name
      guard catalogue.registration(role, named: name) == nil else { return nil }
      return ConfigurationFault(
        path: "policies.\(role.rawValue)", message: "there is no policy \(name)")
    }
  }

  func allocationFailure(actor: String) -> AllocationFailureInstance {
    var setup = setup(allocationFailure, actor)
    guard case .allocationFailure(let make) = allocationFailure.factory else {
      preconditionFailure("A role has a policy of another one.")
    }
    return make(&setup)
  }

  func notifier(actor: String) -> OOMNotifierInstance {
    var setup = setup(notifier, actor)
    guard case .oomNotifier(let make) = notifier.factory else {
      preconditionFailure("A role has a policy of another one.")
    }
    return make(&setup)
  }

  func throttle(actor: String) -> ReclaimThrottleInstance {
    var setup = setup(throttle, actor)
    guard case .reclaimThrottle(let make) = throttle.factory else {
      preconditionFailure("A role has a policy of another one.")
    }
    return make(&setup)
  }

  private func setup(_ role: Role, _ actor: String) -> PolicySetup {
    PolicySetup(
      values: role.values,
      generator: SeededGenerator(
        seed: seed, identity: "policy.\(role.role.rawValue).\(actor)"))
  }
}
