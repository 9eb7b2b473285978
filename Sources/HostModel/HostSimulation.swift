// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration
public import PolicyKit

/// Runs trials.
public enum HostSimulation {
  /// Runs one trial from its start to its end.
  ///
  /// Deterministic: equal descriptions give equal results, whatever the step, the process and the
  /// build mode.
  ///
  /// - Parameters:
  ///   - configuration: What to simulate.
  ///   - catalogue: Where its policies come from.
  ///   - step: How far one bulk step may go; for tests.
  ///   - observe: Called with each decision event, in order.
  /// - Returns: The outcome with its digest, metrics and timeline.
  /// - Throws: `SimulationError` when the description contradicts itself.
  /// - Complexity: O(decisions), not O(pages), as far as policies lease their answers.
  public static func run(
    _ configuration: TrialConfiguration, catalogue: PolicyCatalogue,
    step: StepLimit = .unbounded, observe: ((DecisionEvent) -> Void)? = nil
  ) throws(SimulationError) -> TrialResult {
    try PreparedHost(configuration, catalogue: catalogue)
      .run(seed: configuration.seed, step: step, observe: observe)
  }
}
