// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import HostModel
internal import ModelComparison
internal import NaiveInterpreter
internal import Policies
internal import PolicyKit

/// A run of the engine together with the events that it gave.
struct ObservedRun {
  let result: TrialResult
  let events: [DecisionEvent]

  init(
    _ configuration: TrialConfiguration, catalogue: PolicyCatalogue = .shipped,
    step: StepLimit = .unbounded
  ) throws {
    var events: [DecisionEvent] = []
    result = try HostSimulation.run(configuration, catalogue: catalogue, step: step) {
      events.append($0)
    }
    self.events = events
  }

  /// The value of a metric; nil if it is undefined or there is no such metric.
  func value(of name: String) -> Int64? {
    result.metrics.first { $0.name == name }?.value.integer
  }

  /// When a kind of event first happened to somebody.
  func time(of kind: DecisionEvent.Kind, who: Int64 = 0) -> Int64? {
    events.first { $0.kind == kind && $0.who == who }?.time
  }

  /// Where two runs part: in their events, their metrics, their outcome or their digest.
  static func difference(_ left: Self, _ right: Self) -> String? {
    if let difference = EventDifference(left.events, right.events) {
      return difference.description
    }
    for (one, other) in zip(left.result.metrics, right.result.metrics) where one != other {
      return "\(one) against \(other)"
    }
    if left.result.metrics.count != right.result.metrics.count {
      return "\(left.result.metrics.count) metrics against \(right.result.metrics.count)"
    }
    if left.result.outcome != right.result.outcome || left.result.end != right.result.end {
      return "\(left.result.outcome) at \(left.result.end) ns against "
        + "\(right.result.outcome) at \(right.result.end) ns"
    }
    guard left.result.digest == right.result.digest else { return "the digests alone differ" }
    return nil
  }
}

extension PolicyCatalogue {
  /// The policies of the house.
  static let shipped = PolicyCatalogue(allPolicies)
}
