internal import HostConfiguration
internal import PolicyKit

/// The chosen policies of a trial, ready to make instances.
struct PolicyBinding {
  private let makeAllocationFailure: @Sendable (inout PolicySetup) -> AllocationFailureInstance
  private let makeNotifier: @Sendable (inout PolicySetup) -> OOMNotifierInstance
  private let makeThrottle: @Sendable (inout PolicySetup) -> ReclaimThrottleInstance
  private let configuration: TrialConfiguration

  /// Looks the policies up.
  ///
  /// - Throws: `SimulationError` when the catalogue has no policy of a name.
  init(_ configuration: TrialConfiguration, catalogue: PolicyCatalogue) throws(SimulationError) {
    self.configuration = configuration
    guard
      case .allocationFailure(let first)? = catalogue.registration(
        .allocationFailure, named: configuration.allocationFailure.name)?.factory,
      case .oomNotifier(let second)? = catalogue.registration(
        .oomNotifier, named: configuration.oomNotifier.name)?.factory,
      case .reclaimThrottle(let third)? = catalogue.registration(
        .reclaimThrottle, named: configuration.reclaimThrottle.name)?.factory
    else {
      throw SimulationError(faults: [
        ConfigurationFault(path: "policies", message: "one of the policies is not in the catalogue")
      ])
    }
    makeAllocationFailure = first
    makeNotifier = second
    makeThrottle = third
  }

  func allocationFailure(actor: String) -> AllocationFailureInstance {
    var setup = setup(.allocationFailure, configuration.allocationFailure, actor)
    return makeAllocationFailure(&setup)
  }

  func notifier(actor: String) -> OOMNotifierInstance {
    var setup = setup(.oomNotifier, configuration.oomNotifier, actor)
    return makeNotifier(&setup)
  }

  func throttle(actor: String) -> ReclaimThrottleInstance {
    var setup = setup(.reclaimThrottle, configuration.reclaimThrottle, actor)
    return makeThrottle(&setup)
  }

  private func setup(_ role: PolicyRole, _ choice: PolicyChoice, _ actor: String) -> PolicySetup {
    var values: [String: Int64] = [:]
    for argument in choice.arguments { values[argument.name] = argument.value }
    return PolicySetup(
      values: values,
      generator: SeededGenerator(
        seed: configuration.seed, identity: "policy.\(role.rawValue).\(actor)"))
  }
}
