// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration
public import HostModel
public import PolicyKit

/// Runs single trials.
///
/// A trial is a pure function of its configuration and the policies: it may run on any thread, and
/// gives the same on each.
public struct TrialRunner: Sendable {
  /// The policies that trials choose from.
  public let catalogue: PolicyCatalogue

  /// Creates a runner.
  public init(catalogue: PolicyCatalogue) {
    self.catalogue = catalogue
  }

  /// Runs a trial.
  ///
  /// When the trial has a window of slowdown, and guests that stay have a load of their own, it is run
  /// a second time with a teardown that is free, because a slowdown is one against something.
  ///
  /// - Parameters:
  ///   - configuration: the trial.
  ///   - observe: called with each decision event of the trial itself, in order.
  /// - Throws: `SimulationError` if the description contradicts itself.
  public func run(
    _ configuration: TrialConfiguration, observe: ((DecisionEvent) -> Void)? = nil
  ) throws(SimulationError) -> ExecutedTrial {
    try prepare(configuration).run(seed: configuration.seed, observe: observe)
  }

  /// Does once what all repetitions of a trial need.
  ///
  /// - Parameter configuration: the trial; its seed is not looked at.
  /// - Throws: `SimulationError` if the description contradicts itself.
  public func prepare(
    _ configuration: TrialConfiguration
  ) throws(SimulationError) -> PreparedTrial {
    try PreparedTrial(configuration, self)
  }

  /// Whether slowdowns are asked for, and there is somebody to be slowed down and something to do it.
  static func needsReference(_ configuration: TrialConfiguration) -> Bool {
    configuration.slowdownWindow != nil
      && configuration.guests.contains { $0.departure == .none && $0.vcpus > 0 }
      && configuration.guests.contains { $0.departure != .none }
  }

  /// The same trial with a teardown that takes no time and no memory.
  static func reference(of configuration: TrialConfiguration) -> TrialConfiguration {
    var reference = configuration
    for index in reference.guests.indices { reference.guests[index].teardown = .free }
    return reference
  }

  /// The readings with the slowdown of each guest that stays and has a load.
  static func readings(
    of result: TrialResult, against reference: TrialResult, guests: [GuestDescription]
  ) -> [MetricReading] {
    var readings = result.readings
    let names = result.shape.names
    for (index, guest) in guests.enumerated() where guest.departure == .none && guest.vcpus > 0 {
      guard let place = names.firstIndex(of: "guest.\(guest.name).slowdown") else { continue }
      readings[place] = MetricReading(slowdown(of: index, result, against: reference))
    }
    return readings
  }

  /// The slowdown of a guest, where both runs counted useful time over the same span.
  private static func slowdown(
    of guest: Int, _ result: TrialResult, against reference: TrialResult
  ) -> MetricValue {
    for (run, name) in [(result, "run"), (reference, "reference run")] {
      if run.outcome == .panic || run.outcome == .livelock {
        return .undefined(reason: "the \(name) ended early: \(run.outcome.rawValue)")
      }
      if run.usefulTime.count <= guest {
        return .undefined(reason: "no guest went before the end of the \(name)")
      }
    }
    return slowdown(result.usefulTime[guest], against: reference.usefulTime[guest])
  }

  /// The share of useful time that was lost, in millionths, rounded towards zero.
  ///
  /// Negative where the guest got more than in the reference: it is not clamped, or a mean would be
  /// biased.
  static func slowdown(_ useful: Int64, against reference: Int64) -> MetricValue {
    guard reference > 0 else {
      return .undefined(reason: "the reference run has no useful time")
    }
    return .defined(Int64((Int128(reference) - Int128(useful)) * 1_000_000 / Int128(reference)))
  }
}
