// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
public import HostModel

/// A trial of which only the seed is open; made by a ``TrialRunner``, once for many repetitions.
public struct PreparedTrial {
  private let host: PreparedHost
  /// The same host with a teardown that is free, where a slowdown is one against that.
  private let reference: PreparedHost?
  private let guests: [GuestDescription]

  init(
    _ configuration: TrialConfiguration, _ runner: TrialRunner
  ) throws(SimulationError) {
    host = try PreparedHost(configuration, catalogue: runner.catalogue)
    reference =
      TrialRunner.needsReference(configuration)
      ? try PreparedHost(
        TrialRunner.reference(of: configuration), catalogue: runner.catalogue) : nil
    guests = configuration.guests
  }

  /// Runs the trial with a seed.
  ///
  /// - Parameters:
  ///   - seed: the seed.
  ///   - keepsTimeline: whether the result has a timeline; nothing else depends on it.
  ///   - observe: called with each decision event of the trial itself, in order.
  public func run(
    seed: UInt64, keepsTimeline: Bool = true, observe: ((DecisionEvent) -> Void)? = nil
  ) -> ExecutedTrial {
    let result = host.run(seed: seed, keepsTimeline: keepsTimeline, observe: observe)
    guard let reference else { return ExecutedTrial(result: result, readings: result.readings) }
    let undisturbed = reference.run(seed: seed, keepsTimeline: false)
    return ExecutedTrial(
      result: result,
      readings: TrialRunner.readings(of: result, against: undisturbed, guests: guests))
  }
}
