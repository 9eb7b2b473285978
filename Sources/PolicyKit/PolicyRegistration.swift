// SPDX-License-Identifier: Apache-2.0 OR MIT

/// One entry of a catalogue: everything that can be known of a policy without running it.
///
/// A `Sendable` value, so that it passes to any worker; instances are made where they run.
public struct PolicyRegistration: Sendable {
  package enum Factory: Sendable {
    case allocationFailure(@Sendable (inout PolicySetup) -> AllocationFailureInstance)
    case oomNotifier(@Sendable (inout PolicySetup) -> OOMNotifierInstance)
    case reclaimThrottle(@Sendable (inout PolicySetup) -> ReclaimThrottleInstance)
  }

  /// The role that the policy fills.
  public let role: PolicyRole
  /// Its name in experiments.
  public let name: String
  /// One line that says what it does.
  public let summary: String
  /// Its parameters, in the order in which it reads them.
  public let parameters: [ParameterDeclaration]
  /// What identifies its behaviour in results: a digest of its source, or a version.
  public let identity: String
  /// Its documentation, as its file has it; empty when there is none.
  public let documentation: String
  package let factory: Factory

  /// Registers an allocation-failure policy.
  public init<P: AllocationFailurePolicy>(
    _ type: P.Type, identity: String = "", documentation: String = ""
  ) {
    self.init(
      describing: type, .allocationFailure, identity, documentation,
      .allocationFailure { AllocationFailureBox(P(&$0)) })
  }

  /// Registers an OOM-notifier policy.
  public init<P: OOMNotifierPolicy>(
    _ type: P.Type, identity: String = "", documentation: String = ""
  ) {
    self.init(
      describing: type, .oomNotifier, identity, documentation,
      .oomNotifier { OOMNotifierBox(P(&$0)) })
  }

  /// Registers a reclaim-throttle policy.
  public init<P: ReclaimThrottlePolicy>(
    _ type: P.Type, identity: String = "", documentation: String = ""
  ) {
    self.init(
      describing: type, .reclaimThrottle, identity, documentation,
      .reclaimThrottle { ReclaimThrottleBox(P(&$0)) })
  }

  /// Where and when a notifier with these parameters registers; nil for a policy of another role.
  ///
  /// - Parameter values: Values of its parameters by name; those that are missing have their defaults.
  package func notifierRegistration(_ values: [String: Int64]) -> NotifierRegistration? {
    guard case .oomNotifier(let make) = factory else { return nil }
    var setup = PolicySetup(values: values, generator: SeededGenerator(seed: 0))
    return make(&setup).registration
  }

  private init<P: Policy>(
    describing _: P.Type, _ role: PolicyRole, _ identity: String, _ documentation: String,
    _ factory: Factory
  ) {
    var setup = PolicySetup()
    _ = P(&setup)
    self.role = role
    name = P.name
    summary = P.summary
    parameters = setup.declarations
    self.identity = identity
    self.documentation = documentation
    self.factory = factory
  }
}
