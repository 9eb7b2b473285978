// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration
public import PolicyKit

/// A trial with the metrics that need a second run to compare with.
public enum NaiveTrial {
  /// Runs a trial, and the same with a free teardown if slowdowns are asked for.
  public static func run(
    _ configuration: TrialConfiguration, catalogue: PolicyCatalogue
  ) -> NaiveResult {
    let result = NaiveInterpreter(configuration: configuration, catalogue: catalogue).run()
    let names = MetricCatalogue.names(
      guests: configuration.guests.map(\.name), tasks: configuration.tasks.map(\.name))
    guard configuration.slowdownWindow != nil,
      configuration.guests.contains(where: { $0.departure == .none && $0.vcpus > 0 }),
      configuration.guests.contains(where: { $0.departure != .none })
    else { return result }
    var undisturbed = configuration
    for index in undisturbed.guests.indices { undisturbed.guests[index].teardown = .free }
    let reference = NaiveInterpreter(configuration: undisturbed, catalogue: catalogue).run()
    var readings = result.readings
    for (index, guest) in configuration.guests.enumerated()
    where guest.departure == .none && guest.vcpus > 0 {
      guard let place = names.firstIndex(of: "guest.\(guest.name).slowdown") else { continue }
      readings[place] = slowdown(of: index, result, reference)
    }
    return NaiveResult(
      events: result.events, outcome: result.outcome, end: result.end, counters: result.counters,
      readings: readings, usefulTime: result.usefulTime, closingDigest: result.closingDigest,
      ruleHits: result.ruleHits)
  }

  private static func slowdown(
    of guest: Int, _ result: NaiveResult, _ reference: NaiveResult
  ) -> MetricReading {
    for (run, name) in [(result, "run"), (reference, "reference run")] {
      if run.outcome == .panic || run.outcome == .livelock {
        return .undefined("the \(name) ended early: \(run.outcome.rawValue)")
      }
      if run.usefulTime.isEmpty {
        return .undefined("no guest went before the end of the \(name)")
      }
    }
    let useful = result.usefulTime[guest]
    let undisturbed = reference.usefulTime[guest]
    guard undisturbed > 0 else { return .undefined("the reference run has no useful time") }
    return .defined((Int128(undisturbed) - Int128(useful)) * 1_000_000 / Int128(undisturbed))
  }
}
