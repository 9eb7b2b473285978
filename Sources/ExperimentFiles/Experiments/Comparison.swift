/// What the reports of an experiment compare, and by what they judge.
public struct Comparison: Sendable, Hashable {
  /// The values of axes that make a point the one to compare with; empty when there is none.
  public var baseline: [SweepAssignment]
  /// The metrics that should be small, in order of importance.
  public var minimize: [String]
  /// The metrics of which the best trade-offs are shown.
  public var pareto: [String]
  /// What a point must fulfil to be considered at all.
  public var requirement: Requirement?
}
