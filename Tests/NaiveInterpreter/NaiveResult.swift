public import HostConfiguration
public import HostModel

/// What a run of the interpreter gives.
public struct NaiveResult: Sendable {
  /// The stream of decision events, in order.
  public let events: [DecisionEvent]
  /// How the run ended.
  public let outcome: RunOutcome
  /// When, in nanoseconds.
  public let end: Int64
  /// What was counted.
  public let counters: NaiveCounters
  /// How often each rule was gone by.
  public let ruleHits: RuleHits
  /// For each guest: the integral of the pages that its dead instance still owned, nodes included,
  /// in page ns.
  public let guestUnavailable: [Int64]

  /// The digest of the events alone.
  public var digest: EventDigest {
    var digest = EventDigest()
    for event in events { digest.absorb(event) }
    return digest
  }

  /// How often each kind of event happened, in the order of the kinds.
  public var coverage: [(kind: DecisionEvent.Kind, count: Int)] {
    DecisionEvent.Kind.allCases.map { kind in
      (kind, events.reduce(0) { $1.kind == kind ? $0 + 1 : $0 })
    }
  }
}
