/// Which runs a report is made of, and what is to be said of how many there are.
public struct SweepScope: Sendable {
  /// Whether the sweep has not ended: then only repetitions count that every point has, so that no
  /// point is told from other seeds than the next.
  public var isPartial = false

  /// All runs.
  public init() {}
}
