internal import HostConfiguration
internal import PolicyKit

/// The chosen policies of a trial, ready to make instances.
struct PolicyBinding {
  private let registrations: [PolicyRole: PolicyRegistration]
  private let configuration: TrialConfiguration

  /// Looks the policies up.
  ///
  /// - Throws: `SimulationError` when the catalogue has no policy of a name.
  init(_ configuration: TrialConfiguration, catalogue: PolicyCatalogue) throws(SimulationError) {
    self.configuration = configuration
    var registrations: [PolicyRole: PolicyRegistration] = [:]
    var faults: [ConfigurationFault] = []
    for role in PolicyRole.allCases {
      let name = configuration.choice(of: role).name
      if let found = catalogue.registration(role, named: name) {
        registrations[role] = found
      } else {
        faults.append(
          ConfigurationFault(
            path: "policies.\(role.rawValue)", message: "there is no policy \(name)"))
      }
    }
    guard faults.isEmpty else { throw SimulationError(faults: faults) }
    self.registrations = registrations
  }

  func allocationFailure(actor: String) -> AllocationFailureInstance {
    var setup = setup(.allocationFailure, actor)
    guard case .allocationFailure(let make)? = registrations[.allocationFailure]?.factory else {
      preconditionFailure("A role has a policy of another one.")
    }
    return make(&setup)
  }

  func notifier(actor: String) -> OOMNotifierInstance {
    var setup = setup(.oomNotifier, actor)
    guard case .oomNotifier(let make)? = registrations[.oomNotifier]?.factory else {
      preconditionFailure("A role has a policy of another one.")
    }
    return make(&setup)
  }

  func throttle(actor: String) -> ReclaimThrottleInstance {
    var setup = setup(.reclaimThrottle, actor)
    guard case .reclaimThrottle(let make)? = registrations[.reclaimThrottle]?.factory else {
      preconditionFailure("A role has a policy of another one.")
    }
    return make(&setup)
  }

  private func setup(_ role: PolicyRole, _ actor: String) -> PolicySetup {
    var values: [String: Int64] = [:]
    for argument in configuration.choice(of: role).arguments {
      values[argument.name] = argument.value
    }
    return PolicySetup(
      values: values,
      generator: SeededGenerator(
        seed: configuration.seed, identity: "policy.\(role.rawValue).\(actor)"))
  }
}
