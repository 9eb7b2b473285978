// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration

/// What a run of the interpreter gives.
public struct NaiveResult: Sendable {
  /// The stream of decision events, in order.
  public let events: [NaiveEvent]
  /// How the run ended.
  public let outcome: RunOutcome
  /// When, in nanoseconds.
  public let end: Int64
  /// What was counted.
  public let counters: NaiveCounters
  /// Every metric, in the order of the catalogue's names for these guests and tasks.
  public let readings: [MetricReading]
  /// Useful time of each guest's load in the window after the first order to stop; empty without one.
  public let usefulTime: [Int64]
  /// The digest of the events and of the counters that close the run.
  public let closingDigest: UInt64
  /// How often each rule was gone by.
  public let ruleHits: RuleHits

  /// The digest of the events alone.
  public var digest: NaiveDigest {
    var digest = NaiveDigest()
    for event in events { digest.absorb(event) }
    return digest
  }

  /// How often each kind of event happened, in the order of the kinds.
  public var coverage: [(kind: NaiveEvent.Kind, count: Int)] {
    NaiveEvent.Kind.allCases.map { kind in
      (kind, events.reduce(0) { $1.kind == kind ? $0 + 1 : $0 })
    }
  }
}
