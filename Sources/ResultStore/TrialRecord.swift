/// Everything that is kept of one trial.
public struct TrialRecord: Sendable, Hashable {
  /// Where the trial stands in the sweep, and the key of its content.
  public let place: PlannedTrial
  /// The seed of the trial.
  public let seed: UInt64
  /// What became of it.
  public let outcome: TrialOutcome
  /// The digest of the whole event stream in hexadecimal, if the run ended.
  public let digest: String?
  /// The simulated instant at which the run ended, in nanoseconds.
  public let simulatedEndNanoseconds: Int64?
  /// How long the trial took on the machine that ran it, in nanoseconds.
  public let wallNanoseconds: Int64
  /// Which policies, in which versions, took the decisions.
  public let policyIdentity: String
  /// The metrics in ascending order of their names, each at most once.
  public let metrics: [MetricRecord]

  /// Creates a record.
  ///
  /// - Parameters:
  ///   - place: the point, the repetition and the key.
  ///   - seed: the seed of the trial.
  ///   - outcome: what became of it.
  ///   - digest: the digest of the event stream in hexadecimal, if the run ended.
  ///   - simulatedEndNanoseconds: when the run ended in simulated time.
  ///   - wallNanoseconds: how long it took on the machine.
  ///   - policyIdentity: which policies in which versions took the decisions.
  ///   - metrics: in any order, no name twice.
  public init(
    place: PlannedTrial, seed: UInt64, outcome: TrialOutcome, digest: String?,
    simulatedEndNanoseconds: Int64?, wallNanoseconds: Int64, policyIdentity: String,
    metrics: [MetricRecord]
  ) {
    let sorted = metrics.sorted { $0.name < $1.name }
    precondition(
      zip(sorted, sorted.dropFirst()).allSatisfy { $0.name != $1.name },
      "a trial has each metric at most once")
    self.place = place
    self.seed = seed
    self.outcome = outcome
    self.digest = digest
    self.simulatedEndNanoseconds = simulatedEndNanoseconds
    self.wallNanoseconds = wallNanoseconds
    self.policyIdentity = policyIdentity
    self.metrics = sorted
  }
}
