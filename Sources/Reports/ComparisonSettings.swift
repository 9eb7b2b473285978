// SPDX-License-Identifier: Apache-2.0

public import Statistics

/// How choices are compared with the baseline: declared before the runs, printed with the answer.
public struct ComparisonSettings: Sendable {
  /// The test for a difference of paired values.
  public enum Test: String, Sendable, CaseIterable {
    /// Wilcoxon's signed ranks.
    case wilcoxon
    /// Student's t for pairs.
    case t
  }

  /// The largest difference that does not matter.
  public enum Margin: Sendable, Hashable {
    /// So much, in the metric's stored unit; of a share of runs, a share of 0...1.
    case absolute(Double)
    /// Such a share of the baseline's mean.
    case relative(Double)
  }

  /// Comparisons that are corrected together.
  public struct Family: Sendable, Hashable {
    /// What the experiment calls it.
    public let name: String
    /// Its metrics.
    public let metrics: [String]

    /// Declares a family.
    public init(name: String, metrics: [String]) {
      self.name = name
      self.metrics = metrics
    }
  }

  /// A rule, stated before, by which repetitions were added.
  public struct StoppingRule: Sendable, Hashable {
    /// What it says, such as `ci(task.batch.completion) < 5 %`.
    public let text: String
    /// How often the runs were looked at under it at most.
    public let looks: Int

    /// States a rule.
    ///
    /// - Parameters:
    ///   - text: what it says.
    ///   - looks: how many looks it has, at least 1.
    public init(text: String, looks: Int) {
      precondition(looks >= 1, "a rule looks at least once")
      self.text = text
      self.looks = looks
    }
  }

  /// The margin of a share of runs where none is stated: a percentage point.
  static let shareMargin = 0.01

  /// The test of metrics that are means; shares of runs are tested by McNemar.
  public var test = Test.wilcoxon
  /// The correction for the number of comparisons.
  public var correction = Multiplicity.holm
  /// The level of the intervals; what is left of 1 is the significance.
  public var level = ConfidenceLevel.ninetyFivePercent
  /// The families; metrics of none are one family together.
  public var families: [Family] = []
  /// The margins that are stated, each metric at most once; others are those of the catalogue.
  public var margins: [(metric: String, margin: Margin)] = []

  /// The rule by which repetitions were added; nil where their number was fixed beforehand.
  public var stopping: StoppingRule?

  /// The defaults: Wilcoxon, Holm, 95 %, one family, margins of the catalogue.
  public init() {}

  /// How often a true null hypothesis may be rejected.
  var significance: Double { 1 - level.probability }

  /// The level of an interval by itself, which holds whatever look ended the runs (Bonferroni).
  var levelOfEach: ConfidenceLevel { level.simultaneous(over: stopping?.looks ?? 1) }

  /// The level of the intervals of single points, 95 % whatever is asked for differences.
  var intervalLevelOfPoints: ConfidenceLevel {
    .ninetyFivePercent.simultaneous(over: stopping?.looks ?? 1)
  }

  /// A p-value that holds whatever look ended the runs: the chance that any look has one as small is at
  /// most this.
  func correctedForLooks(_ pValue: Estimate<Double>) -> Estimate<Double> {
    pValue.map { min(1, $0 * Double(stopping?.looks ?? 1)) }
  }

  /// The margin that is stated for a metric.
  func margin(of metric: String) -> Margin? { margins.first { $0.metric == metric }?.margin }

  /// The families over these metrics; the last one has those that no declared family has.
  func families(over metrics: [String]) -> [Family] {
    let declared = families.map { family in
      Family(name: family.name, metrics: family.metrics.filter(metrics.contains))
    }.filter { !$0.metrics.isEmpty }
    let rest = metrics.filter { metric in !declared.contains { $0.metrics.contains(metric) } }
    guard !rest.isEmpty else { return declared }
    return declared + [Family(name: declared.isEmpty ? "all" : "others", metrics: rest)]
  }
}
