/// Which runs a report is made of, and what is to be said of how many there are.
public struct SweepScope: Sendable {
  /// Whether the sweep has not ended: then only repetitions count that every point has, so that no
  /// point is told from other seeds than the next.
  public var isPartial = false
  /// The rule by which repetitions were added, such as `ci(task.batch.completion) < 5 %`; nil where
  /// their number was fixed beforehand.
  public var stoppingRule: String?
  /// How often the results were looked at under the rule.
  public var looks = 0

  /// All runs, of a number fixed beforehand.
  public init() {}
}
