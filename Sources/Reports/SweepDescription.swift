// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration

/// What a report needs to know of a sweep beside its results.
public struct SweepDescription: Sendable {
  /// The value that an axis has at a point.
  public struct AxisValue: Sendable, Hashable {
    /// The path that is varied.
    public let path: String
    /// The value as it is shown.
    public let label: String

    /// Gives an axis a value.
    public init(path: String, label: String) {
      self.path = path
      self.label = label
    }
  }

  /// One combination of values.
  public struct Point: Sendable {
    /// Its place in the sweep, from 0.
    public let index: Int
    /// The values of the axes that it has.
    public let values: [AxisValue]
    /// Whether its trials differ by their seed.
    public let isRandom: Bool
    /// When its runs are cut off, in nanoseconds; nil where that is computed.
    public let until: Int64?
    /// When the clocks of its metrics start, by the metrics' names; one that is missing starts with the run.
    public var clocks: [String: ClockStart] = [:]
    /// Where it lies in the box of assumptions; nil without an outer design.
    public var sample: OuterSample?

    /// Describes a point.
    public init(index: Int, values: [AxisValue], isRandom: Bool, until: Int64?) {
      self.index = index
      self.values = values
      self.isRandom = isRandom
      self.until = until
    }

    /// The value that an axis has here, if the point has the axis.
    func label(of path: String) -> String? { values.first { $0.path == path }?.label }
  }

  /// The experiment's name.
  public var name: String
  /// The question that it asks; a report prints the first paragraph, for the rest may be what somebody found.
  public var question: String
  /// The paths that are varied, in the order of the file.
  public var axes: [String]
  /// The points, in order.
  public var points: [Point]
  /// The metrics of the table, in order.
  public var metrics: [String]
  /// The values that make a point the one to compare with; empty for no comparison.
  public var baseline: [AxisValue]
  /// The metrics that should be good, the most important first.
  public var objectives: [String]
  /// The metrics that are weighed against each other, of which none comes first; empty for none.
  public var pareto: [String] = []
  /// What a point must fulfil to be considered.
  public var requirement: SweepRequirement?
  /// How choices are compared.
  public var settings = ComparisonSettings()
  /// What was changed after the runs, as it was typed: it proves less than what was declared before.
  public var amendments: [String] = []
  /// The paths that an outer design varies, because nobody knows their values; none without one.
  public var outerAxes: [String] = []
  /// Whether the outer design changes one assumption at a time; its first sample is what is assumed.
  public var isOneAtATime = false
  /// What is asked of the outer design; all there is where nothing is named.
  public var answers: [OuterAnswer] = []
  /// The paths of the costs that points have otherwise than the first, such as one that is worked out from
  /// an axis; under one assumption at a time of the points that have what is assumed.
  public var variedCosts: [String] = []
  /// Whether the outer samples are scrambled replicates, whose spread gives intervals.
  public var hasReplicates = false
  /// Which kernels' rules hold at the points, in sentences.
  public var kernelNotes: [String] = []
  /// The same in a few words; empty where nothing is known.
  public var kernelBrief = ""
  /// What the first point is made of: its costs are printed.
  public var configuration: TrialConfiguration
  /// The names of the tasks of all points: whether they complete says which side of a pair lost work.
  public var tasks: [String]

  /// The metrics that are compared: the objectives, what is required, and those of the families.
  var comparedMetrics: [String] {
    let all =
      objectives + (requirement.map { [$0.metric] } ?? []) + settings.families.flatMap(\.metrics)
    return all.enumerated().filter { all.firstIndex(of: $1) == $0 }.map(\.element)
  }

  /// Whether something is asked of the outer design.
  func asks(_ answer: OuterAnswer) -> Bool { answers.isEmpty || answers.contains(answer) }

  /// The paths of which no value is assumed; under one assumption at a time the first point has what is.
  var variedAxes: [String] { (isOneAtATime ? innerAxes : axes) + variedCosts }

  /// The axes that are not part of an outer design, in the order of the file.
  var innerAxes: [String] { axes.filter { !outerAxes.contains($0) } }

  /// Describes a sweep.
  public init(
    name: String, question: String, axes: [String], points: [Point], metrics: [String],
    baseline: [AxisValue], objectives: [String], requirement: SweepRequirement?,
    configuration: TrialConfiguration
  ) {
    self.name = name
    self.question = question
    self.axes = axes
    self.points = points
    self.metrics = metrics
    self.baseline = baseline
    self.objectives = objectives
    self.requirement = requirement
    self.configuration = configuration
    tasks = configuration.tasks.map(\.name)
  }

  /// Leaves metrics out of everything that is shown and compared.
  ///
  /// - Returns: Those that were in it, each once.
  public mutating func leaveOut(_ isLeftOut: (String) -> Bool) -> [String] {
    let all = metrics + comparedMetrics + pareto
    metrics.removeAll(where: isLeftOut)
    objectives.removeAll(where: isLeftOut)
    pareto.removeAll(where: isLeftOut)
    if let required = requirement, isLeftOut(required.metric) { requirement = nil }
    settings.families = settings.families.map {
      .init(name: $0.name, metrics: $0.metrics.filter { !isLeftOut($0) })
    }
    return all.enumerated().filter { all.firstIndex(of: $1) == $0 && isLeftOut($1) }
      .map(\.element)
  }
}
