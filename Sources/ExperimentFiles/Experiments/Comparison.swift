// SPDX-License-Identifier: Apache-2.0

/// What the reports of an experiment compare, and by what they judge.
public struct Comparison: Sendable, Hashable {
  /// Tests that are judged together: the more there are, the more of them are significant by chance.
  public struct Family: Sendable, Hashable {
    /// The name, as the file gives it.
    public var name: String
    /// The metrics whose tests belong to it, for all pairs.
    public var metrics: [String]
  }

  /// How p-values of one family are corrected for their number.
  public enum Correction: String, Sendable, Hashable, CaseIterable {
    /// Holm's step-down method: the chance of any false finding in a family is bounded.
    case holm
    /// The share of false findings among all findings is bounded.
    case benjaminiHochberg = "benjamini-hochberg"
    /// Not at all.
    case none
  }

  /// The test of paired differences.
  public enum Test: String, Sendable, Hashable, CaseIterable {
    /// Wilcoxon's signed-rank test.
    case wilcoxon
    /// Student's paired t-test.
    case t
  }

  /// How far apart two points may be and still count as equivalent.
  public struct Margin: Sendable, Hashable {
    /// The metric.
    public var metric: String
    /// The largest difference that does not matter.
    public var tolerance: MetricTolerance
  }

  /// What is asked of an outer design.
  public enum Answer: String, Sendable, Hashable, CaseIterable {
    /// In which share of the box of assumptions each choice is the best.
    case winnerShare = "winner-share"
    /// Where in the box the verdict changes.
    case flipSurface = "flip-surface"
    /// How much of the variance each assumption explains.
    case sobolIndex = "sobol-index"
  }

  /// The values of axes that make a point the one to compare with; empty when there is none.
  public var baseline: [SweepAssignment] = []
  /// The metrics that should be small, in order of importance.
  public var minimize: [String] = []
  /// The metrics of which the best trade-offs are shown.
  public var pareto: [String] = []
  /// What a point must fulfil to be considered at all.
  public var requirement: Requirement?
  /// The families of tests; empty for one of all objectives.
  public var families: [Family] = []
  /// How tests are corrected for their number.
  public var correction = Correction.holm
  /// The test of differences.
  public var test = Test.wilcoxon
  /// The margins that differ from the metrics' own.
  public var margins: [Margin] = []
  /// What is asked of an outer design, in the order of the file.
  public var answers: [Answer] = []
}
