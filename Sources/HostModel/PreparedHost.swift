// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration
public import PolicyKit

/// A host that has been checked, with its policies looked up and its actors numbered: all that does
/// not depend on the seed, so that repetitions do it once.
///
/// A class, so that they share it: to copy it takes as long as to simulate some events.
public final class PreparedHost {
  private let configuration: TrialConfiguration
  private let binding: PolicyBinding
  private let plan: LanePlan

  /// Prepares a description.
  ///
  /// - Parameters:
  ///   - configuration: What to simulate; its seed is not looked at.
  ///   - catalogue: Where its policies come from.
  /// - Throws: `SimulationError` when the description contradicts itself.
  public init(
    _ configuration: TrialConfiguration, catalogue: PolicyCatalogue
  ) throws(SimulationError) {
    let faults = configuration.contradictions()
    guard faults.isEmpty else { throw SimulationError(faults: faults) }
    self.configuration = configuration
    binding = try PolicyBinding(configuration, catalogue: catalogue)
    plan = LanePlan(configuration)
  }

  /// Runs one trial from its start to its end.
  ///
  /// - Parameters:
  ///   - seed: The seed of every draw.
  ///   - step: How far one bulk step may go; for tests.
  ///   - keepsTimeline: Whether the result has a timeline; nothing else depends on it.
  ///   - observe: Called with each decision event, in order.
  /// - Returns: The outcome with its digest, metrics and timeline.
  /// - Complexity: O(decisions), not O(pages), as far as policies lease their answers.
  public func run(
    seed: UInt64, step: StepLimit = .unbounded, keepsTimeline: Bool = true,
    observe: ((DecisionEvent) -> Void)? = nil
  ) -> TrialResult {
    var configuration = configuration
    configuration.seed = seed
    var binding = binding
    binding.seed = seed
    var engine = HostEngine(
      configuration, plan: plan, binding: binding, step: step, keepsTimeline: keepsTimeline,
      observe: observe)
    defer { engine.deallocate() }
    engine.run()
    return engine.result()
  }
}
